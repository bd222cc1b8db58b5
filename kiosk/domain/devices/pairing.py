"""Pairing: how a screen gets its key, what it does from then on, and how the key is taken away."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import keys
from kiosk.domain.devices.record import KINDS, MODES, Device, by_name
from kiosk.domain.events import Event, first_list
from kiosk.errors import NotKnown, Refused

PAIRING_LASTS = timedelta(hours=12)
PAIRING_LENGTH = 8


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
    # What the screen before it said of itself is not about this one.
    device.seen_at, device.waiting, device.version, device.signs = None, 0, None, {}
    device.pin_failures, device.pin_locked_until = 0, None
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


def use_printer(device: Device, printer_id: int | None) -> None:
    """Let a station's badges be asked of the printer beside it first; None: of any."""
    device.printer_id = printer_id


def rename(device: Device, name: str) -> None:
    """Call a device something else; its own name again changes nothing.

    Raises:
        Refused: another live device of the event is called that.
    """
    other = by_name(device.event_id, name)
    if other is not None and other.id != device.id:
        raise Refused("name_taken", "Another station is called that already. Choose another name.")
    device.name = name


def put_on_duty(device: Device, attendee_id: int) -> None:
    """Let a recruiter be the one who meets people at this stand; the same one changes nothing."""
    device.on_duty_id = attendee_id


def revoke(device: Device, at: datetime) -> None:
    """Take a device's key away; again changes nothing."""
    device.revoked_at = device.revoked_at or at
    device.key_hash = device.pairing_hash = None
