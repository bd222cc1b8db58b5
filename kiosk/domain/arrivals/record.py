"""Check-ins: one function for every door. A row for each entry and exit, as it happened.

At most one entry per list and person is open: a database constraint, so that two doors at once let
somebody in once. Undo marks a row, it deletes nothing. A check-in takes five statements with its
operation: find the operation, find the person, insert the entry, queue the badge, keep the outcome.
What is heard late is put in its place by `sequence`; who may come in at all is for `rules`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    bindparam,
    exists,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kiosk.db import (
    Instant,
    Model,
    OptionalInstant,
    PublicId,
    UtcDateTime,
    db,
    new_public_id,
    one_of,
    plain,
)
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device, DeviceFacts
from kiosk.domain.events import CheckInList, EventFacts, ListFacts
from kiosk.domain.operations import insert_once
from kiosk.errors import NotKnown, Refused

WAYS = ("ticket", "badge", "card", "name", "nod", "desk", "walk_in")


class Arrival(Model):
    """One entry or exit of one person, as it happened and as we heard of it."""

    __tablename__ = "arrivals"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint("kind IN ('entry', 'exit')", name="kind"),
        CheckConstraint(f"way IN {WAYS}", name="way"),
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
    way: Mapped[str] = mapped_column(String(7), info=plain("what was shown"))
    op_id: Mapped[str] = mapped_column(String(36), info=plain("random id made by the asker"))
    is_open: Mapped[bool]
    """True for an entry whose person is inside now."""
    offline: Mapped[bool] = mapped_column(default=False)
    """Let in by a tablet that could not ask us."""
    happened_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    undone_at: Mapped[OptionalInstant]
    undone_by: Mapped[str | None] = mapped_column(
        String(40), info=plain("who, as a public id; or the earlier arrival that was heard later")
    )
    undone_why: Mapped[str | None] = mapped_column(String(200), info=plain("staff's reason"))


@dataclass(frozen=True)
class Admission:
    """Where and when somebody wants in or out, and on whose word."""

    event: EventFacts
    door: ListFacts
    way: str
    op_id: str
    kind: str = "entry"
    device: DeviceFacts | None = None
    staff_id: int | None = None
    happened_at: datetime | None = None
    offline: bool = False
    overrules: bool = False
    """A steward lets somebody in whom the list's rules keep out: never who is cancelled or in."""

    @property
    def list_id(self) -> int:
        """The row of the check-in list."""
        return self.door.id

    def moment(self, at: datetime) -> datetime:
        """Return when it happened: as the asker says, at most a day back and never ahead."""
        return min(max(self.happened_at or at, at - timedelta(days=1)), at)

    def at_list(self, door: ListFacts) -> "Admission":
        """Return the same wish at another list."""
        return replace(self, door=door)


def insert(
    admission: Admission,
    attendee: Attendee,
    happened_at: datetime,
    at: datetime,
    *,
    is_open: bool,
) -> Arrival | None:
    """Insert an entry or exit in one statement.

    None, of one that would be open: the person has an open entry on that list already, or went in
    or out there at a later time than this.
    """
    values = {
        "public_id": new_public_id(),
        "event_id": admission.event.id,
        "list_id": admission.list_id,
        "attendee_id": attendee.id,
        "device_id": admission.device.id if admission.device else None,
        "staff_id": admission.staff_id,
        "kind": admission.kind,
        "way": admission.way,
        "op_id": admission.op_id,
        "is_open": is_open,
        "offline": admission.offline,
        "happened_at": happened_at,
        "recorded_at": at,
    }
    return insert_once(Arrival, _IS_NEWEST if is_open else None, **values)


_LATER = aliased(Arrival)
_IS_NEWEST = ~exists().where(
    _LATER.list_id == bindparam("list_id"),
    _LATER.attendee_id == bindparam("attendee_id"),
    _LATER.happened_at > bindparam("happened_at", type_=UtcDateTime),
    _LATER.undone_at.is_(None),
)


def already_in(arrival: Arrival) -> Refused:
    """Return the refusal that says when and where somebody came in."""
    query = select(Device.name).where(Device.id == arrival.device_id)
    station = db.session.scalar(query) if arrival.device_id is not None else None
    return in_since(arrival.happened_at, station)


def in_since(happened_at: datetime, station: str | None) -> Refused:
    """Return the refusal that says since when and by which station somebody is in."""
    sentence = "You are in already. If that was not you, please go to the help lane."
    return Refused("already_in", sentence, happened_at=happened_at.isoformat(), station=station)


def open_entry(list_id: int, attendee_id: int) -> tuple[Arrival, str | None] | None:
    """Return the entry by which a person is inside and its station, in one statement, or None."""
    query = (
        select(Arrival, Device.name)
        .outerjoin(Device, Device.id == Arrival.device_id)
        .where(Arrival.list_id == list_id, Arrival.attendee_id == attendee_id, Arrival.is_open)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else None


def _admitting() -> Select[int]:
    # A session counts for itself: who sits in a talk has come to the fair by a door.
    return select(CheckInList.id).where(CheckInList.kind != "session")


def latest_entry(attendee_id: int, list_id: int | None = None) -> Arrival | None:
    """Return a person's newest entry that was not undone: by any door, else on one list."""
    query = select(Arrival).where(
        Arrival.attendee_id == attendee_id, Arrival.kind == "entry", Arrival.undone_at.is_(None)
    )
    on = Arrival.list_id.in_(_admitting()) if list_id is None else Arrival.list_id == list_id
    return db.session.scalars(query.where(on).order_by(Arrival.happened_at.desc()).limit(1)).first()


def has_arrived(attendee_id: int) -> bool:
    """Whether a person came in by a door and it was not undone."""
    return latest_entry(attendee_id) is not None


def arrived_of(attendee_ids: Collection[int]) -> set[int]:
    """Return which of these people came in by a door, in one statement."""
    query = select(Arrival.attendee_id).where(Arrival.attendee_id.in_(attendee_ids), *came_in())
    return set(db.session.scalars(query))


def came_in() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which an arrival lets its person meet others."""
    live = (Arrival.kind == "entry", Arrival.undone_at.is_(None))
    return (*live, Arrival.list_id.in_(_admitting()))


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


def of_attendee(attendee_id: int) -> list[Arrival]:
    """Return every entry and exit of a person, undone ones too, as they happened."""
    query = select(Arrival).where(Arrival.attendee_id == attendee_id)
    return list(db.session.scalars(query.order_by(Arrival.happened_at, Arrival.id)))


def inside_now(list_id: int) -> int:
    """Return how many people are inside by this list."""
    query = select(func.count()).where(Arrival.list_id == list_id, Arrival.is_open)
    return db.session.scalar(query) or 0


def inside(event_id: int, at: datetime) -> tuple[object, ...]:
    """Return the conditions of an arrival whose person is inside the fair at that time.

    Every count and every roll-call asks with these, so that they cannot disagree. A door list whose
    own hours ended an hour ago holds nobody: whoever did not check out went home with the day.
    """
    doors = select(CheckInList.id).where(
        CheckInList.event_id == event_id, CheckInList.kind == "door", is_over(at).is_not(True)
    )
    return (Arrival.event_id == event_id, Arrival.is_open, Arrival.list_id.in_(doors))


def is_over(at: datetime) -> ColumnElement[bool]:
    """Return the condition of a list whose own hours ended an hour before."""
    return CheckInList.closes_at < at - timedelta(hours=1)


def let_go(attendee_id: int) -> None:
    """Let somebody be inside nowhere: whoever is erased is in no count and in no roll-call."""
    mine = update(Arrival).where(Arrival.attendee_id == attendee_id, Arrival.is_open)
    db.session.execute(mine.values(is_open=False))


def who_is_inside(event_id: int, attendee_ids: Iterable[int], at: datetime) -> dict[int, Arrival]:
    """Return the open entries of these people, by person."""
    ids = set(attendee_ids)
    query = select(Arrival).where(*inside(event_id, at))  # type: ignore[arg-type]
    found = db.session.scalars(query.where(Arrival.attendee_id.in_(ids))) if ids else ()
    return {arrival.attendee_id: arrival for arrival in found}


def roll_call(event_id: int, at: datetime) -> list[tuple[Attendee, Arrival]]:
    """Return everybody who is inside then, once each, by name."""
    query = (
        select(Attendee, Arrival)
        .join(Arrival, Arrival.attendee_id == Attendee.id)
        .where(*inside(event_id, at), Attendee.erased_at.is_(None))  # type: ignore[arg-type]
        .order_by(Attendee.name, Attendee.id, Arrival.happened_at)
    )
    found = {attendee.id: (attendee, arrival) for attendee, arrival in db.session.execute(query)}
    return list(found.values())
