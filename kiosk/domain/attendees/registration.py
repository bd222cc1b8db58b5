"""One person at a time: a walk-in, a correction; and the rules that lists keep to as well.

What a person or the desk corrected beats a later import: each field knows where it came from.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import employers
from kiosk.domain.attendees.record import Attendee
from kiosk.domain.attendees.search import fold, index
from kiosk.domain.events import Event

FIELDS = (
    "kind",
    "name",
    "given_name",
    "family_name",
    "email",
    "phone",
    "pronouns",
    "organisation",
    "role",
    "course",
    "faculty",
    "level",
    "graduation_year",
    "student_id",
    "links",
    "cv",
    "ask_me_about",
    "date_of_birth",
    "under_18",
    "locale",
    "external_id",
)


def fill(attendee: Any, values: dict[str, Any], origin: str) -> bool:
    """Set the fields that this origin may set; return whether anything changed."""
    changed = False
    provenance = dict(attendee.provenance or {})
    for name in FIELDS:
        if name not in values or (origin == "import" and provenance.get(name, origin) != origin):
            continue
        if getattr(attendee, name) != values[name]:
            setattr(attendee, name, values[name])
            changed = True
        elif origin != "import":
            continue  # seen and left as it was: the list may still change it
        provenance[name] = origin
    status = values.get("status", "expected")
    # What the desk said of somebody's standing (paid, replaced) beats the list, like any field.
    if origin == "import" and provenance.get("status", origin) == origin:
        changed = changed or (attendee.status or "expected") != status
        attendee.status = status
    attendee.kind = attendee.kind or "student"
    attendee.provenance = provenance
    return changed


def stands_of(event_id: int) -> dict[str, int]:
    """Return the employers of an event by folded name."""
    return {fold(employer.name): employer.id for employer in employers.of_event(event_id)}


def seat(attendee: Any, stands: dict[str, int]) -> None:
    """Put a recruiter in the team of the employer their organisation names, nobody else in any."""
    organisation = attendee.organisation if attendee.kind == "employer" else None
    attendee.employer_id = stands.get(fold(organisation)) if organisation else None


def seat_recruiters(event_id: int) -> None:
    """Put every recruiter in their employer's team, after employers were added."""
    stands = stands_of(event_id)
    query = select(Attendee).where(Attendee.event_id == event_id)
    for attendee in db.session.scalars(query.where(Attendee.erased_at.is_(None))):
        seat(attendee, stands)


def correct(attendee: Attendee, values: dict[str, Any], *, origin: str, at: datetime) -> bool:
    """Correct fields on the word of the desk or the person; return whether anything changed.

    A later import leaves these fields alone.
    """
    if not fill(attendee, values, origin):
        return False
    attendee.updated_at = at
    seat(attendee, stands_of(attendee.event_id))
    db.session.flush()
    index([attendee])
    return True


def walk_in(event: Event, values: dict[str, Any], at: datetime) -> Attendee:
    """Register somebody who came without being on the list."""
    attendee = Attendee(event_id=event.id, created_at=at, updated_at=at, provenance={})
    db.session.add(attendee)
    fill(attendee, values, "desk")
    attendee.status = "expected"
    seat(attendee, stands_of(event.id))
    db.session.flush()
    index([attendee])
    return attendee
