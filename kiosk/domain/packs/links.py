"""A pack's private link: what opens its page for whoever has the letter, without a linked phone.

The secret is derived from the key ring, the person and the edition, so that it is stored nowhere
and stands in one letter alone. It names its person in its first half, so that reading it is one
question whoever guesses; it dies with the person's erasure and the fair's retention date.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import keys
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event, EventFacts, facts
from kiosk.domain.packs.record import Pack
from kiosk.errors import NotKnown

OPEN_FOR = timedelta(days=14)
"""How long a browser stays in after it opened the link; the link opens it again."""
_NAME, _SECRET = 16, 26


@dataclass(frozen=True)
class ReaderFacts:
    """Whose pack a browser may read, when it holds a session of a pack's private link."""

    attendee_id: int
    public_id: str
    event: EventFacts

    @property
    def asker(self) -> str:
        """How operations name this reader: as the person they are."""
        return f"attendee:{self.public_id}"


class NoSuchPack(NotKnown):
    """The link opens nothing: unknown, or its person or fair is erased."""

    slug = "no_such_pack"
    sentence = "That link is not valid any more. The organiser can send your pack again."


def pack_secret(reader: Attendee, edition: int) -> str:
    """Return what stands in a letter's private link: 42 letters of Crockford base32.

    Edition 0 is for letters of other kinds: it opens the page, and proves no pack's arrival.
    """
    return reader.public_id.upper() + _derived("pack-link", reader.public_id, str(edition))


def _derived(purpose: str, *parts: str) -> str:
    return keys.derive_code(purpose, _SECRET, *parts, key_id=keys.ring().secrets[0][0])


def whose_pack(text: str, at: datetime) -> tuple[Attendee, int]:
    """Return whose pack that link opens, and which edition's letter it stood in.

    Raises:
        NoSuchPack: nobody's, or not any more.
    """
    secret = keys.normalise(text.rpartition("#")[2][:200])
    reader = _living(secret[:_NAME].lower(), at)
    editions = _editions(reader.id if reader else 0)
    # An unknown person costs as much as a wrong secret: neither tells which it was.
    made = [(pack_secret(reader, n) if reader else "?" * (_NAME + _SECRET), n) for n in editions]
    fits = [n for own, n in made if hmac.compare_digest(own.encode(), secret.encode())]
    if reader is None or not fits:
        raise NoSuchPack
    return reader, fits[0]


def _editions(attendee_id: int) -> list[int]:
    query = select(Pack.edition).where(Pack.attendee_id == attendee_id)
    return [0, *db.session.scalars(query.order_by(Pack.edition))]


def _living(public_id: str, at: datetime) -> Attendee | None:
    query = select(Attendee, Event).join(Event, Event.id == Attendee.event_id)
    query = query.where(Attendee.public_id == public_id, Attendee.erased_at.is_(None))
    row = db.session.execute(query).first()
    return row[0] if row is not None and (row[1].never_closes or at < row[1].erase_on) else None


def open_pack(reader: Attendee, at: datetime) -> str:
    """Return the key of a browser that opened the link now."""
    return _session_key(reader.public_id, f"{int(at.timestamp()):x}")


def _session_key(public_id: str, opened: str) -> str:
    return f"{public_id}.{opened}.{_derived('pack-session', public_id, opened)}"


def reader_by_session(key: str, at: datetime) -> ReaderFacts | None:
    """Return whose pack a browser may read by a session key, or None; asked at every request."""
    public_id, _, rest = key[:200].partition(".")
    opened, _, _mac = rest.partition(".")
    if not hmac.compare_digest(_session_key(public_id, opened).encode(), key.encode()):
        return None
    reader = _living(public_id, at) if _is_young(opened, at) else None
    if reader is None:
        return None
    event = facts(db.session.get_one(Event, reader.event_id))
    return ReaderFacts(reader.id, reader.public_id, event)


def _is_young(opened: str, at: datetime) -> bool:
    try:
        since = datetime.fromtimestamp(int(opened[:12], 16), UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return at - OPEN_FOR < since <= at + timedelta(minutes=5)
