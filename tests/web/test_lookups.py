"""What a station's screen tells an hour of curious questions: no list, no addresses, few names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, product
from string import ascii_lowercase
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select

from kiosk import clock
from kiosk.db import db, new_public_id, writing
from kiosk.domain import arrivals, devices, events
from kiosk.domain.arrivals import Admission
from kiosk.domain.attendees import Attendee, fold
from kiosk.domain.attendees.search import index
from kiosk.web.lookups import GIVEN_BACK, NAMES_A_WINDOW, WINDOW
from tests.many_names import many_names
from tests.web.a_fair import OURS, Fair, Screen, hold, pair

MANY = 8_000
SEARCH = "/api/v1/events/fair/attendees/search"


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def register(fair: Fair, names: list[str]) -> None:
    at = clock.now()
    row: dict[str, Any] = {
        "event_id": fair.event_id, "kind": "student", "status": "expected", "unlisted": False,
        "walked_in": False, "provenance": {}, "created_at": at, "updated_at": at,
        "organisation": "University of Kent", "email": "secret@example.org",
    }  # fmt: skip
    with fair.app.app_context():
        with writing():
            rows = [{**row, "public_id": new_public_id(), "name": name} for name in names]
            db.session.execute(insert(Attendee), rows)
            query = select(Attendee).where(Attendee.organisation == row["organisation"])
            index(list(db.session.scalars(query)))
        db.session.remove()


def asked(door: Screen, q: str) -> tuple[int, list[dict[str, Any]]]:
    answer = door.client.post(SEARCH, json={"q": q}, headers=OURS)
    assert "example.org" not in answer.text and "Kent" not in answer.text
    return answer.status_code, (answer.get_json() or {}).get("attendees", [])


def by_hand(names: list[str]) -> Iterator[str]:
    """The questions of somebody who knows what people are called: from aaa on, then by name."""
    yield from islice(map("".join, product(ascii_lowercase, repeat=3)), 0, None, 301)
    for name in names:
        yield fold(name)


def test_an_hour_of_questions_reveals_less_than_two_percent(fair: Fair, door: Screen) -> None:
    names = many_names(MANY)
    register(fair, names)
    questions, known = by_hand(names), set[str]()

    with time_machine.travel(clock.now(), tick=False) as travelling:
        for _window in range(int(timedelta(hours=1) / WINDOW)):
            for _second in range(int(WINDOW.total_seconds())):
                status, found = asked(door, next(questions))
                known |= {person["id"] for person in found}
                travelling.shift(1)
                if status == 429:
                    break
            travelling.shift(WINDOW)

    assert NAMES_A_WINDOW < len(known) < 0.02 * MANY


def test_a_screen_that_has_shown_enough_names_sends_to_the_help_lane(door: Screen) -> None:
    for _each in range(NAMES_A_WINDOW):
        assert asked(door, "asha")[0] == 200

    answer = door.client.post(SEARCH, json={"q": "asha"}, headers=OURS)

    assert answer.status_code == 429
    assert "help lane" in answer.get_json()["message"]
    assert asked(door, "nobody here")[0] == 200


def test_another_screen_still_shows_names(fair: Fair, door: Screen) -> None:
    for _each in range(NAMES_A_WINDOW + 1):
        asked(door, "asha")

    assert asked(pair(fair, name="Door 2"), "asha")[0] == 200


@pytest.mark.parametrize("way", ["name", "nod"])
def test_whoever_is_let_in_by_name_gives_names_back(fair: Fair, door: Screen, way: str) -> None:
    for _each in range(NAMES_A_WINDOW + 1):
        asked(door, "asha")

    _let_in_by_name(fair, way)

    assert [asked(door, "asha")[0] for _each in range(GIVEN_BACK + 1)] == [200] * GIVEN_BACK + [429]


def _let_in_by_name(fair: Fair, way: str) -> None:
    at = clock.now()
    with fair.app.app_context():
        with writing():
            event = events.facts(events.get(fair.event_id))
            door = devices.of_event(fair.event_id)[0]
            asha = fair.person("Asha")
            if way == "nod":
                nod = arrivals.ask_nod(asha, door.id, str(uuid4()), at)
                nod.state, nod.answered_at = "given", at
            else:
                facts = events.list_facts(events.first_list(fair.event_id))
                admission = Admission(event, facts, "name", str(uuid4()))
                arrivals.check_in(admission, asha, at).device_id = door.id
        db.session.remove()
