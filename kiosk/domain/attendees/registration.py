"""Taking a list of people in: refresh by external id, else address and name, else student id.

What a person or the desk corrected beats a later import: each field knows where it came from.
Absence from a file never cancels anybody; a status column does. The same list again changes
nothing, whatever was corrected since, and a person who stands in it twice (two orders, one of them
refunded) is one person: the first row that lets them in counts.
Rows come cleaned from kiosk.adapters.attendee_file; codes are issued by domain/codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import employers, keys
from kiosk.domain.attendees.record import Attendee
from kiosk.domain.attendees.search import fold, index
from kiosk.domain.events import Event, hold

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
MOST_MARKS = 24


@dataclass
class Registered:
    """What a list did, or would do: counts, and each row that stands in the way."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    cancelled: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


class _Known:
    """The people of an event, found by what they are called now, or what a list called them."""

    def __init__(self, event_id: int) -> None:
        query = select(Attendee).where(Attendee.event_id == event_id, Attendee.erased_at.is_(None))
        people = list(db.session.scalars(query.order_by(Attendee.id)))
        self._by: dict[str, Attendee] = {}
        for attendee in people:
            self._remember(attendee, _marks({n: getattr(attendee, n) for n in FIELDS}))
        for attendee in people:
            self._remember(attendee, attendee.listed_as_hashes or [])

    def _remember(self, attendee: Attendee, marks: Iterable[str]) -> None:
        for mark in marks:
            self._by.setdefault(mark, attendee)

    def find(self, values: dict[str, Any]) -> Attendee | None:
        return next((self._by[mark] for mark in _marks(values) if mark in self._by), None)

    def listed(self, attendee: Attendee, values: dict[str, Any]) -> None:
        """Remember what this list calls somebody, for the next time."""
        marks = _marks(values)
        self._remember(attendee, marks)
        known = attendee.listed_as_hashes or []
        if fresh := [mark for mark in marks if mark not in known]:
            attendee.listed_as_hashes = [*known, *fresh][-MOST_MARKS:]


def _marks(values: dict[str, Any]) -> list[str]:
    return [keys.lookup_hash("listed-as", "\x00".join(key))[:32] for key in _keys_of(values)]


def _keys_of(values: dict[str, Any]) -> Iterable[tuple[str, ...]]:
    if values.get("external_id"):
        yield ("external_id", values["external_id"])
    if values.get("email"):
        yield ("email", values["email"].casefold(), fold(values["name"]))
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
    hold(event.id)
    known, stands = _Known(event.id), _stands(event.id)
    spoken_for: set[Attendee] = set()
    touched: list[Attendee] = []
    for row in sorted(rows, key=_is_cancelled):  # whoever holds one good ticket is in
        values, cancelled = row[1], _is_cancelled(row)
        attendee = known.find(values)
        result.cancelled += cancelled
        if attendee is None and cancelled:
            continue
        is_new = attendee is None
        if attendee is None:
            attendee = Attendee(event_id=event.id, created_at=at, updated_at=at, provenance={})
            db.session.add(attendee)
        known.listed(attendee, values)
        if attendee not in spoken_for and _fill(attendee, values, "import"):
            attendee.updated_at = at
            touched.append(attendee)
            result.added += is_new
            result.updated += not is_new and not cancelled
        else:
            result.unchanged += not cancelled
        spoken_for.add(attendee)
        _seat(attendee, stands)
    db.session.flush()
    index(touched)
    return result


def _is_cancelled(row: tuple[int, dict[str, Any]]) -> bool:
    return row[1].get("status") == "cancelled"


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


def _stands(event_id: int) -> dict[str, int]:
    return {fold(employer.name): employer.id for employer in employers.of_event(event_id)}


def _seat(attendee: Attendee, stands: dict[str, int]) -> None:
    """Put a recruiter in the team of the employer their organisation names, nobody else in any."""
    organisation = attendee.organisation if attendee.kind == "employer" else None
    attendee.employer_id = stands.get(fold(organisation)) if organisation else None


def seat_recruiters(event_id: int) -> None:
    """Put every recruiter in their employer's team, after employers were added."""
    stands = _stands(event_id)
    query = select(Attendee).where(Attendee.event_id == event_id)
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
