"""The indexed table of folded words that names are found by.

Whatever changes it puts a new random `names_stamp` on the event in the same transaction: each
process keeps the words in memory for what is misspelt, and reads them anew under another stamp.
"""

from secrets import randbits

from sqlalchemy import ForeignKey, Index, String, delete, insert, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Base, Model, db, personal
from kiosk.domain.attendees.record import Attendee
from kiosk.domain.attendees.search.words import LONGEST, words_of
from kiosk.domain.events import Event


class NameToken(Model):
    """One folded word of a name, so that a prefix is found through an index."""

    __tablename__ = "name_tokens"
    __person__ = "attendee_id"
    __table_args__ = (Index("ix_name_tokens_event_token", "event_id", "token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    token: Mapped[str] = mapped_column(
        # Byte order on both databases: prefixes are found as a range.
        String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql"),
        info=personal("finds a person at the help lane by a part of the name"),
    )


def index(attendees: list[Attendee]) -> None:
    """Make the words of these people findable; replaces what was there before."""
    ids = [attendee.id for attendee in attendees]
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        db.session.execute(delete(NameToken).where(NameToken.attendee_id.in_(chunk)))
    rows = [
        {"event_id": a.event_id, "attendee_id": a.id, "token": token}
        for a in attendees
        for token in sorted(words_of((a.name, a.given_name, a.family_name)))
    ]
    if rows:  # a name may be nothing but signs
        db.session.execute(insert(Base.metadata.tables["name_tokens"]), rows)
    for event_id in {attendee.event_id for attendee in attendees}:
        names_changed(event_id)


def names_changed(event_id: int) -> None:
    """Let every process read the names of an event anew before it looks for a misspelt one."""
    stamped = update(Event).where(Event.id == event_id).values(names_stamp=randbits(31))
    db.session.execute(stamped.execution_options(synchronize_session=False))
