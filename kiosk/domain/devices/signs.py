"""Signs of life: what a tablet says of itself every few seconds, and when that needs somebody.

The newest sign says it all, so none is a fact to keep: each overwrites the one before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.db import db
from kiosk.domain.devices.record import Device
from kiosk.domain.events import EventFacts

HERE = timedelta(seconds=20)
GONE = timedelta(seconds=60)
WAITS_LONG = timedelta(minutes=2)
CLOCK_MAY_ERR_S = 120
LOW_BATTERY = 15
OPENS_BEFORE = timedelta(minutes=30)
ALARMS = ("silent", "waiting", "clock", "battery", "pin")


@dataclass(frozen=True)
class Signs:
    """What a tablet says of itself."""

    waiting: int
    """How many scans it keeps that the server has not heard."""
    version: str
    said: dict[str, str]
    """Slugs and numbers: camera, clock (seconds it is ahead), battery, charging, list, address."""


@dataclass(frozen=True)
class Alarm:
    """A station that needs somebody: one of ALARMS, and since when where that is known."""

    device: Device
    slug: str
    since: datetime | None = None


def keep_signs(device_id: int, signs: Signs, at: datetime) -> None:
    """Keep a tablet's newest sign of life; a revoked one has none."""
    device = db.session.get(Device, device_id)
    if device is None or device.revoked_at is not None:
        return
    said = dict(signs.said)
    if signs.waiting:
        said["waiting_since"] = device.signs.get("waiting_since") or at.isoformat()
    device.seen_at, device.waiting = at, signs.waiting
    device.version, device.signs = signs.version or None, said


def life_of(device: Device, at: datetime) -> str:
    """Return how alive a device is: unpaired, unheard (never yet), here, quiet or gone."""
    if device.paired_at is None:
        return "unpaired"
    if device.seen_at is None:
        return "unheard"
    silent = at - device.seen_at
    return "here" if silent <= HERE else "quiet" if silent <= GONE else "gone"


def clock_error(device: Device) -> int:
    """Return how many seconds a device's clock was ahead of ours (behind: negative)."""
    said = device.signs.get("clock", "0")
    return int(said) if said.lstrip("-").isdecimal() else 0


def alarms(event: EventFacts, stations: Iterable[Device], at: datetime) -> list[Alarm]:
    """Return which stations need somebody now, and why.

    A screen that was never heard gives no alarm: without scripts it has no voice.
    """
    found = (alarm for device in stations for alarm in _alarms(event, device, at))
    return [alarm for alarm in found if alarm is not None]


def _alarms(event: EventFacts, device: Device, at: datetime) -> tuple[Alarm | None, ...]:
    if device.kind != "station":
        return ()
    during = not event.is_over(at) and (event.never_closes or at >= event.starts_at - OPENS_BEFORE)
    alive = life_of(device, at) in {"here", "quiet"}
    return (
        _silent(device, at) if during else None,
        _waiting(device, at),
        Alarm(device, "clock") if alive and abs(clock_error(device)) > CLOCK_MAY_ERR_S else None,
        Alarm(device, "battery") if during and alive and _battery_is_low(device) else None,
        _guessed(device, at),
    )


def _silent(device: Device, at: datetime) -> Alarm | None:
    at_a_door = device.mode in {"door", "exit"}
    return Alarm(device, "silent", device.seen_at) if _is_gone(device, at) and at_a_door else None


def _is_gone(device: Device, at: datetime) -> bool:
    return life_of(device, at) == "gone"


def _waiting(device: Device, at: datetime) -> Alarm | None:
    said = device.signs.get("waiting_since")
    if not device.waiting or not said:
        return None
    since = datetime.fromisoformat(said)
    return Alarm(device, "waiting", since) if at - since > WAITS_LONG else None


def _battery_is_low(device: Device) -> bool:
    level = device.signs.get("battery", "")
    return level.isdecimal() and int(level) < LOW_BATTERY and device.signs.get("charging") != "yes"


def _guessed(device: Device, at: datetime) -> Alarm | None:
    locked = device.pin_locked_until
    return Alarm(device, "pin") if locked is not None and locked > at else None
