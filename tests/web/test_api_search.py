"""Searching by a program: at most eight, and a self-service station sees masked names."""

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, events
from kiosk.domain.operations import Operation
from tests.people import count
from tests.web.a_fair import OURS, pair
from tests.web.an_api import Program, error, program


@pytest.fixture
def gate(app: Flask) -> Program:
    """A program at the gate of a fair that is open."""
    return program(app)


def test_a_program_finds_people_by_a_part_of_the_name(gate: Program) -> None:
    gate.check_in("Ben")

    found = gate.post("/attendees/search", {"q": "okaf"}).get_json()["attendees"]

    (ben,) = found
    assert set(ben) == {"id", "name", "organisation", "checked_in"}
    assert (ben["name"], ben["organisation"], ben["checked_in"]) == (
        "Ben Okafor", "Nova Engineering", True,
    )  # fmt: skip


def test_a_self_service_station_sees_masked_names(gate: Program) -> None:
    station = pair(gate.fair)

    answer = station.client.post(
        "/api/v1/events/fair/attendees/search", json={"q": "okafor"}, headers=OURS
    )

    (ben,) = answer.get_json()["attendees"]
    assert (ben["name"], ben["organisation"]) == ("Ben O.", "N…")
    assert "Okafor" not in answer.text and "Nova" not in answer.text


def test_a_program_finds_a_minor_and_a_station_does_not(gate: Program) -> None:
    station = pair(gate.fair)

    told = station.client.post(
        "/api/v1/events/fair/attendees/search", json={"q": "cai evans"}, headers=OURS
    )

    assert told.get_json() == {"attendees": []}
    assert len(gate.post("/attendees/search", {"q": "cai evans"}).get_json()["attendees"]) == 1


def test_nobody_who_is_cancelled_is_told(app: Flask, gate: Program) -> None:
    with app.app_context():
        with writing():
            gate.fair.person("Ben").status = "cancelled"
        db.session.remove()

    assert gate.post("/attendees/search", {"q": "okafor"}).get_json() == {"attendees": []}


@pytest.mark.parametrize("q", ["x" * 10_000, "😀" * 500, "ben\u0000okafor\ud800", "\u202erofako"])
def test_hostile_words_are_answered_calmly(gate: Program, q: str) -> None:
    answer = gate.post("/attendees/search", {"q": q})

    assert answer.status_code in {200, 422}
    assert answer.get_json().get("attendees", []) == []


def test_nobody_found_is_an_empty_list(gate: Program) -> None:
    answer = gate.post("/attendees/search", {"q": "nobody here"})

    assert (answer.status_code, answer.get_json()) == (200, {"attendees": []})


def test_at_most_eight_are_told(app: Flask, gate: Program) -> None:
    with app.app_context():
        with writing():
            for number in range(12):
                attendees.walk_in(
                    events.by_slug("fair"), {"name": f"Sam {'x' * (number + 1)}"}, clock.now()
                )
        db.session.remove()

    assert len(gate.post("/attendees/search", {"q": "sam"}).get_json()["attendees"]) == 8


@pytest.mark.parametrize("q", ["", "a", "as", "  as ", "李", "…………"])
def test_too_few_letters_are_a_fault_of_the_field(gate: Program, q: str) -> None:
    answer = gate.post("/attendees/search", {"q": q})

    assert answer.status_code == 422
    assert set(answer.get_json()["fields"]) == {"q"}


def test_a_search_writes_nothing(app: Flask, gate: Program) -> None:
    gate.post("/attendees/search", {"q": "okafor"})

    with app.app_context():
        assert count(Operation) == 0
        db.session.remove()


def test_the_neighbours_people_are_not_found(app: Flask, gate: Program) -> None:
    neighbour = program(app, "neighbour")
    with app.app_context():
        with writing():
            attendees.walk_in(events.by_slug("neighbour"), {"name": "Cy Stone"}, clock.now())
        db.session.remove()

    assert gate.post("/attendees/search", {"q": "stone"}).get_json() == {"attendees": []}
    assert len(neighbour.post("/attendees/search", {"q": "stone"}).get_json()["attendees"]) == 1


def test_a_flood_of_searches_is_asked_to_wait(gate: Program) -> None:
    statuses = [gate.post("/attendees/search", {"q": "zzz"}).status_code for _ in range(121)]

    assert statuses == [200] * 120 + [429]
    limited = gate.post("/attendees/search", {"q": "zzz"})
    assert error(limited) == "too_many"
    assert int(limited.headers["Retry-After"]) > 0
