"""Private links: a secret that stands in one letter, and the session of a browser that opened it.

The secret is derived from the key ring, so that it is stored nowhere. It names whose it is in its
first half, so that reading it is one question whoever guesses; what else it is made of (a serial,
an edition) makes older ones void. A session is sealed the same way and carries when it began.
"""

import hmac
from datetime import UTC, datetime, timedelta

from kiosk.domain.keys.key_ring import derive_code, ring
from kiosk.domain.keys.written import normalise

_NAME, _SECRET = 16, 26


def link_secret(purpose: str, public_id: str, *parts: str) -> str:
    """Return what stands in a private link: 42 letters of Crockford base32."""
    return public_id.upper() + _derived(purpose, public_id, *parts)


def _derived(purpose: str, *parts: str) -> str:
    return derive_code(purpose, _SECRET, *parts, key_id=ring().secrets[0][0])


def read_link(text: str) -> tuple[str, str]:
    """Return the secret in a link, bare or the whole address in any case, and whom it names."""
    secret = normalise(text.rpartition("#")[2][:200])
    return secret, secret[:_NAME].lower()


def is_secret(secret: str, expected: str | None) -> bool:
    """Whether a secret is the one that is expected; nobody's costs as much as a wrong one."""
    right = expected or "?" * (_NAME + _SECRET)
    return hmac.compare_digest(right.encode(), secret.encode())


def link_session(purpose: str, public_id: str, *parts: str, at: datetime) -> str:
    """Return the key of a browser that opened a link now."""
    return _session(purpose, public_id, parts, f"{int(at.timestamp()):x}")


def _session(purpose: str, public_id: str, parts: tuple[str, ...], opened: str) -> str:
    return f"{public_id}.{opened}.{_derived(purpose, public_id, *parts, opened)}"


def named_in_session(key: str) -> str:
    """Return the public id that a session key claims to be of."""
    return key[:200].partition(".")[0]


def is_session(
    key: str, purpose: str, public_id: str, *parts: str, at: datetime, open_for: timedelta
) -> bool:
    """Whether a session key is real and not too old."""
    opened = key[:200].partition(".")[2].partition(".")[0]
    right = _session(purpose, public_id, parts, opened)
    return _is_young(opened, at, open_for) and hmac.compare_digest(right.encode(), key.encode())


def _is_young(opened: str, at: datetime, open_for: timedelta) -> bool:
    try:
        since = datetime.fromtimestamp(int(opened[:12], 16), UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return at - open_for < since <= at + timedelta(minutes=5)
