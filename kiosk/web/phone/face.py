"""What a badge says, in words: everything on it is printed, so anybody may read it."""

from dataclasses import dataclass

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.web.language import _


@dataclass(frozen=True)
class Face:
    """The printed face of one badge."""

    kind: str
    first_name: str
    name: str
    lines: tuple[str, ...]
    ask_me_about: str


def face_of(person: Attendee) -> Face:
    """Return the face of a person's badge: kind, names, role line, organisation, stand, topic."""
    employer = db.session.get(Employer, person.employer_id) if person.employer_id else None
    lines = lines_of(person, employer)
    return Face(person.kind, person.first_name, person.name, lines, person.ask_me_about or "")


def lines_of(person: Attendee, employer: Employer | None) -> tuple[str, ...]:
    """Return what stands under a name: role line, organisation, and the stand where they are."""
    stand = _("Stand %(stand)s", stand=employer.stand) if employer and employer.stand else ""
    return tuple(filter(None, (person.role_line, person.organisation or "", stand)))
