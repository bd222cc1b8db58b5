"""The stations' PIN: it opens a tablet's staff page, and the sealed names where there is no server.

Kept as an argon2id hash. Beside it stands the names' key, wrapped under the PIN as WebCrypto can
unwrap it (PBKDF2 with SHA-256, then AES-256-GCM): a tablet alone opens it with the typed PIN.
A new PIN makes a new key, so that whoever knew the old one opens no list sealed from then on.
Both are slow on purpose: `prepare_pin` and `pin_fits` belong outside a write transaction.
"""

import json
import os
import secrets
from base64 import b64encode
from dataclasses import dataclass
from hashlib import pbkdf2_hmac

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain import keys
from kiosk.domain.events.record import Event
from kiosk.errors import Refused

LEAST, MOST = 6, 12
ITERATIONS = 600_000
"""PBKDF2 with SHA-256, as OWASP's password storage page asks."""
_hasher = PasswordHasher()
_RUNS = ("0123456789012345678901", "9876543210987654321098")


class EasyPin(Refused):
    """A PIN that is too short, or that anybody would try first."""

    slug = "easy_pin"
    sentence = "A PIN has 6 to 12 digits, not all the same and not in a row."


@dataclass(frozen=True)
class PreparedPin:
    """What is kept of a new PIN: never the PIN itself."""

    pin_hash: str
    names_key: str


def prepare_pin(event_public_id: str, pin: str) -> PreparedPin:
    """Return what an event keeps of a new PIN (slow).

    Raises:
        EasyPin: it is not 6 to 12 digits, or too easy.
    """
    check_pin(pin)
    serial = secrets.token_hex(4)
    return PreparedPin(_hasher.hash(pin), _wrap(_key(event_public_id, serial), pin, serial))


def check_pin(pin: str) -> None:
    """Make sure that a PIN is worth setting.

    Raises:
        EasyPin: it is not 6 to 12 digits, or too easy.
    """
    written = pin.isascii() and pin.isdecimal() and LEAST <= len(pin) <= MOST
    if not written or len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise EasyPin


def set_pin(event: Event, prepared: PreparedPin) -> None:
    """Give the event's stations a new PIN; the old one opens nothing any more."""
    event.pin_hash, event.names_key = prepared.pin_hash, prepared.names_key


def pin_fits(pin_hash: str | None, typed: str) -> bool:
    """Whether what was typed is the PIN; False where none is set (slow)."""
    if pin_hash is None or len(typed) > MOST:
        return False
    try:
        return _hasher.verify(pin_hash, typed)
    except Argon2Error:
        return False


def names_key(event: Event) -> bytes | None:
    """Return the 32 bytes that seal the event's names for tablets without a server.

    None: no PIN is set, so nobody could open them.
    """
    if event.names_key is None:
        return None
    return _key(event.public_id, str(json.loads(event.names_key)["serial"]))


def _key(event_public_id: str, serial: str) -> bytes:
    return keys.ring().digest("offline-names", event_public_id, serial)


def _wrap(key: bytes, pin: str, serial: str) -> str:
    salt, nonce = os.urandom(16), os.urandom(12)
    stretched = pbkdf2_hmac("sha256", pin.encode(), salt, ITERATIONS)
    wrapped = AESGCM(stretched).encrypt(nonce, key, None)
    bytes_of = {"salt": salt, "nonce": nonce, "wrapped": wrapped}
    written = {name: b64encode(each).decode() for name, each in bytes_of.items()}
    return json.dumps({"serial": serial, "iterations": ITERATIONS, **written})
