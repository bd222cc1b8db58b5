"""Spare badges: printed before the fair without a name, worn by whoever needs one at once.

Each has a number to call it by and a code that is nobody's until the help lane binds it to its
wearer. From then on it is their badge, and their older ones are dead.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, plain
from kiosk.domain import codes, keys
from kiosk.domain.attendees import Attendee
from kiosk.errors import NotKnown, Refused

MOST = 500


class SpareBadge(Model):
    """One badge that was printed with a code and without a name."""

    __tablename__ = "spare_badges"
    __person__ = "attendee_id"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    number: Mapped[int]
    key_id: Mapped[str] = mapped_column(db.String(20), info=plain("which key made its code"))
    lookup_hash: Mapped[str] = mapped_column(db.String(64), unique=True, info=plain("keyed hash"))
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("attendees.id"))
    made_at: Mapped[Instant]
    worn_since: Mapped[OptionalInstant]


class NoSuchSpare(NotKnown):
    """What was scanned is no spare badge of this event."""

    slug = "no_such_spare"
    sentence = "That is no spare badge of this fair."


def make_spares(event_id: int, how_many: int, at: datetime) -> list[SpareBadge]:
    """Make spare badges, numbered on from the last; return them.

    Raises:
        Refused: too many at once.
    """
    if not 0 < how_many <= MOST:
        raise Refused("too_many_spares", f"Make between 1 and {MOST} at a time.")
    query = select(func.max(SpareBadge.number)).where(SpareBadge.event_id == event_id)
    first = (db.session.scalar(query) or 0) + 1
    key_id = keys.ring().current
    made = []
    for number in range(first, first + how_many):
        public_id = new_public_id()
        code = codes.spare_code(public_id, key_id)
        made.append(
            SpareBadge(public_id=public_id, event_id=event_id, number=number, key_id=key_id,
                       lookup_hash=keys.lookup_hash("badge", code), made_at=at)
        )  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    return made


def spares_of(event_id: int) -> list[SpareBadge]:
    """Return every spare badge of an event, by number."""
    query = select(SpareBadge).where(SpareBadge.event_id == event_id)
    return list(db.session.scalars(query.order_by(SpareBadge.number)))


def spare_of(event_id: int, read: str) -> SpareBadge:
    """Return the spare badge that was scanned, worn or not.

    Raises:
        NoSuchSpare: none of this event.
    """
    code = codes.read(read)
    query = select(SpareBadge).where(
        SpareBadge.event_id == event_id,
        SpareBadge.lookup_hash == keys.lookup_hash("badge", code),
    )
    found = db.session.scalar(query) if keys.is_code(code, codes.LENGTHS["badge"]) else None
    if found is None:
        raise NoSuchSpare
    return found


def bind_spare(spare: SpareBadge, attendee: Attendee, at: datetime) -> None:
    """Let a person wear a spare badge; the same person again changes nothing.

    Raises:
        Refused: somebody else wears it.
    """
    if spare.attendee_id == attendee.id:
        return
    worn = Refused("spare_worn", "Somebody wears that spare badge already. Take another one.")
    if spare.attendee_id is not None:
        raise worn
    if codes.wear_spare(attendee, spare.public_id, spare.key_id, at) is None:
        raise worn
    spare.attendee_id, spare.worn_since = attendee.id, at
    db.session.flush()
