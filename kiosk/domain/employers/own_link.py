"""An employer's private link: what lets it prepare its stand before the fair.

Another serial kills every older link and whatever was opened with one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import keys
from kiosk.domain.employers.record import Employer
from kiosk.domain.events import Event, EventFacts, facts
from kiosk.errors import NotKnown

OPEN_FOR = timedelta(days=14)
"""How long a browser stays in after it opened the link; the link opens it again."""


@dataclass(frozen=True)
class EmployerFacts:
    """Which employer is asking, when a browser holds a session of its private link."""

    id: int
    public_id: str
    event: EventFacts

    @property
    def asker(self) -> str:
        """How operations name this employer."""
        return f"employer:{self.public_id}"


class NoSuchLink(NotKnown):
    """The link opens nothing: unknown, replaced by a newer one, or its fair is over and erased."""

    slug = "no_such_link"
    sentence = "That link is not valid any more. Ask the organiser for your new one."


def secret_of(employer: Employer) -> str:
    """Return what stands in an employer's private link: 42 letters of Crockford base32."""
    return keys.link_secret("employer-link", employer.public_id, str(employer.link_serial), "")


def whose_link(text: str, at: datetime) -> Employer:
    """Return whose private link that is: bare, or the whole address; letters in any case.

    Raises:
        NoSuchLink: nobody's, or not any more.
    """
    secret, public_id = keys.read_link(text)
    employer = _living(public_id, at)
    if not keys.is_secret(secret, secret_of(employer) if employer else None) or employer is None:
        raise NoSuchLink
    return employer


def _living(public_id: str, at: datetime) -> Employer | None:
    query = select(Employer, Event).join(Event, Event.id == Employer.event_id)
    row = db.session.execute(query.where(Employer.public_id == public_id)).first()
    return row[0] if row is not None and at < row[1].erase_on else None


def replace_link(employer: Employer) -> None:
    """Make every older private link of an employer void, and what was opened with one."""
    employer.link_serial += 1


def open_session(employer: Employer, at: datetime) -> str:
    """Return the key of a browser that opened the link now; it dies with the link."""
    serial = str(employer.link_serial)
    return keys.link_session("employer-session", employer.public_id, serial, at=at)


def by_session(key: str, at: datetime) -> EmployerFacts | None:
    """Return which employer's browser holds a session key, or None; asked at every request."""
    employer = _living(keys.named_in_session(key), at)
    if employer is None:
        return None
    own = ("employer-session", employer.public_id, str(employer.link_serial))
    if not keys.is_session(key, *own, at=at, open_for=OPEN_FOR):
        return None
    event = facts(db.session.get_one(Event, employer.event_id))
    return EmployerFacts(employer.id, employer.public_id, event)
