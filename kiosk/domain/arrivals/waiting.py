"""What a tablet noted while its server was away: sealed by the tablet, opened only by us.

The tablet seals each scan under a public key of its event, so that nobody reads what waits there:
neither who steals the tablet nor the tablet itself, whoever it is paired with since. A browser
keeps even keys that "cannot be extracted" in a plain file, so a key of the tablet's own would
protect nothing.

ECIES over P-256: a fresh key pair for each scan, HKDF-SHA256 (RFC 5869) of the shared secret with
the tablet's public point as salt, AES-256-GCM; the op_id is bound to it.
"""

import json
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.domain import keys
from kiosk.errors import Refused

LABEL = b"kiosk-waiting-v1"
POINT = 65
_CURVE = ec.SECP256R1()
_ORDER = int("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16)
_NONCE = bytes(12)
"""Each scan has its own key."""


class Unreadable(Refused):
    """What waited was sealed for another fair, or was damaged."""

    slug = "unreadable"
    sentence = "That was kept for another fair."


def sealing_key(event_public_id: str) -> bytes:
    """Return the public point (uncompressed, SEC 1) that tablets of an event seal with."""
    public = _private(event_public_id, keys.ring().current).public_key()
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def open_waiting(event_public_id: str, op_id: str, sealed: bytes) -> dict[str, Any]:
    """Return what a tablet of this event sealed under an op_id.

    Raises:
        Unreadable: another event's, another op_id's, or damaged.
    """
    for key_id, _secret in reversed(keys.ring().secrets):
        try:
            return _opened(_private(event_public_id, key_id), op_id, sealed)
        except (InvalidTag, ValueError):
            continue
    raise Unreadable


def _opened(private: ec.EllipticCurvePrivateKey, op_id: str, sealed: bytes) -> dict[str, Any]:
    point, letter = sealed[:POINT], sealed[POINT:]
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    shared = private.exchange(ec.ECDH(), theirs)
    key = HKDF(SHA256(), 32, salt=point, info=LABEL).derive(shared)
    found = json.loads(AESGCM(key).decrypt(_NONCE, letter, op_id.encode()))
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=16)
def _private(event_public_id: str, key_id: str) -> ec.EllipticCurvePrivateKey:
    secret = keys.ring().digest("offline-waiting", event_public_id, key_id=key_id)
    return ec.derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, _CURVE)
