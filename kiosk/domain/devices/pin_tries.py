"""Tries of the stations' PIN: five, then a wait that doubles, kept by device.

A PIN is short, so that a visitor who stands at a tablet all day must not get far: no more than a
hundred wrong ones are ever looked at, whatever the waits. The right PIN is refused while it waits.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from kiosk.db import db
from kiosk.domain.devices.record import Device
from kiosk.errors import Refused

TRIES = 5
MOST_FAILURES = 100
_LONGEST = 6
_FOR_GOOD = timedelta(days=3650)


class PinWaits(Refused):
    """Too many wrong PINs at this station: it looks at none for a while."""

    slug = "pin_waits"
    sentence = "Too many wrong PINs here. Please wait, or ask at the desk."


def check_may_try(device_id: int, at: datetime) -> None:
    """Make sure that a PIN may be tried at a device now.

    Raises:
        PinWaits: too many were wrong.
    """
    query = select(Device.pin_locked_until).where(Device.id == device_id)
    locked = db.session.scalar(query)
    if locked is not None and locked > at:
        raise PinWaits


def count_try(device_id: int, at: datetime) -> None:
    """Count a try before it is looked at, so that tries sent at once are counted one by one.

    Raises:
        PinWaits: too many were wrong; this one is not looked at.
    """
    query = select(Device).where(Device.id == device_id).with_for_update()
    device = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if device.pin_locked_until is not None and device.pin_locked_until > at:
        raise PinWaits
    device.pin_failures += 1
    if device.pin_failures >= MOST_FAILURES:
        device.pin_locked_until = at + _FOR_GOOD
    elif device.pin_failures >= TRIES:
        minutes = 2 ** min(device.pin_failures - TRIES, _LONGEST)
        device.pin_locked_until = at + timedelta(minutes=minutes)


def forgive_tries(device_id: int) -> None:
    """Forget a device's wrong PINs: the right one was typed."""
    _forgive(Device.id == device_id)


def forgive_everywhere(event_id: int) -> None:
    """Forget the wrong PINs of all devices of an event: it has a new PIN."""
    _forgive(Device.event_id == event_id)


def _forgive(which: object) -> None:
    query = update(Device).where(which)  # type: ignore[arg-type]
    db.session.execute(query.values(pin_failures=0, pin_locked_until=None))
