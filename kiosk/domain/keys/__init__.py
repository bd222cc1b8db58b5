"""Keys: the ring that every code and hash comes from, and how a code is read back.

`key_ring` makes codes, `written` reads what was typed or scanned, on whatever of `keyboards`;
`private_links` are the secrets that stand in letters.
"""

from kiosk.domain.keys.key_ring import KeyRing, derive_code, install, lookup_hash, ring
from kiosk.domain.keys.private_links import (
    is_secret,
    is_session,
    link_secret,
    link_session,
    named_in_session,
    read_link,
)
from kiosk.domain.keys.written import ALPHABET, bare, is_code, normalise, other_readings

__all__ = [
    "ALPHABET",
    "KeyRing",
    "bare",
    "derive_code",
    "install",
    "is_code",
    "is_secret",
    "is_session",
    "link_secret",
    "link_session",
    "lookup_hash",
    "named_in_session",
    "normalise",
    "other_readings",
    "read_link",
    "ring",
]
