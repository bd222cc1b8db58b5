"""Meetings that somebody adds afterwards by name: they count only once the other says so too.

Who types a name learns nothing from the answer, whether that person is here or not. People under
18 are asked by nobody who knows only their name; they may say themselves whom they met.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, delete, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, OptionalInstant, PublicId, db, new_public_id, plain
from kiosk.domain import arrivals
from kiosk.domain.attendees import Attendee, NameToken, fold, hold, sharing
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings.keeping_away import kept_apart
from kiosk.domain.meetings.ledger import given_at
from kiosk.domain.meetings.meet import Handshake, MeetingMade, meet
from kiosk.domain.meetings.record import between
from kiosk.domain.operations import insert_once
from kiosk.errors import NotKnown

MOST_OPEN = 20
MOST_ASKED = 3
"""Of several people with the same name, so many are asked at once."""


class RememberedMeeting(Model):
    """One person says that they met another, who has still to say so too."""

    __tablename__ = "remembered_meetings"
    __person__ = ("asker_id", "asked_id")
    __told_to__ = ("asked_id",)  # a row in the asker's own export would tell who is here
    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'declined')", name="state"),
        Index("uq_remembered_meetings_open", "asker_id", "asked_id", unique=True,
              sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        Index("ix_remembered_meetings_asked", "asked_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    gives: Mapped[list[str]] = mapped_column(Json, info=plain("names of fields"))
    """What the asker gives once the other says yes, as their page showed."""
    state: Mapped[str] = mapped_column(String(10), default="open", info=plain("a state"))
    said_at: Mapped[Instant]
    answered_at: Mapped[OptionalInstant]


@dataclass(frozen=True)
class Said:
    """What somebody says of whom they met, as they typed it, and what they give by it."""

    name: str
    organisation: str = ""
    gives: tuple[str, ...] = ("name",)


def remember(asker: Attendee, said: Said, *, event: EventFacts, at: datetime) -> MeetingMade | None:
    """Ask whoever is called so whether they met the asker; nobody, one or several: no difference.

    Who asked the asker first is answered by it: both have said so, and their meeting is returned.
    Saying it twice asks once. Beyond twenty open questions nobody is asked, and nothing says so.
    """
    hold(asker.id)
    namesakes = _called(asker, said)
    mutual = [(row, them) for row, them in asked_of(asker) if them in namesakes]
    if mutual:
        return _agree(mutual[0][0], said.gives, event, at)
    adults = [them for them in namesakes if not them.is_minor(event, at)]
    for them in adults[: max(0, min(MOST_ASKED, MOST_OPEN - _count_open(asker)))]:
        _ask(asker, them, said, at)
    return None


def _called(asker: Attendee, said: Said) -> list[Attendee]:
    """Return who is here by exactly that name and may be asked, of that organisation if any is."""
    name = fold(said.name)
    rarest = max(name.split(), key=len, default="")[:80]
    query = (
        select(Attendee)
        .join(NameToken, NameToken.attendee_id == Attendee.id)
        .where(NameToken.event_id == asker.event_id, NameToken.token == rarest)
        .where(Attendee.erased_at.is_(None), Attendee.id != asker.id)
        .order_by(Attendee.id)
    )
    found = [them for them in db.session.scalars(query) if fold(them.name) == name]
    named = _strangers(asker, found)
    there = [them for them in named if fold(them.organisation or "") == fold(said.organisation)]
    return there if said.organisation and there else named


def _strangers(one: Attendee, others: list[Attendee]) -> list[Attendee]:
    """Return those between whom and one a question may stand: here, not met, not kept apart."""
    ids = [one.id, *(them.id for them in others)]
    arrived, apart = arrivals.arrived_of(ids), kept_apart(one.event_id, ids)
    return [
        them
        for them in others
        if {one.id, them.id} <= arrived
        and "practice" not in (one.status, them.status)
        and not apart.withholds(one.id, them.id)
        and between(one.event_id, one.id, them.id) is None
    ]


def _count_open(asker: Attendee) -> int:
    mine = (RememberedMeeting.asker_id == asker.id, RememberedMeeting.state == "open")
    return db.session.scalar(select(func.count()).where(*mine)) or 0


def _ask(asker: Attendee, them: Attendee, said: Said, at: datetime) -> None:
    pair = (RememberedMeeting.asker_id == asker.id, RememberedMeeting.asked_id == them.id)
    before = db.session.scalars(select(RememberedMeeting).where(*pair)).all()
    if any(row.state == "declined" for row in before):
        return  # they said no: nobody is asked twice
    for row in (row for row in before if row.state == "open"):
        row.gives = sharing.in_order(said.gives)
        return
    insert_once(
        RememberedMeeting,
        public_id=new_public_id(),
        event_id=asker.event_id,
        asker_id=asker.id,
        asked_id=them.id,
        gives=sharing.in_order(said.gives),
        state="open",
        said_at=at,
    )


def asked_of(attendee: Attendee) -> list[tuple[RememberedMeeting, Attendee]]:
    """Return who says that they met this person and waits for an answer, oldest first."""
    query = (
        select(RememberedMeeting, Attendee)
        .join(Attendee, Attendee.id == RememberedMeeting.asker_id)
        .where(RememberedMeeting.asked_id == attendee.id, RememberedMeeting.state == "open")
        .where(RememberedMeeting.event_id == attendee.event_id, Attendee.erased_at.is_(None))
        .order_by(RememberedMeeting.said_at, RememberedMeeting.id)
    )
    rows = [(row, asker) for row, asker in db.session.execute(query)]
    may_ask = _strangers(attendee, [asker for _row, asker in rows])
    return [(row, asker) for row, asker in rows if asker in may_ask]


def answer_remembered(
    attendee: Attendee,
    public_id: str,
    gives: tuple[str, ...] | None,
    *,
    event: EventFacts,
    at: datetime,
) -> MeetingMade | None:
    """Say yes, giving these fields, or no (None), to who says that the two have met.

    A yes makes the meeting and closes what else the asker asked with it; a no closes this one
    silently. The same answer again changes nothing.

    Raises:
        NotKnown: nobody asks this person that.
        Refused: the two may not meet.
    """
    hold(attendee.id)
    row = db.session.scalar(
        select(RememberedMeeting)
        .where(RememberedMeeting.public_id == public_id)
        .where(RememberedMeeting.asked_id == attendee.id)
        .with_for_update()
    )
    asker = db.session.get_one(Attendee, row.asker_id) if row else None
    if row is None or asker is None or asker.erased_at is not None or _is_apart(row):
        raise NotKnown("no_such_question", "Nobody waits for that answer any more.")
    if row.state == "open" and gives is None:
        row.state, row.answered_at = "declined", at
    if row.state == "open" and gives is not None:
        return _agree(row, gives, event, at)
    meeting = between(row.event_id, row.asker_id, row.asked_id)
    if row.state != "confirmed" or meeting is None:
        return None
    return MeetingMade(meeting, True, tuple(given_at(meeting)))


def _is_apart(row: RememberedMeeting) -> bool:
    return kept_apart(row.event_id, (row.asked_id,)).withholds(row.asker_id, row.asked_id)


def _agree(
    row: RememberedMeeting, gives: tuple[str, ...], event: EventFacts, at: datetime
) -> MeetingMade:
    asker, asked = (db.session.get_one(Attendee, each) for each in (row.asker_id, row.asked_id))
    handshake = Handshake(
        event,
        "named",
        str(uuid5(NAMESPACE_OID, row.public_id)),
        asked.asker,
        happened_at=row.said_at,
        scanner_gives=tuple(row.gives),
        other_gives=gives,
    )
    made = meet(handshake, asker, asked, at)
    row.state, row.answered_at = "confirmed", at
    _drop_others(row)
    return made


def _drop_others(row: RememberedMeeting) -> None:
    """Drop what was asked by the same words, and what the other asked back meanwhile."""
    r = RememberedMeeting
    same_words = (r.asker_id == row.asker_id) & (r.said_at == row.said_at)
    asked_back = (r.asker_id == row.asked_id) & (r.asked_id == row.asker_id)
    db.session.execute(delete(r).where(r.state == "open", r.id != row.id, same_words | asked_back))
