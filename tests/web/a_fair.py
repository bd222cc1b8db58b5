"""A small fair for the doors' tests: people, codes, paired screens, and what they send.

Everything goes in through the domain; a test then acts as a browser would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, devices, employers, events
from kiosk.domain.attendees import Attendee

OURS = {"Sec-Fetch-Site": "same-origin"}
PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "Asha Patel", "email": "asha@example.org", "kind": "student",
     "course": "MEng Civil Engineering", "level": "year 3", "graduation_year": 2027},
    {"name": "Ben Okafor", "email": "ben@example.org", "kind": "employer",
     "organisation": "Nova Engineering", "role": "Engineer"},
    {"name": "Cai Evans", "email": "cai@example.org", "kind": "student", "under_18": True},
    {"name": "Dana Ruiz", "email": "dana@example.org", "kind": "employer",
     "organisation": "Nova Engineering"},
    {"name": "Eve Moss", "email": "eve@example.org", "kind": "employer",
     "organisation": "Other Works"},
)  # fmt: skip


@dataclass
class Fair:
    """One event: `tickets` and `badges` by first name."""

    app: Flask
    slug: str
    event_id: int = 0
    tickets: dict[str, str] = field(default_factory=dict)
    badges: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def person(self, first_name: str) -> Attendee:
        """The row of one of the people, in the caller's application context."""
        return attendees.get(self.ids[first_name])


def hold(app: Flask, slug: str = "fair", *, at: datetime | None = None, **settings: Any) -> Fair:
    """Open a fair with its people and their codes, an hour ago unless `at` says when."""
    at = at or clock.now()
    fair = Fair(app, slug)
    with app.app_context():
        with writing():
            starts_at, ends_at = at - timedelta(hours=1), at + timedelta(hours=4)
            event = events.create(
                slug, f"The {slug}", starts_at, ends_at, timezone="Europe/London", at=at
            )
            for key, value in {"help_lane": "on your left", **settings}.items():
                event.change(key, value)
            rows = [{"name": "Nova Engineering", "stand": "12"}, {"name": "Other Works"}]
            employers.register(event.id, rows, at)
            numbered = list(enumerate((dict(row) for row in PEOPLE), start=2))
            attendees.register(event, numbered, at)
            codes.issue_missing(event.id, at)
        fair.event_id = event.id
        for attendee, secrets in codes.codes_of_event(event.id):
            fair.tickets[attendee.first_name] = secrets["ticket"]
            fair.badges[attendee.first_name] = secrets["badge"]
            fair.ids[attendee.first_name] = attendee.id
        db.session.remove()
    return fair


@dataclass
class Screen:
    """A paired screen: a browser that posts as ours does."""

    client: FlaskClient
    name: str

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Send a form; an op_id is made unless one is given."""
        return self.client.post(path, data={"op_id": str(uuid4()), **fields}, headers=OURS)

    def scan(self, *read: str, op_id: str | None = None, **fields: Any) -> TestResponse:
        """Hold up one code, or two in one frame."""
        return self.post("/tablet/scans", codes=list(read), op_id=op_id or str(uuid4()), **fields)


def pair(fair: Fair, *, kind: str = "station", name: str = "Door 1", mode: str = "door",
         employer: str | None = None) -> Screen:  # fmt: skip
    """Pair a fresh browser with the fair, by the code a steward would type."""
    at = clock.now()
    with fair.app.app_context():
        with writing():
            event = events.by_slug(fair.slug)
            device, code = devices.pair(event, kind=kind, name=name, mode=mode, at=at)
            for each in employers.of_event(event.id):
                if each.name == employer:
                    device.employer_id = each.id
        db.session.remove()
    client = fair.app.test_client()
    answer = client.post("/tablet/pairings", data={"code": code}, headers=OURS)
    assert answer.status_code == 303
    return Screen(client, name)


def let_in(fair: Fair, *first_names: str) -> None:
    """Let these people in at the desk's own door."""
    door = pair(fair, name="Other door")
    for first_name in first_names:
        assert door.scan(fair.tickets[first_name]).status_code == 201


def hidden(page: TestResponse, name: str) -> str:
    """Return the value of a form's hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found, f"no {name} on the page"
    return found[1]


def words(page: TestResponse) -> str:
    """Return a page's text as a person reads it."""
    text = re.sub(r"<[^>]+>", " ", page.text)
    return re.sub(r"\s+", " ", text.replace("&#39;", "'"))
