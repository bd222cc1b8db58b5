"""Keys: the ring that every code and hash comes from, and how a code is read back.

`key_ring` makes codes, `written` reads what was typed or scanned, on whatever of `keyboards`.
"""

from kiosk.domain.keys.key_ring import KeyRing, derive_code, install, lookup_hash, ring
from kiosk.domain.keys.written import ALPHABET, bare, is_code, normalise, other_readings

__all__ = [
    "ALPHABET",
    "KeyRing",
    "bare",
    "derive_code",
    "install",
    "is_code",
    "lookup_hash",
    "normalise",
    "other_readings",
    "ring",
]
