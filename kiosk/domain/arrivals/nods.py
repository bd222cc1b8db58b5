"""Nods: somebody without a ticket was found by name and waits for a steward to say yes.

Nothing prints and no phone code shows for a name alone: only the nod lets the person in.
"""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, one_of, plain
from kiosk.domain import phones
from kiosk.domain.arrivals.check_in import check_in
from kiosk.domain.arrivals.record import Admission
from kiosk.domain.attendees import Attendee
from kiosk.domain.operations import insert_once
from kiosk.errors import NotKnown, Refused

WAITS = timedelta(minutes=10)


class Nod(Model):
    """One person at one station who asks to be let in by name."""

    __tablename__ = "nods"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'given', 'refused')", name="state"),
        Index("uq_nods_waiting", "attendee_id", "device_id", unique=True,
              sqlite_where=text("state = 'waiting'"),
              postgresql_where=text("state = 'waiting'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"))
    state: Mapped[str] = mapped_column(String(10), default="waiting", info=plain("a state"))
    op_id: Mapped[str] = mapped_column(String(36), info=plain("random id made by the asker"))
    asked_at: Mapped[Instant]
    answered_at: Mapped[OptionalInstant]
    answered_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))


def ask_nod(attendee: Attendee, device_id: int, op_id: str, at: datetime) -> Nod:
    """Ask for a nod; asking again while one waits returns the same."""
    insert_once(
        Nod,
        public_id=new_public_id(),
        event_id=attendee.event_id,
        attendee_id=attendee.id,
        device_id=device_id,
        state="waiting",
        op_id=op_id,
        asked_at=at,
    )
    query = select(Nod).where(
        Nod.attendee_id == attendee.id, Nod.device_id == device_id, Nod.state == "waiting"
    )
    nod = db.session.scalar(query)
    if nod is None:  # answered between the two statements: ask again
        raise Refused("try_again", "Please try again.")
    if nod.asked_at <= at - WAITS:  # it went unanswered: this is a new question
        nod.asked_at = at
    return nod


def waiting_nods(event_id: int, at: datetime) -> list[tuple[Nod, Attendee]]:
    """Return who waits for a nod, oldest first."""
    query = (
        select(Nod, Attendee)
        .join(Attendee, Attendee.id == Nod.attendee_id)
        .where(Nod.event_id == event_id, Nod.state == "waiting", Nod.asked_at > at - WAITS)
        .where(Attendee.erased_at.is_(None))
        .order_by(Nod.asked_at)
    )
    return [(nod, attendee) for nod, attendee in db.session.execute(query)]


def nod_by_public_id(event_id: int, public_id: str) -> Nod:
    """Return a nod of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        Nod, event_id, public_id, NotKnown("no_such_nod", "Nobody is waiting by that id.")
    )


def answer_nod(nod: Nod, admission: Admission, *, yes: bool, by: str, at: datetime) -> Attendee:
    """Answer a nod; yes lets the person in, queues the badge and lets a phone code show.

    The same answer is repeatable.

    Raises:
        Refused: it was answered otherwise, or the check-in is refused.
    """
    wanted = "given" if yes else "refused"
    db.session.refresh(nod, with_for_update=True)  # two stewards at once: the second sees the first
    attendee = db.session.get_one(Attendee, nod.attendee_id)
    if nod.state != "waiting":
        if nod.state == wanted:
            return attendee
        raise Refused("answered", "A colleague has answered this already.")
    if yes:
        arrival = check_in(admission, attendee, at)  # refuses before anything is written
        phones.show_code(attendee, nod.device_id, at, seed=arrival.public_id)
    nod.state, nod.answered_at, nod.answered_by = wanted, at, by
    return attendee
