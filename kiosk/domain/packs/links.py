"""A pack's private link: what opens its page for whoever has the letter, without a linked phone.

It stands in the letter of one edition alone, and dies with the person's erasure and the fair's
retention date.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import keys, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event, EventFacts, facts
from kiosk.domain.packs.record import Pack
from kiosk.errors import NotKnown

OPEN_FOR = timedelta(days=14)
"""How long a browser stays in after it opened the link; the link opens it again."""


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
    return keys.link_secret("pack-link", reader.public_id, str(edition))


def whose_pack(text: str, at: datetime) -> tuple[Attendee, int]:
    """Return whose pack that link opens, and which edition's letter it stood in.

    After a dot, a link may name the meeting that its page is to be opened at.

    Raises:
        NoSuchPack: nobody's, or not any more.
    """
    secret, public_id = keys.read_link(text.rpartition("#")[2].partition(".")[0])
    reader = _living(public_id, at)
    editions = _editions(reader.id if reader else 0)
    made = [(pack_secret(reader, n) if reader else None, n) for n in editions]
    fits = [n for own, n in made if keys.is_secret(secret, own)]
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
    if row is None:
        return None
    reader, event = row
    # Whoever has asked a mentor stays until that is closed, and so does the way to it.
    open_still = event.never_closes or at < event.erase_on or mentoring.has_live(reader.id)
    return reader if open_still else None


def open_pack(reader: Attendee, at: datetime) -> str:
    """Return the key of a browser that opened the link now."""
    return keys.link_session("pack-session", reader.public_id, at=at)


def reader_by_session(key: str, at: datetime) -> ReaderFacts | None:
    """Return whose pack a browser may read by a session key, or None; asked at every request."""
    public_id = keys.named_in_session(key)
    if not keys.is_session(key, "pack-session", public_id, at=at, open_for=OPEN_FOR):
        return None
    reader = _living(public_id, at)
    if reader is None:
        return None
    event = facts(db.session.get_one(Event, reader.event_id))
    return ReaderFacts(reader.id, reader.public_id, event)
