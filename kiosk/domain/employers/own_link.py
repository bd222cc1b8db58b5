"""An employer's private link: what lets it prepare its stand before the fair.

The secret is derived from the key ring, the employer and a serial, so that it is stored nowhere;
another serial kills every older link and whatever was opened with one. It names its employer in
its first half, so that reading it is one question whoever guesses.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import keys
from kiosk.domain.employers.record import Employer
from kiosk.domain.events import Event, EventFacts, facts
from kiosk.errors import NotKnown

OPEN_FOR = timedelta(days=14)
"""How long a browser stays in after it opened the link; the link opens it again."""
_NAME, _SECRET = 16, 26


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
    return employer.public_id.upper() + _derived("employer-link", _SECRET, employer, "")


def _derived(purpose: str, length: int, employer: Employer, more: str) -> str:
    parts = (employer.public_id, str(employer.link_serial), more)
    return keys.derive_code(purpose, length, *parts, key_id=keys.ring().secrets[0][0])


def whose_link(text: str, at: datetime) -> Employer:
    """Return whose private link that is: bare, or the whole address; letters in any case.

    Raises:
        NoSuchLink: nobody's, or not any more.
    """
    secret = keys.normalise(text.rpartition("#")[2][:200])
    employer = _living(secret[:_NAME].lower(), at)
    # An unknown employer costs as much as a wrong secret: neither tells which it was.
    expected = secret_of(employer) if employer else "?" * (_NAME + _SECRET)
    if employer is None or not hmac.compare_digest(expected.encode(), secret.encode()):
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
    return _session_key(employer, f"{int(at.timestamp()):x}")


def _session_key(employer: Employer, opened: str) -> str:
    mac = _derived("employer-session", _SECRET, employer, opened)
    return f"{employer.public_id}.{opened}.{mac}"


def by_session(key: str, at: datetime) -> EmployerFacts | None:
    """Return which employer's browser holds a session key, or None; asked at every request."""
    public_id, _, rest = key[:200].partition(".")
    opened, _, _mac = rest.partition(".")
    employer = _living(public_id, at)
    if employer is None or not _is_young(opened, at):
        return None
    if not hmac.compare_digest(_session_key(employer, opened).encode(), key.encode()):
        return None
    event = facts(db.session.get_one(Event, employer.event_id))
    return EmployerFacts(employer.id, employer.public_id, event)


def _is_young(opened: str, at: datetime) -> bool:
    try:
        since = datetime.fromtimestamp(int(opened[:12], 16), UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return at - OPEN_FOR < since <= at + timedelta(minutes=5)
