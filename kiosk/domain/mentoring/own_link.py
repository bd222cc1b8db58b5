"""A mentor's private link: what opens their page, and shows that the address is theirs.

Another serial kills every older link and whatever was opened with one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import keys
from kiosk.domain.events import Event, EventFacts, facts
from kiosk.domain.mentoring.record import Mentor, MentorPlace
from kiosk.errors import NotKnown

OPEN_FOR = timedelta(days=90)
"""How long a browser stays in after it opened the link; the link opens it again."""


@dataclass(frozen=True)
class MentorFacts:
    """Which mentor is asking, and at which fair they were last."""

    id: int
    public_id: str
    event: EventFacts
    attendee_id: int

    @property
    def asker(self) -> str:
        """How operations name this mentor."""
        return f"mentor:{self.public_id}"


class NoSuchLink(NotKnown):
    """The link opens nothing: unknown, replaced, or the profile is gone."""

    slug = "no_such_link"
    sentence = "That link is not valid any more. Ask for a new one with your email address."


def secret_of(mentor: Mentor) -> str:
    """Return what stands in a mentor's private link: 42 letters of Crockford base32."""
    return keys.link_secret("mentor-link", mentor.public_id, str(mentor.link_serial), "")


def whose_link(text: str) -> Mentor:
    """Return whose private link that is: bare, or the whole address; letters in any case.

    After a dot, a link may name the request that its page is to be opened at, or the fair that
    its letter invites to.

    Raises:
        NoSuchLink: nobody's, or not any more.
    """
    secret, public_id = keys.read_link(text.rpartition("#")[2].partition(".")[0])
    mentor = _by_public_id(public_id)
    if not keys.is_secret(secret, secret_of(mentor) if mentor else None) or mentor is None:
        raise NoSuchLink
    return mentor


def _by_public_id(public_id: str) -> Mentor | None:
    return db.session.scalar(select(Mentor).where(Mentor.public_id == public_id))


def replace_link(mentor: Mentor) -> None:
    """Make every older private link void, and what was opened with one."""
    mentor.link_serial += 1


def open_session(mentor: Mentor, at: datetime) -> str:
    """Return the key of a browser that opened the link now; it dies with the link."""
    serial = str(mentor.link_serial)
    return keys.link_session("mentor-session", mentor.public_id, serial, at=at)


def by_session(key: str, at: datetime) -> MentorFacts | None:
    """Return which mentor's browser holds a session key, or None; asked at every request."""
    query = (
        select(Mentor, MentorPlace.attendee_id, Event)
        .join(MentorPlace, MentorPlace.mentor_id == Mentor.id)
        .join(Event, Event.id == MentorPlace.event_id)
        .where(Mentor.public_id == keys.named_in_session(key))
        .order_by(MentorPlace.joined_at.is_(None), MentorPlace.id.desc())
    )
    row = db.session.execute(query.limit(1)).first()
    if row is None:
        return None
    mentor, attendee_id, event = row
    own = ("mentor-session", mentor.public_id, str(mentor.link_serial))
    if not keys.is_session(key, *own, at=at, open_for=OPEN_FOR):
        return None
    return MentorFacts(mentor.id, mentor.public_id, facts(event), attendee_id)
