"""Introductions: somebody asks a steward to take them to a person they would like to talk to.

One wish at a time. A steward walks with them, so there is no rule about age; who reads the wish are
the stewards alone.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    one_of,
    personal,
    plain,
)
from kiosk.domain import arrivals
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings.record import Meeting
from kiosk.domain.operations import insert_once
from kiosk.errors import NotKnown, Refused

WAITING = ("open", "taken")
LONGEST = 200


class Introduction(Model):
    """One wish to be introduced, until a steward has seen to it."""

    __tablename__ = "introductions"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'taken', 'made', 'taken_back')", name="state"),
        Index("uq_introductions_open", "attendee_id", unique=True,
              sqlite_where=text("state IN ('open', 'taken')"),
              postgresql_where=text("state IN ('open', 'taken')")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    wish: Mapped[str] = mapped_column(
        String(200), info=personal("tells a steward whom somebody would like to meet")
    )
    state: Mapped[str] = mapped_column(String(10), default="open", info=plain("a state"))
    asked_at: Mapped[Instant]
    taken_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
    settled_at: Mapped[OptionalInstant]


def ask_introduction(attendee: Attendee, wish: str, event: EventFacts, at: datetime) -> str:
    """Ask to be introduced; return the wish's public id. The same wish again is the one there is.

    Raises:
        Refused: no_introductions (the fair has none, or is over), not_arrived, no_wish,
            wish_too_long, or asked_already.
    """
    wish = " ".join(wish.split())
    if not event.introductions or event.is_over(at):
        raise Refused("no_introductions", "Nobody can be asked for that just now.")
    if not arrivals.has_arrived(attendee.id):
        raise Refused("not_arrived", "Come in first, and then ask.")
    if not wish:
        raise Refused("no_wish", "Say in a few words whom you would like to meet.")
    if len(wish) > LONGEST:
        raise Refused("wish_too_long", f"Keep it to {LONGEST} letters, please.")
    made = insert_once(
        Introduction, public_id=new_public_id(), event_id=attendee.event_id,
        attendee_id=attendee.id, wish=wish, state="open", asked_at=at,
    )  # fmt: skip
    if made is not None:
        return made.public_id
    waiting = waiting_of(attendee.id)
    if waiting is None or waiting.wish != wish:
        raise Refused("asked_already", "You have asked already. Take that back first.")
    return waiting.public_id


def waiting_of(attendee_id: int) -> Introduction | None:
    """Return somebody's wish that nobody has seen to yet, or None."""
    query = select(Introduction).where(
        Introduction.attendee_id == attendee_id, Introduction.state.in_(WAITING)
    )
    return db.session.scalar(query)


def introduction_by_public_id(event_id: int, public_id: str) -> Introduction:
    """Return a wish of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(Introduction, event_id, public_id, _no_such())


def own_introduction(attendee: Attendee, public_id: str) -> Introduction:
    """Return one of somebody's own wishes.

    Raises:
        NotKnown: it is not theirs.
    """
    wish = introduction_by_public_id(attendee.event_id, public_id)
    if wish.attendee_id != attendee.id:
        raise _no_such()
    return wish


def take_introduction_back(wish: Introduction, at: datetime) -> None:
    """Want it no more, even while somebody is on the way; again changes nothing.

    Raises:
        Refused: introduction_made.
    """
    if _moved(wish, WAITING, state="taken_back", settled_at=at) or wish.state == "taken_back":
        return
    raise Refused("introduction_made", "You have been introduced already.")


def take_introduction(wish: Introduction, by: str) -> None:
    """Be the one who goes; again by the same changes nothing.

    Raises:
        Refused: somebody_goes (another was first), or introduction_settled.
    """
    if _moved(wish, ("open",), state="taken", taken_by=by):
        return
    if wish.state != "taken":
        raise _settled(wish)
    if wish.taken_by != by:
        raise Refused("somebody_goes", "Somebody else is on the way already.")


def introduce(wish: Introduction, by: str, at: datetime) -> None:
    """Have introduced them, whoever was going to; again changes nothing.

    Raises:
        Refused: introduction_settled (they took it back).
    """
    if not _moved(wish, WAITING, state="made", taken_by=by, settled_at=at) and wish.state != "made":
        raise _settled(wish)


def _moved(wish: Introduction, before: Iterable[str], **values: object) -> bool:
    """Whether this changed the wish: one statement decides between two who act at once."""
    query = update(Introduction).where(Introduction.id == wish.id)
    query = query.where(Introduction.state.in_(tuple(before))).values(**values)
    moved = db.session.execute(query.returning(Introduction.id)).first() is not None
    db.session.refresh(wish)
    return moved


def _settled(wish: Introduction) -> Refused:
    said = "They took it back." if wish.state == "taken_back" else "They have been introduced."
    return Refused("introduction_settled", said)


def _no_such() -> NotKnown:
    return NotKnown("no_such_introduction", "There is no such wish.")


def waiting_introductions(event_id: int) -> list[tuple[Introduction, Attendee]]:
    """Return who waits to be introduced, the longest first."""
    query = (
        select(Introduction, Attendee)
        .join(Attendee, Attendee.id == Introduction.attendee_id)
        .where(Introduction.event_id == event_id, Introduction.state.in_(WAITING))
        .where(Attendee.erased_at.is_(None))
        .order_by(Introduction.asked_at, Introduction.id)
    )
    return [(wish, person) for wish, person in db.session.execute(query)]


def last_seen(event_id: int, attendee_ids: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    """Return the last station that read each of these people, and when, by person."""
    ids = set(attendee_ids)
    if not ids:
        return {}
    came = select(Arrival.attendee_id, Arrival.attendee_id, Device.name, Arrival.happened_at)
    came = came.join(Device, Device.id == Arrival.device_id)
    came = came.where(Arrival.event_id == event_id, Arrival.attendee_id.in_(ids),
                      Arrival.undone_at.is_(None))  # fmt: skip
    met = select(Meeting.low_id, Meeting.high_id, Device.name, Meeting.happened_at)
    met = met.join(Device, Device.id == Meeting.device_id)
    met = met.where(Meeting.event_id == event_id, Meeting.undone_at.is_(None),
                    or_(Meeting.low_id.in_(ids), Meeting.high_id.in_(ids)))  # fmt: skip
    rows = [*db.session.execute(came), *db.session.execute(met)]
    seen: dict[int, tuple[str, datetime]] = {}
    for one, other, station, at in sorted(rows, key=lambda row: row[3]):
        seen |= dict.fromkeys({one, other} & ids, (station, at))
    return seen
