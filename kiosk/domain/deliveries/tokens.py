"""Tokens: what stands in a return path and behind "unsubscribe", so that each answers one letter.

A token is a letter's own ids and a keyed hash of them: nothing is stored, nobody can make one, and
what was changed on the way is none. Small letters and digits alone, as mail servers may write a
local part in either case (RFC 5321 2.4 forbids it, and some do).
"""

import hmac
import re

from sqlalchemy import Select, select

from kiosk.db import db
from kiosk.domain import keys
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries.record import Delivery

_SEAL = 20
"""Characters of a keyed hash, 100 bits: as many as a badge has."""
_RETURN = re.compile(rf"([0-9a-z]{{16}})([0-9a-z]{{{_SEAL}}})")
_UNSUBSCRIBE = re.compile(rf"([0-9a-z]{{16}})-([a-z_]{{1,20}})-(\d{{1,6}})-([0-9a-z]{{{_SEAL}}})")
LONGEST_BOUNCE_LOCAL_PART = 64 - len("+") - 16 - _SEAL
"""RFC 5321 4.5.3.1.1 allows 64 octets before the @, and the token needs its part of them."""


def return_path(public_id: str, bounce_address: str) -> str:
    """Return the address that trouble with one letter is reported to: bounces+<token>@domain."""
    local, _, domain = bounce_address.rpartition("@")
    return f"{local}+{public_id}{_seal('return-path', public_id)}@{domain}"


def by_return_path(address: str) -> Delivery | None:
    """Return the letter whose return path this is; None for any other address."""
    found = _RETURN.fullmatch(address.rpartition("@")[0].rpartition("+")[2].lower())
    if found is None or not _is_ours(found[2], "return-path", found[1]):
        return None
    return _one(select(Delivery).where(Delivery.public_id == found[1]))


def unsubscribe_token(attendee_public_id: str, kind: str, edition: int) -> str:
    """Return what stands in the address that stops letters like this one."""
    seal = _seal("unsubscribe", attendee_public_id, kind, str(edition))
    return f"{attendee_public_id}-{kind}-{edition}-{seal}"


def by_unsubscribe_token(token: str) -> Delivery | None:
    """Return the letter that a token of `unsubscribe_token` came with; None for any other word."""
    found = _UNSUBSCRIBE.fullmatch(token.strip().lower())
    if found is None or not _is_ours(found[4], "unsubscribe", found[1], found[2], found[3]):
        return None
    query = select(Delivery).join(Attendee, Attendee.id == Delivery.attendee_id)
    whose, which = Attendee.public_id == found[1], Delivery.edition == int(found[3])
    return _one(query.where(whose, Delivery.kind == found[2], which))


def _one(query: Select[Delivery]) -> Delivery | None:
    # As it is now, even if it was read before: its reader may have been erased meanwhile.
    return db.session.scalar(query.execution_options(populate_existing=True))


def _seal(purpose: str, *parts: str, key_id: str | None = None) -> str:
    key_id = key_id or keys.ring().current
    return keys.derive_code(purpose, _SEAL, *parts, key_id=key_id).lower()


def _is_ours(seal: str, purpose: str, *parts: str) -> bool:
    """Whether any key of the ring made this seal: a letter outlives the change of a key."""
    made = (_seal(purpose, *parts, key_id=key_id) for key_id, _secret in keys.ring().secrets)
    return any([hmac.compare_digest(seal, each) for each in made])
