"""The device's record, what doors know of it without asking, and how it is found."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Json,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    one_of,
    plain,
)
from kiosk.domain import keys
from kiosk.domain.events import (
    CheckInList,
    Event,
    EventFacts,
    ListFacts,
    facts,
    list_facts,
)
from kiosk.errors import NotKnown

KINDS = ("station", "stand", "api")
MODES = ("door", "exit", "meet", "stand")


class Device(Model):
    """One paired screen or program."""

    __tablename__ = "devices"
    __table_args__ = (
        CheckConstraint("kind IN ('station', 'stand', 'api')", name="kind"),
        CheckConstraint("mode IN ('door', 'exit', 'meet', 'stand')", name="mode"),
        Index("uq_devices_live_name", "event_id", "name", unique=True,
              sqlite_where=db.text("revoked_at IS NULL"),
              postgresql_where=db.text("revoked_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id"))
    kind: Mapped[str] = mapped_column(String(10), info=plain("a device's kind"))
    mode: Mapped[str] = mapped_column(String(10), info=plain("a station's mode"))
    name: Mapped[str] = mapped_column(String(60), info=plain("a station's name"))
    employer_id: Mapped[int | None]
    """Whose stand it is; no foreign key, because employers come later in the house."""
    on_duty_id: Mapped[int | None]
    """The recruiter who tapped their name on a stand's tablet (an attendee)."""
    printer_id: Mapped[int | None]
    """The printer beside it, asked first; no foreign key, because printers come later."""
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    pairing_hash: Mapped[str | None] = mapped_column(String(64), info=plain("keyed hash"))
    pairing_ends_at: Mapped[OptionalInstant]
    created_at: Mapped[Instant]
    paired_at: Mapped[OptionalInstant]
    seen_at: Mapped[OptionalInstant]
    """Its last sign of life."""
    waiting: Mapped[int] = mapped_column(default=0)
    """How many scans it keeps that the server has not heard of, by its last sign of life."""
    version: Mapped[str | None] = mapped_column(String(40), info=plain("the version it runs"))
    signs: Mapped[dict[str, str]] = mapped_column(
        Json, default=dict, info=plain("how its camera, clock and network are")
    )
    pin_failures: Mapped[int] = mapped_column(default=0)
    """Wrong PINs since the last right one; after five it waits, longer each time."""
    pin_locked_until: Mapped[OptionalInstant]
    revoked_at: Mapped[OptionalInstant]


@dataclass(frozen=True)
class DeviceFacts:
    """Who is asking, when a device asks; cached for two seconds by the doors."""

    id: int
    public_id: str
    kind: str
    mode: str
    name: str
    employer_id: int | None
    on_duty_id: int | None
    event: EventFacts
    door: ListFacts
    """The check-in list it works for."""

    @property
    def list_id(self) -> int:
        """The row of its check-in list."""
        return self.door.id

    @property
    def asker(self) -> str:
        """How operations name this device."""
        return f"device:{self.public_id}"


_WITH_EVENT = (
    select(Device, Event, CheckInList)
    .join(Event, Event.id == Device.event_id)
    .join(CheckInList, CheckInList.id == Device.list_id)
    .where(Device.revoked_at.is_(None))
)


def by_key(key: str) -> DeviceFacts | None:
    """Return what a device key stands for, in one statement, or None."""
    query = _WITH_EVENT.where(Device.key_hash == keys.lookup_hash("device", key))
    return _facts(db.session.execute(query).first())


def facts_of(device_id: int) -> DeviceFacts | None:
    """Return what a live device stands for, by its row, or None."""
    return _facts(db.session.execute(_WITH_EVENT.where(Device.id == device_id)).first())


def _facts(row: Any) -> DeviceFacts | None:
    if row is None:
        return None
    device, event, door = row
    own = {name: getattr(device, name) for name in _OWN}
    return DeviceFacts(event=facts(event), door=list_facts(door), **own)


_OWN = [name for name in DeviceFacts.__dataclass_fields__ if name not in {"event", "door"}]


def by_name(event_id: int, name: str) -> Device | None:
    """Return the live device of that name."""
    query = select(Device).where(Device.event_id == event_id, Device.name == name)
    return db.session.scalar(query.where(Device.revoked_at.is_(None)))


def by_public_id(event_id: int, public_id: str) -> Device:
    """Return a device of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        Device, event_id, public_id, NotKnown("no_such_device", "There is no such station.")
    )


def of_event(event_id: int) -> list[Device]:
    """Return the live devices of an event, by name."""
    query = select(Device).where(Device.event_id == event_id, Device.revoked_at.is_(None))
    return list(db.session.scalars(query.order_by(Device.name)))
