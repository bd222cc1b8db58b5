"""The sealed list: what a tablet keeps, so that it can greet people while its server is away.

One record of 96 bytes for each ticket and badge, sealed under a key made from that code: who has
the tablet reads only what is shown to it. A record says no more than a first name, when its person
may come in, and a tag that tells the same person's ticket and badge. All are padded to one length.
The lookup and the key need no stretching: a code has 100 random bits. Campus cards have not, so
they are not on the list.
"""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Select, select

from kiosk.db import db
from kiosk.domain import codes, keys
from kiosk.domain.attendees import Attendee, first_name_of
from kiosk.domain.codes import Code
from kiosk.domain.events import KINDS, EventFacts

LABEL = b"kiosk-offline-v1|"
LOOKUP, ROOM, MAC = 16, 64, 16
RECORD = LOOKUP + ROOM + MAC
TAG = 6
_NAME_ROOM = ROOM - TAG - 2
_NEEDED = (
    "id", "public_id", "name", "given_name", "kind", "status", "organisation", "unlisted",
    "date_of_birth", "under_18",
)  # fmt: skip
_OF_CODE = ("attendee_id", "kind", "serial", "key_id", "made_from")
_NONCE = bytes(12)
"""Each list has its own salt, so no key ever seals two records."""


@dataclass(frozen=True)
class SealedRecords:
    """The records of one event, in the order of their lookups; the same people make the same."""

    salt: bytes
    records: bytes

    @property
    def count(self) -> int:
        """How many codes it knows."""
        return len(self.records) // RECORD


def seal_records(event: EventFacts, kinds: Iterable[str] = ()) -> SealedRecords:
    """Return a sealed record for each ticket and badge of those who may come in.

    `kinds` are the kinds of people a check-in list lets in; none: everybody.
    """
    known = sorted(_records(event, set(kinds)))
    whole = sha256(b"".join(lookup + plain for lookup, _code, plain in known)).hexdigest()
    salt = keys.ring().digest("sealed-list", event.public_id, whole)[:16]
    sealed = (
        lookup + AESGCM(_key(code, salt)).encrypt(_NONCE, plain, lookup)
        for lookup, code, plain in known
    )
    return SealedRecords(salt, b"".join(sealed))


def person_tag(public_id: str) -> bytes:
    """Return what a tablet knows a person by: it means nothing to anybody else."""
    return keys.ring().digest("offline-person", public_id)[:TAG]


def _records(event: EventFacts, kinds: set[str]) -> Iterator[tuple[bytes, bytes, bytes]]:
    people = {row.id: row for row in db.session.execute(expected(event.id, kinds))}
    plain = {attendee_id: _plain(event, row) for attendee_id, row in people.items()}
    for row in db.session.execute(_live(event.id)):
        if row.attendee_id in people:
            code = codes.secret_of(row, people[row.attendee_id]).encode()
            lookup = sha256(LABEL + code).digest()[:LOOKUP]
            yield lookup, code, plain[row.attendee_id]


def expected(event_id: int, kinds: set[str]) -> Select[Any]:
    """Return the query for what a tablet needs of those who may come in, or may be told why not."""
    people: Select[Any] = select(*(getattr(Attendee, name) for name in _NEEDED)).where(
        Attendee.event_id == event_id,
        Attendee.erased_at.is_(None),
        Attendee.status.in_(("expected", "unpaid")),
    )
    return people.where(Attendee.kind.in_(kinds)) if kinds else people


def _live(event_id: int) -> Select[Any]:
    live: Select[Any] = select(*(getattr(Code, name) for name in _OF_CODE))
    return live.where(
        Code.event_id == event_id, Code.kind.in_(("ticket", "badge")), Code.died_at.is_(None)
    )


def is_unpaid(event: EventFacts, row: Any) -> bool:
    """Whether somebody's ticket has to be paid first."""
    return row.status == "unpaid" and not event.admit_unpaid


def first_name(row: Any) -> str:
    """Return how a tablet greets somebody."""
    return str(row.given_name or first_name_of(row.name))


def _plain(event: EventFacts, row: Any) -> bytes:
    name = first_name(row).encode()
    if len(name) > _NAME_ROOM:
        name = name[: _NAME_ROOM - 3].decode(errors="ignore").encode() + "…".encode()
    head = person_tag(row.public_id) + bytes((KINDS.index(row.kind), is_unpaid(event, row)))
    return head + name.ljust(_NAME_ROOM, b"\0")


def _key(code: bytes, salt: bytes) -> bytes:
    """Return HKDF-SHA256 (RFC 5869) of a code: one block is all a key of 256 bits needs."""
    return hmac.digest(hmac.digest(salt, code, sha256), LABEL + b"entry\x01", sha256)
