"""The quieter hour: whoever would rather come then is a number to the desk, and from five on."""

import re

import pytest
import time_machine
from flask import Flask, url_for

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, events
from tests.web.a_hall import Hall, open_hall
from tests.web.the_entries import ENTRIES
from tests.web.the_routes import routes

CHANGES = re.compile(
    r'name="(?:op_id|[a-z_]+)" value="[^"]*"|\d\d:\d\d|[A-Za-z0-9_-]{40,}|\d+ (?:s|MB)\b'
)


@pytest.fixture
def hall(app: Flask) -> Hall:
    return open_hall(app)


def everything_said(hall: Hall, asker: str) -> dict[str, str]:
    """What this asker reads at every address that needs nothing but the fair and its people."""
    said, client = {}, hall.browser(asker)
    for rule, access, method in routes(hall.app):
        if method != "GET" or asker not in access.who or rule.endpoint not in ENTRIES:
            continue
        address = ENTRIES[rule.endpoint].address
        if any(name.startswith("slip") for name in address.values()):
            continue
        if rule.endpoint == "desk.export_person":
            continue  # their own data, handed to them
        values = {k: v[1:] if v[:1] == "=" else hall.ids[v] for k, v in address.items()}
        with hall.app.test_request_context():
            where = url_for(rule.endpoint, **values)
        answer = client.get(where, headers=hall.headers(asker))
        if answer.mimetype.startswith(("text/", "application/json")):
            said[where] = CHANGES.sub("", answer.text)
    return said


def prefer(hall: Hall, *names: str) -> None:
    with hall.app.app_context():
        with writing():
            for name in names:
                attendees.get(hall.people[name]).wants_quiet = True
        db.session.remove()


@pytest.mark.parametrize("asker", ["steward", "organiser", "api", "stand", "station"])
def test_nobody_but_the_person_reads_a_difference(hall: Hall, asker: str) -> None:
    with time_machine.travel(clock.now(), tick=False):
        before = everything_said(hall, asker)
        prefer(hall, "asha", "dana")

        after = everything_said(hall, asker)

    assert before
    assert not [where for where in before if before[where] != after[where]]


def test_the_organiser_reads_a_number_from_five_on(hall: Hall) -> None:
    with hall.app.app_context():
        with writing():
            events.get(hall.event_id).change("quiet_hour", "Ten to eleven")
        db.session.remove()
    prefer(hall, "asha", "ben", "carol", "dana")
    organiser = hall.browser("organiser")
    assert "Fewer than 5 people" in organiser.get("/desk/fair/settings").text

    prefer(hall, "eve")

    assert "5 people would rather come then." in organiser.get("/desk/fair/settings").text
