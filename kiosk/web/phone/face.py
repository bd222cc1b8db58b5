"""What a badge says, in words: everything on it is printed, so anybody may read it."""

from dataclasses import dataclass

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.web.language import _


@dataclass(frozen=True)
class Face:
    """The printed face of one badge."""

    first_name: str
    name: str
    lines: tuple[str, ...]
    ask_me_about: str


def face_of(person: Attendee) -> Face:
    """Return the face of a person's badge: names, role line, organisation and stand, topic."""
    employer = db.session.get(Employer, person.employer_id) if person.employer_id else None
    stand = _("Stand %(stand)s", stand=employer.stand) if employer and employer.stand else ""
    lines = filter(None, (person.role_line, person.organisation or "", stand))
    return Face(person.first_name, person.name, tuple(lines), person.ask_me_about or "")
