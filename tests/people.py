"""The people of the tests and what they do, in the field's words.

Asha studies, Ben recruits for Nova, Carol mentors, Cai is under 18. Cy is at the neighbour's fair
and must never be known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, codes, devices, employers, events, meetings, packs
from kiosk.domain.arrivals import Admission, Arrival, Scanned
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.events import Event, EventFacts
from kiosk.domain.meetings import Handshake, MeetingMade
from kiosk.domain.packs import PackContents, PackLetter

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""When the tests' fair is in full swing: it runs from ten to three."""

ASHA: dict[str, Any] = {"name": "Asha Patel", "email": "asha@example.org", "kind": "student",
                        "course": "MEng Civil Engineering", "phone": "+447700900101"}  # fmt: skip
BEN: dict[str, Any] = {"name": "Ben Okafor", "email": "ben@example.org", "kind": "employer",
                       "organisation": "Nova Engineering", "role": "Engineer"}  # fmt: skip
CAROL: dict[str, Any] = {"name": "Carol Reed", "email": "carol@example.org", "kind": "mentor"}
CAI: dict[str, Any] = {"name": "Cai Evans", "email": "cai@example.org", "under_18": True}
CY: dict[str, Any] = {"name": "Cy Stone", "email": "cy@example.org", "kind": "student"}


def count(record: type[Any], *conditions: Any) -> int:
    """Return how many rows a record has, of those that meet the conditions."""
    return db.session.scalar(select(func.count()).select_from(record).where(*conditions)) or 0


def plain_letter(contents: PackContents) -> PackLetter:
    """Write a pack as a letter of one line a person: name, what they gave, the reader's note."""
    lines = [
        f"{entry.met.person.name} {entry.met.shared} {entry.note}" for entry in contents.entries
    ]
    return PackLetter("\n".join(lines).encode(), f"<{contents.reader.public_id}@kiosk.example>")


def op_id() -> str:
    """Return a fresh op_id."""
    return str(uuid4())


@dataclass
class Fair:
    """One fair with a door, as a domain test wants it; call inside an application context."""

    slug: str = "fair"
    people: tuple[dict[str, Any], ...] = (ASHA, BEN, CAROL, CAI)
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Create the event, its people with their codes, and one paired door."""
        with writing():
            made = events.create(
                self.slug, "Employer Fair", NOON - timedelta(hours=2), NOON + timedelta(hours=3),
                timezone="Europe/London", at=NOON,
            )  # fmt: skip
            for key, value in self.settings.items():
                made.change(key, value)
            employers.register(made.id, [{"name": "Nova Engineering", "stand": "12"}], NOON)
            rows = [(number, dict(person)) for number, person in enumerate(self.people, 2)]
            attendees.register(made, rows, NOON)
            codes.issue_missing(made.id, NOON)
            _device, self.key = devices.pair(
                made, kind="api", name=f"Door of {self.slug}", mode="door", at=NOON
            )
        self.id = made.id

    @property
    def event(self) -> Event:
        """The event's row."""
        return events.get(self.id)

    @property
    def facts(self) -> EventFacts:
        """What doors know of the event."""
        return events.facts(self.event)

    @property
    def door(self) -> DeviceFacts:
        """The paired door."""
        found = devices.by_key(self.key)
        assert found is not None
        return found

    def person(self, first_name: str) -> Attendee:
        """One of the people."""
        return next(a for a in attendees.of_event(self.id) if a.first_name == first_name)

    def code(self, kind: str, first_name: str) -> str:
        """A person's ticket, badge or claim code."""
        return codes.code_of(kind, self.person(first_name))

    def admission(self, **changes: Any) -> Admission:
        """What the door asks for by default: an entry by ticket."""
        return replace(
            Admission(self.facts, self.door.door, "ticket", op_id(), device=self.door), **changes
        )

    def scan(self, read: str, at: datetime = NOON, **changes: Any) -> Scanned:
        """Scan something at the door."""
        with writing():
            return arrivals.scan(self.admission(**changes), read, at)

    def check_in(self, *first_names: str, at: datetime = NOON) -> list[Arrival]:
        """Let people in at the desk's word."""
        with writing():
            return [
                arrivals.check_in(self.admission(way="desk"), self.person(name), at)
                for name in first_names
            ]

    def let_meet(self, one: str, other: str, at: datetime = NOON, **changes: Any) -> MeetingMade:
        """Let two people meet at the tablet; `changes` alter the handshake."""
        shake = Handshake(self.facts, "tablet", op_id(), self.door.asker, self.door.id)
        with writing():
            return meetings.meet(
                replace(shake, **changes), self.person(one), self.person(other), at
            )

    def shared(self, reader: str, other: str) -> dict[str, object]:
        """What one person holds of another by now."""
        found = (m for m in meetings.ledger_of(self.person(reader)) if m.person.first_name == other)
        return next(found).shared

    def freeze(self, *first_names: str, at: datetime = NOON, edition: int = 1) -> list[str]:
        """Freeze the packs of these people (of everybody, when none is named); their states."""
        ids = [self.person(name).id for name in first_names] or packs.people(self.id)
        states = []
        for attendee_id in ids:
            with writing():
                person = attendees.get(attendee_id)
                states.append(packs.freeze(person, plain_letter, at=at, edition=edition))
        return states
