"""Devices: tablets and programs that a steward paired with an event.

A screen is paired by a short code typed once and then holds a revocable key that page scripts
cannot read; an `api` device holds a bearer key. Only hashes are stored. A station has a mode.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    first_list,
    list_facts,
)
from kiosk.errors import NotKnown, Refused

KINDS = ("station", "stand", "api")
MODES = ("door", "exit", "meet", "stand")
PAIRING_LASTS = timedelta(hours=12)
PAIRING_LENGTH = 8


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


class NoSuchPairingCode(NotKnown):
    """The pairing code is unknown, used or too old."""

    slug = "no_such_pairing_code"
    sentence = "That pairing code is not valid any more. Make a new one at the desk."


def pair(event: Event, *, kind: str, name: str, mode: str, at: datetime) -> tuple[Device, str]:
    """Return a device and the code that pairs a screen with it; the same name pairs anew.

    For kind `api` the second value is its bearer key, valid at once.

    Raises:
        Refused: the kind or mode is none of ours.
    """
    if kind not in KINDS or mode not in MODES:
        raise Refused("no_such_kind", f"A device is one of {', '.join(KINDS)}; modes: {MODES}.")
    device = by_name(event.id, name) or Device(
        event_id=event.id, list_id=first_list(event.id).id, name=name, created_at=at
    )
    device.kind, device.mode = kind, mode
    db.session.add(device)
    if kind == "api":
        return device, _give_key(device, at)
    code = "".join(secrets.choice(keys.ALPHABET) for _ in range(PAIRING_LENGTH))
    device.pairing_hash = keys.lookup_hash("pairing", code)
    device.pairing_ends_at = at + PAIRING_LASTS
    db.session.flush()
    return device, code


def _give_key(device: Device, at: datetime) -> str:
    key = secrets.token_urlsafe(32)
    device.key_hash = keys.lookup_hash("device", key)
    device.paired_at = at
    device.pairing_hash = device.pairing_ends_at = None
    db.session.flush()
    return key


def claim_pairing(code: str, at: datetime) -> tuple[Device, str]:
    """Pair a screen by its typed code, once; return the device and its key.

    Raises:
        NoSuchPairingCode: unknown, used or too old.
    """
    wanted = keys.lookup_hash("pairing", keys.normalise(code))
    query = (
        select(Device)
        .where(Device.pairing_hash == wanted, Device.pairing_ends_at > at)
        .where(Device.revoked_at.is_(None))
        .with_for_update()
    )
    device = db.session.scalar(query)
    if device is None:
        raise NoSuchPairingCode
    return device, _give_key(device, at)


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


def change_mode(device: Device, mode: str) -> None:
    """Let a station do something else from now on; the same mode changes nothing.

    Raises:
        Refused: the mode is none of ours.
    """
    if mode not in MODES:
        raise Refused("no_such_mode", f"A mode is one of {', '.join(MODES)}.")
    device.mode = mode


def change_list(device: Device, list_id: int) -> None:
    """Let a station check in on another list of its event; the same list changes nothing."""
    device.list_id = list_id


def put_on_duty(device: Device, attendee_id: int) -> None:
    """Let a recruiter be the one who meets people at this stand; the same one changes nothing."""
    device.on_duty_id = attendee_id


def revoke(device: Device, at: datetime) -> None:
    """Take a device's key away; again changes nothing."""
    device.revoked_at = device.revoked_at or at
    device.key_hash = device.pairing_hash = None
