"""Names for a tablet without its server: sealed under a key that only the stations' PIN opens.

Only where an event allows it. Each row holds a masked name, the folded words it is found by, and a
slip: that somebody was picked from these names shows that the PIN was typed. Who asked not to be
found by name, and who is under 18, is not among them.
"""

import hmac
import json
import zlib
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import attendees, keys
from kiosk.domain.arrivals.check_in import check_in
from kiosk.domain.arrivals.record import Admission
from kiosk.domain.arrivals.refusals import keep_refusal
from kiosk.domain.arrivals.sealed import expected, first_name, is_unpaid, person_tag
from kiosk.domain.attendees import Attendee, NameToken, masked_name, masked_organisation
from kiosk.domain.events import KINDS, EventFacts
from kiosk.domain.operations import Outcome
from kiosk.errors import KioskError, NotKnown

_NONCE = 12


@dataclass(frozen=True)
class SealedNames:
    """Everybody's row in one sealed piece; the same people make the same."""

    nonce: bytes
    sealed: bytes


def seal_names(
    event: EventFacts, key: bytes, at: datetime, kinds: tuple[str, ...] = ()
) -> SealedNames:
    """Return the names of those who may come in, deflated and sealed under the names' key."""
    rows = sorted(_rows(event, set(kinds), at))
    plain = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    # The key seals many lists: what is in one decides its nonce, so none is used for two.
    nonce = keys.ring().digest("sealed-names", event.public_id, sha256(plain).hexdigest())[:_NONCE]
    return SealedNames(nonce, AESGCM(key).encrypt(nonce, zlib.compress(plain), None))


def _rows(event: EventFacts, kinds: set[str], at: datetime) -> Iterator[list[Any]]:
    words = _words(event.id)
    for row in db.session.execute(expected(event.id, kinds)):
        if row.unlisted or Attendee.is_minor(row, event, at):  # type: ignore[arg-type]
            continue
        yield [
            masked_name(row.name),
            masked_organisation(row.organisation),
            " ".join(sorted(words[row.id])),
            person_tag(row.public_id).hex(),
            KINDS.index(row.kind),
            int(is_unpaid(event, row)),
            first_name(row),
            name_slip(event.public_id, row.public_id),
        ]


def _words(event_id: int) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    query = select(NameToken.attendee_id, NameToken.token).where(NameToken.event_id == event_id)
    for attendee_id, token in db.session.execute(query):
        found[attendee_id].add(token)
    return found


def name_slip(event_public_id: str, public_id: str) -> str:
    """Return what shows that somebody was picked from the sealed names."""
    proof = keys.ring().digest("offline-name", event_public_id, public_id)[:12]
    return f"{public_id}.{urlsafe_b64encode(proof).decode()}"


def settle_named(admission: Admission, slip: str, at: datetime) -> Outcome:
    """Let in whom a steward picked at a tablet without its server; a refusal is kept."""
    attendee = None
    try:
        attendee = _picked(admission.event, slip)
        arrival = check_in(admission, attendee, at)
    except KioskError as refusal:
        keep_refusal(refusal.slug, admission, slip, attendee, at)
        status = 404 if isinstance(refusal, NotKnown) else 409
        return Outcome(status, refusal.slug, {**refusal.facts, "sentence": refusal.sentence})
    return Outcome(201, "accepted", {"arrival": arrival.public_id})


def _picked(event: EventFacts, slip: str) -> Attendee:
    public_id = slip.partition(".")[0]
    if not hmac.compare_digest(name_slip(event.public_id, public_id).encode(), slip.encode()):
        raise NotKnown
    return attendees.by_public_id(event.id, public_id)
