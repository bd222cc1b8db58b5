"""The key ring: every code, cookie and lookup hash comes from it, apart by purpose.

One secret, many keys: HMAC-SHA256 with a label per purpose, so that no code or hash of one purpose
is ever valid for another. A key id is stored with what a key made, so that a key can be replaced.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from kiosk.domain.keys.written import ALPHABET


@dataclass(frozen=True)
class KeyRing:
    """The secrets of this installation, newest last; `current` makes, all can check."""

    secrets: tuple[tuple[str, bytes], ...]

    @property
    def current(self) -> str:
        """The id of the key that makes new codes."""
        return self.secrets[-1][0]

    def digest(self, purpose: str, *parts: str, key_id: str | None = None) -> bytes:
        """Return 32 bytes bound to the purpose and the parts; parts cannot run into each other."""
        secret = dict(self.secrets)[key_id or self.current]
        message = b"\x00".join(part.encode() for part in (purpose, *parts))
        return hmac.digest(secret, message, sha256)


_ring: KeyRing | None = None


def install(ring: KeyRing) -> None:
    """Hand the ring to the domain; only `create_app` and tests call this."""
    global _ring
    _ring = ring


def ring() -> KeyRing:
    """Return the installed ring."""
    if _ring is None:
        raise RuntimeError("no key ring was installed: create_app does it")
    return _ring


def lookup_hash(purpose: str, code: str) -> str:
    """Return the keyed hash, 64 hexadecimal digits, that a code is found by.

    Looked-up hashes use the first key always: a lookup cannot know which key made the code.
    """
    first = ring().secrets[0][0]
    return ring().digest(f"lookup:{purpose}", code, key_id=first).hex()


def derive_code(purpose: str, length: int, *parts: str, key_id: str) -> str:
    """Return `length` Crockford base32 characters (5 bits each) bound to the parts."""
    number = int.from_bytes(ring().digest(f"code:{purpose}", *parts, key_id=key_id))
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(length))
