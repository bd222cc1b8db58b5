"""Check-ins: one function for every door. A row for each entry and exit, and each refused scan.

At most one entry per list and person is open: a database constraint, so that two doors at once let
somebody in once. Undo marks a row, it deletes nothing. A check-in takes five statements with its
operation: find the operation, find the person, insert the entry, queue the badge, keep the outcome.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, one_of, plain
from kiosk.domain import print_jobs
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device, DeviceFacts
from kiosk.domain.events import EventFacts
from kiosk.domain.operations import insert_once
from kiosk.errors import NotKnown, Refused

UNDO_WITHIN = timedelta(minutes=15)
WAYS = ("ticket", "badge", "nod", "desk")


class Arrival(Model):
    """One entry or exit of one person, as it happened and as we heard of it."""

    __tablename__ = "arrivals"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint("kind IN ('entry', 'exit')", name="kind"),
        CheckConstraint("way IN ('ticket', 'badge', 'nod', 'desk')", name="way"),
        Index("uq_arrivals_open", "list_id", "attendee_id", unique=True,
              sqlite_where=text("is_open = 1"), postgresql_where=text("is_open")),
        Index("ix_arrivals_event_op", "event_id", "op_id"),
        Index("ix_arrivals_attendee", "attendee_id", "happened_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(5), info=plain("entry or exit"))
    way: Mapped[str] = mapped_column(String(6), info=plain("what was shown"))
    op_id: Mapped[str] = mapped_column(String(36), info=plain("random id made by the asker"))
    is_open: Mapped[bool]
    """True for an entry whose person is inside now."""
    happened_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    undone_at: Mapped[OptionalInstant]
    undone_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
    undone_why: Mapped[str | None] = mapped_column(String(200), info=plain("staff's reason"))


class TooLate(Refused):
    """An undo after its time."""

    slug = "too_late"
    sentence = "That is too long ago to undo here. A steward can do it at the desk."


class NotYours(Refused):
    """An undo from another device."""

    slug = "not_yours"
    sentence = "That was done at another station. Undo it there, or at the desk."


_SENTENCES = {
    "already_in": "You are in already. If that was not you, please go to the help lane.",
    "not_in": "You are not checked in, so there is nothing to check out.",
    "not_open": "The doors are not open yet.",
    "closed": "The fair has closed. Thank you for coming.",
    "cancelled": "This ticket was cancelled. Please go to the help lane.",
}


@dataclass(frozen=True)
class Admission:
    """Where and when somebody wants in or out, and on whose word."""

    event: EventFacts
    list_id: int
    way: str
    op_id: str
    kind: str = "entry"
    device: DeviceFacts | None = None
    staff_id: int | None = None
    happened_at: datetime | None = None

    def moment(self, at: datetime) -> datetime:
        """Return when it happened: as the asker says, at most a day back and never ahead."""
        return min(max(self.happened_at or at, at - timedelta(days=1)), at)


def check_in(admission: Admission, attendee: Attendee, at: datetime) -> Arrival:
    """Let a person in (or out) and queue the badge; `happened_at` may lie up to a day back.

    Raises:
        Refused: already_in, not_in, not_open, closed, cancelled.
        NotKnown: erased.
    """
    happened_at = admission.moment(at)
    if attendee.erased_at is not None:
        raise NotKnown
    if attendee.status == "cancelled":
        raise Refused("cancelled", _SENTENCES["cancelled"])
    if admission.kind == "exit":
        return _leave(admission, attendee, happened_at, at)
    if shut := admission.event.why_shut(attendee.kind, happened_at):
        raise Refused(shut, _SENTENCES[shut])
    arrival = _insert(admission, attendee, happened_at, at)
    if arrival is None:
        raise _already_in(admission.list_id, attendee)
    # A worn badge can be photographed: showing one lets its wearer in again and prints nothing.
    if admission.event.print_on_arrival != "never" and admission.way != "badge":
        reason = "arrival" if admission.event.print_on_arrival == "once" else "entry"
        device_id = admission.device.id if admission.device else None
        print_jobs.queue(attendee, reason=reason, device_id=device_id, at=at)
    return arrival


def _insert(
    admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime
) -> Arrival | None:
    return insert_once(
        Arrival,
        public_id=new_public_id(),
        event_id=admission.event.id,
        list_id=admission.list_id,
        attendee_id=attendee.id,
        device_id=admission.device.id if admission.device else None,
        staff_id=admission.staff_id,
        kind=admission.kind,
        way=admission.way,
        op_id=admission.op_id,
        is_open=admission.kind == "entry",
        happened_at=happened_at,
        recorded_at=at,
    )


def _already_in(list_id: int, attendee: Attendee) -> Refused:
    query = (
        select(Arrival.happened_at, Device.name)
        .outerjoin(Device, Device.id == Arrival.device_id)
        .where(Arrival.list_id == list_id, Arrival.attendee_id == attendee.id, Arrival.is_open)
    )
    row = db.session.execute(query).first()
    happened_at = row[0].isoformat() if row else None
    station = row[1] if row else None
    sentence = _SENTENCES["already_in"]
    return Refused("already_in", sentence, happened_at=happened_at, station=station)


def _leave(
    admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime
) -> Arrival:
    closed = db.session.execute(
        update(Arrival)
        .where(Arrival.list_id == admission.list_id, Arrival.attendee_id == attendee.id)
        .where(Arrival.is_open)
        .values(is_open=False)
        .returning(Arrival.id)
    ).first()
    if closed is None:
        raise Refused("not_in", _SENTENCES["not_in"])
    arrival = _insert(admission, attendee, happened_at, at)
    assert arrival is not None  # an exit row has no constraint to meet
    return arrival


def undo(arrival: Arrival, *, by: str, why: str, device_id: int | None, at: datetime) -> None:
    """Take a check-in back, keeping its row; undone already changes nothing.

    A device undoes its own within 15 minutes; staff (`device_id` None) any. A badge that has not
    begun to print is taken out of the queue. An undone exit lets its person be inside again.

    Raises:
        NotYours: another device's.
        TooLate: more than 15 minutes ago.
    """
    if arrival.undone_at is not None:
        return
    if device_id is not None and arrival.device_id != device_id:
        raise NotYours
    if device_id is not None and at - arrival.recorded_at > UNDO_WITHIN:
        raise TooLate
    arrival.undone_at, arrival.undone_by, arrival.undone_why = at, by, why[:200]
    arrival.is_open = False
    db.session.flush()
    if arrival.kind == "entry":
        print_jobs.void_waiting(arrival.attendee_id, at)
        return
    newest = _latest(arrival.attendee_id, arrival.list_id)
    if newest is not None and newest.kind == "entry":  # else they have left again since
        newest.is_open = True


def _latest(attendee_id: int, list_id: int) -> Arrival | None:
    query = select(Arrival).where(
        Arrival.attendee_id == attendee_id, Arrival.list_id == list_id, Arrival.undone_at.is_(None)
    )
    return db.session.scalars(query.order_by(Arrival.happened_at.desc()).limit(1)).first()


def latest_entry(attendee_id: int, list_id: int | None = None) -> Arrival | None:
    """Return a person's newest entry that was not undone."""
    query = select(Arrival).where(
        Arrival.attendee_id == attendee_id, Arrival.kind == "entry", Arrival.undone_at.is_(None)
    )
    if list_id is not None:
        query = query.where(Arrival.list_id == list_id)
    return db.session.scalars(query.order_by(Arrival.happened_at.desc()).limit(1)).first()


def has_arrived(attendee_id: int) -> bool:
    """Whether a person came in and it was not undone."""
    return latest_entry(attendee_id) is not None


def by_op_id(event_id: int, op_id: str) -> Arrival:
    """Return the check-in made under an op_id.

    Raises:
        NotKnown: none of this event.
    """
    query = select(Arrival).where(Arrival.event_id == event_id, Arrival.op_id == op_id)
    arrival = db.session.scalars(query.limit(1)).first()
    if arrival is None:
        raise NotKnown("no_such_check_in", "There is no such check-in.")
    return arrival


def by_public_id(event_id: int, public_id: str) -> Arrival:
    """Return an entry or exit of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        Arrival, event_id, public_id, NotKnown("no_such_check_in", "There is no such check-in.")
    )


def inside_now(list_id: int) -> int:
    """Return how many people are inside by this list."""
    query = select(func.count()).where(Arrival.list_id == list_id, Arrival.is_open)
    return db.session.scalar(query) or 0


def who_is_inside(event_id: int, attendee_ids: Iterable[int]) -> dict[int, Arrival]:
    """Return the open entries of these people, by person."""
    ids = set(attendee_ids)
    query = select(Arrival).where(Arrival.event_id == event_id, Arrival.is_open)
    found = db.session.scalars(query.where(Arrival.attendee_id.in_(ids))) if ids else ()
    return {arrival.attendee_id: arrival for arrival in found}


def roll_call(event_id: int) -> list[tuple[Attendee, Arrival]]:
    """Return everybody who is inside now, by name."""
    query = (
        select(Attendee, Arrival)
        .join(Arrival, Arrival.attendee_id == Attendee.id)
        .where(Arrival.event_id == event_id, Arrival.is_open, Attendee.erased_at.is_(None))
        .order_by(Attendee.name, Attendee.id)
    )
    return [(attendee, arrival) for attendee, arrival in db.session.execute(query)]
