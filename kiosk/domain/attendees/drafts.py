"""Taking a list of people in: refresh by external id, else address and name, else student id.

What a person or the desk corrected beats a later import: each field knows where it came from.
Absence from a file never cancels anybody; a status column does. The same list again changes
nothing, whatever was corrected since, and a person who stands in it twice (two orders, one of them
refunded) is one person: the first row that lets them in counts.

A draft is what a list would do. It is worked out beforehand, outside any write transaction, so that
a list of 20,000 does not keep the doors waiting; `taking_in` only writes it down.
Rows come cleaned from kiosk.adapters.attendee_file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from kiosk.db import Base, db, new_public_id
from kiosk.domain import keys
from kiosk.domain.attendees.batch import Bound, bind
from kiosk.domain.attendees.registration import FIELDS, fill, seat, stands_of
from kiosk.domain.attendees.search import fold, words_of
from kiosk.domain.events import Event

MOST_MARKS = 24
_NAMES = ("name", "given_name", "family_name")
_MADE_HERE = ("kind", "status", "employer_id", "provenance", "listed_as_hashes", "updated_at")
_FILLED = tuple(dict.fromkeys((*FIELDS, *_MADE_HERE)))
COLUMNS = (*_FILLED, "event_id", "public_id", "unlisted", "walked_in", "created_at")


@dataclass
class Registered:
    """What a list did, or would do: counts, and each row that stands in the way."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    cancelled: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)


class Sketch:
    """A person as a list would have them: an attendee's fields, and no row yet or another one."""

    def __init__(self, **fields: Any) -> None:
        """Start from what is known."""
        self.id: int | None = None
        self.__dict__.update(fields)
        self._was = dict(fields)

    @property
    def changes(self) -> dict[str, Any]:
        """What a row would have otherwise."""
        now = self.__dict__
        return {name: now[name] for name in _FILLED if now.get(name) != self._was.get(name)}

    @property
    def words(self) -> set[str]:
        """The words the person is found by."""
        return words_of(self.__dict__.get(name) for name in _NAMES)


@dataclass
class Draft:
    """What a list would do to an event's people, and the state of them that it rests on."""

    event_id: int
    result: Registered
    rests_on: tuple[Any, ...] = ()
    new: list[Bound] = field(default_factory=list)
    """Rows of people to come, by COLUMNS."""
    changed: list[dict[str, Any]] = field(default_factory=list)
    """Row id and fields of people to change."""
    words: dict[str, set[str]] = field(default_factory=dict)
    """What new people will be found by, by public id."""
    renamed: dict[int, set[str]] = field(default_factory=dict)
    """What renamed people will be found by, by row id."""

    @property
    def newcomers(self) -> list[str]:
        """The public ids that new people will have."""
        return list(self.words)


class _Known:
    """The people of an event, found by what they are called now, or what a list called them."""

    def __init__(self, event_id: int) -> None:
        table = Base.metadata.tables["attendees"].c
        query = select(table.id, *(table[name] for name in _FILLED)).where(
            table.event_id == event_id, table.erased_at.is_(None), table.status != "practice"
        )
        rows = db.session.execute(query.order_by(table.id))
        self.people = [Sketch(**row._mapping) for row in rows]
        self._by: dict[str, Sketch] = {}
        for person in self.people:
            self._remember(person, _marks(vars(person)))
        for person in self.people:
            self._remember(person, vars(person)["listed_as_hashes"] or [])

    def _remember(self, person: Sketch, marks: Iterable[str]) -> None:
        for mark in marks:
            self._by.setdefault(mark, person)

    def find(self, marks: list[str]) -> Sketch | None:
        return next((self._by[mark] for mark in marks if mark in self._by), None)

    def listed(self, person: Sketch, marks: list[str]) -> None:
        """Remember what this list calls somebody, for the next time."""
        self._remember(person, marks)
        known = vars(person).get("listed_as_hashes") or []
        if fresh := [mark for mark in marks if mark not in known]:
            vars(person)["listed_as_hashes"] = [*known, *fresh][-MOST_MARKS:]


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


Rows = list[tuple[int, dict[str, Any]]]


def draft(event_id: int, rows: Rows, at: datetime) -> Draft:
    """Return what rows (number, values) would do; writes nothing.

    Values are those of CONTRACT.md's import fields, cleaned; `status` may be one of STATUSES.
    """
    made = Draft(event_id, Registered(refused=_clashes(rows)))
    if made.result.refused:
        return made
    made.rests_on, rows_of_new = state_of(event_id), []
    for person in _sketched(event_id, rows, at, made.result):
        changes, names_differ = person.changes, any(name in person.changes for name in _NAMES)
        if person.id is None:
            row = _row(event_id, person, at)
            rows_of_new.append(row)
            made.words[row["public_id"]] = person.words
        elif changes:
            made.changed.append({"id": person.id, **changes})
            made.renamed |= {person.id: person.words} if names_differ else {}
    made.new = bind("attendees", rows_of_new, COLUMNS)
    return made


def _sketched(event_id: int, rows: Rows, at: datetime, result: Registered) -> Iterable[Sketch]:
    """Return everybody the rows speak of, as they would be; counts what the rows do."""
    known, stands = _Known(event_id), stands_of(event_id)
    spoken_for: dict[Sketch, None] = {}
    for row in sorted(rows, key=_standing):  # whoever holds one good ticket is in
        values, cancelled = row[1], _is_cancelled(row)
        marks = _marks(values)
        person = known.find(marks)
        result.cancelled += cancelled
        if person is None and cancelled:
            continue
        is_new = person is None
        person = person or Sketch(**dict.fromkeys(_FILLED))
        known.listed(person, marks)
        if person not in spoken_for and fill(person, values, "import"):
            vars(person)["updated_at"] = at
            result.added += is_new
            result.updated += not is_new and not cancelled
        else:
            result.unchanged += not cancelled
        spoken_for[person] = None
        seat(person, stands)
    return spoken_for


def _standing(row: tuple[int, dict[str, Any]]) -> int:
    return ("expected", "unpaid", "cancelled").index(row[1].get("status") or "expected")


def _is_cancelled(row: tuple[int, dict[str, Any]]) -> bool:
    return row[1].get("status") == "cancelled"


def _clashes(rows: Rows) -> list[dict[str, Any]]:
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


def state_of(event_id: int) -> tuple[Any, ...]:
    """Return what is other once somebody was registered, changed, renamed or erased, or seated."""
    table = Base.metadata.tables["attendees"].c
    people = select(func.count(), func.count(table.erased_at), func.max(table.updated_at))
    names = select(Event.names_stamp).where(Event.id == event_id)
    counted = db.session.execute(people.where(table.event_id == event_id)).one()
    stands = tuple(sorted(stands_of(event_id).items()))
    return (*counted, db.session.scalar(names), stands)


def _row(event_id: int, person: Sketch, at: datetime) -> dict[str, Any]:
    own = {name: vars(person)[name] for name in _FILLED}
    return {
        **own,
        "event_id": event_id,
        "public_id": new_public_id(),
        "unlisted": False,
        "walked_in": False,
        "created_at": at,
    }
