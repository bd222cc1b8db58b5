"""Taking a list of people in: refresh by external id, else address and name, else student id.

What a person or the desk corrected beats a later import: each field knows where it came from.
Absence from a file never cancels anybody; a status column does. The same list again changes
nothing. Rows come cleaned from kiosk.adapters.attendee_file; codes are issued by domain/codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
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
    "ask_me_about",
    "date_of_birth",
    "under_18",
    "locale",
    "external_id",
)


@dataclass
class Registered:
    """What a list did, or would do: counts, and each row that stands in the way."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    cancelled: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


class _Known:
    """The people of an event, found by each of the keys a list may carry."""

    def __init__(self, event_id: int) -> None:
        query = select(Attendee).where(Attendee.event_id == event_id, Attendee.erased_at.is_(None))
        self._by: dict[tuple[str, ...], Attendee] = {}
        for attendee in db.session.scalars(query):
            self.remember(attendee)

    def remember(self, attendee: Attendee) -> None:
        for key in _keys_of({name: getattr(attendee, name) for name in FIELDS}):
            self._by.setdefault(key, attendee)

    def find(self, values: dict[str, Any]) -> Attendee | None:
        return next((self._by[key] for key in _keys_of(values) if key in self._by), None)


def _keys_of(values: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    if values.get("external_id"):
        yield ("external_id", values["external_id"])
    if values.get("email"):
        yield ("email", values["email"], fold(values["name"]))
    if values.get("student_id"):
        yield ("student_id", values["student_id"])
    if not any(values.get(key) for key in ("external_id", "email", "student_id")):
        yield ("name", fold(values["name"]), fold(values.get("organisation") or ""))


def register(event: Event, rows: list[tuple[int, dict[str, Any]]], at: datetime) -> Registered:
    """Take rows (number, values) in and return what they did; nothing is written if one is refused.

    Values are those of CONTRACT.md's import fields, cleaned; `status` may be "cancelled".
    """
    result = Registered(refused=_clashes(rows))
    if result.refused:
        return result
    known, stands = _Known(event.id), _stands(event.id)
    touched: list[Attendee] = []
    for _number, values in rows:
        attendee = known.find(values)
        cancelled = values.get("status") == "cancelled"
        result.cancelled += cancelled
        if attendee is None and cancelled:
            continue
        if attendee is None:
            attendee = Attendee(event_id=event.id, created_at=at, updated_at=at, provenance={})
            db.session.add(attendee)
            _fill(attendee, values, "import")
            known.remember(attendee)
            touched.append(attendee)
            result.added += 1
        elif _fill(attendee, values, "import"):
            attendee.updated_at = at
            touched.append(attendee)
            result.updated += not cancelled
        else:
            result.unchanged += not cancelled
        _seat(attendee, stands)
    db.session.flush()
    index(touched)
    return result


def _clashes(rows: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    seen: dict[str, tuple[int, str]] = {}
    clashes = []
    for number, values in rows:
        external_id, name = values.get("external_id"), fold(values["name"])
        if not external_id:
            continue
        first, first_name = seen.setdefault(external_id, (number, name))
        if first_name != name:
            why = f"Row {first} has the same id for somebody else. Give each person their own."
            clashes.append({"row": number, "field": "external_id", "why": why})
    return clashes


def _fill(attendee: Attendee, values: dict[str, Any], origin: str) -> bool:
    """Set the fields that this origin may set; return whether anything changed."""
    changed = False
    provenance = dict(attendee.provenance or {})
    for name in FIELDS:
        if name not in values or (origin == "import" and provenance.get(name, origin) != origin):
            continue
        if getattr(attendee, name) != values[name]:
            setattr(attendee, name, values[name])
            changed = True
        provenance[name] = origin
    status = values.get("status", "expected")
    if origin == "import" and (attendee.status or "expected") != status:
        changed = True
    if origin == "import":
        attendee.status = status
    attendee.kind = attendee.kind or "student"
    attendee.provenance = provenance
    return changed


def _stands(event_id: int) -> dict[str, int]:
    return {fold(employer.name): employer.id for employer in employers.of_event(event_id)}


def _seat(attendee: Attendee, stands: dict[str, int]) -> None:
    """Put a recruiter in the team of the employer their organisation names."""
    if attendee.kind == "employer" and attendee.organisation:
        attendee.employer_id = stands.get(fold(attendee.organisation))


def seat_recruiters(event_id: int) -> None:
    """Put every recruiter in their employer's team, after employers were added."""
    stands = _stands(event_id)
    query = select(Attendee).where(Attendee.event_id == event_id, Attendee.kind == "employer")
    for attendee in db.session.scalars(query.where(Attendee.erased_at.is_(None))):
        _seat(attendee, stands)


def correct(attendee: Attendee, values: dict[str, Any], *, origin: str, at: datetime) -> bool:
    """Correct fields on the word of the desk or the person; return whether anything changed.

    A later import leaves these fields alone.
    """
    if not _fill(attendee, values, origin):
        return False
    attendee.updated_at = at
    _seat(attendee, _stands(attendee.event_id))
    db.session.flush()
    index([attendee])
    return True


def walk_in(event: Event, values: dict[str, Any], at: datetime) -> Attendee:
    """Register somebody who came without being on the list."""
    attendee = Attendee(event_id=event.id, created_at=at, updated_at=at, provenance={})
    db.session.add(attendee)
    _fill(attendee, values, "desk")
    attendee.status = "expected"
    _seat(attendee, _stands(event.id))
    db.session.flush()
    index([attendee])
    return attendee
