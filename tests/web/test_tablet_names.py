"""Without a ticket: found by name, masked, and let in only by a steward's nod."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals, events
from kiosk.domain.arrivals import Admission, Arrival, Nod
from kiosk.domain.operations import Operation
from kiosk.domain.phones import PhoneCode
from kiosk.domain.print_jobs import PrintJob
from tests.web.a_fair import Fair, Screen, hidden, hold, pair, words


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def count(fair: Fair, record: type) -> int:
    with fair.app.app_context():
        return db.session.scalar(select(func.count()).select_from(record)) or 0


def asked(door: Screen, q: str = "asha") -> TestResponse:
    found = door.post("/tablet/name", q=q)
    return door.post("/tablet/nods", who=hidden(found, "who"))


def part(page: TestResponse) -> str:
    return html.unescape(re.findall(r'src="([^"]+/part)"', page.text)[0])


def answer(fair: Fair, *, yes: bool) -> None:
    """What the desk does when a steward answers."""
    at = clock.now()
    with fair.app.app_context(), writing():
        nod = db.session.scalars(select(Nod)).one()
        event = events.facts(events.get(fair.event_id))
        door = events.list_facts(events.first_list(fair.event_id))
        admission = Admission(event, door, "nod", str(uuid4()))
        arrivals.answer_nod(nod, admission, yes=yes, by="staff:x", at=at)


def test_a_name_is_found_masked_and_nothing_is_written(fair: Fair, door: Screen) -> None:
    page = door.post("/tablet/name", q="pat")

    assert "Asha P." in words(page)
    assert "Patel" not in page.text and "asha@example.org" not in page.text
    assert count(fair, Nod) == count(fair, Operation) == count(fair, Arrival) == 0


def test_fewer_than_three_letters_find_nobody(door: Screen) -> None:
    page = door.post("/tablet/name", q="as")

    assert page.status_code == 422
    assert "Type at least three letters" in words(page)


@pytest.mark.parametrize("q", ["zzzz", "%%%", "' OR 1=1 --", "<script>", "asha zzzz"])
def test_a_name_that_is_not_there_leads_to_the_help_lane(door: Screen, q: str) -> None:
    page = door.post("/tablet/name", q=q)

    assert page.status_code in {200, 422}
    assert "Asha" not in words(page)
    assert "<script>alert" not in page.text


def test_a_neighbours_people_are_not_found(app: Flask, fair: Fair) -> None:
    neighbour = hold(app, "neighbour")
    with app.app_context(), writing():
        person = neighbour.person("Asha")
        person.name = "Zora Neale"
        from kiosk.domain.attendees.search import index

        index([person])

    assert "Zora" not in words(pair(fair).post("/tablet/name", q="zora"))


def test_a_name_alone_prints_nothing_and_shows_no_code(fair: Fair, door: Screen) -> None:
    page = asked(door)

    assert page.status_code == 201
    assert "One moment, Asha P." in words(page)
    assert 'class="code"' not in page.text
    assert count(fair, Nod) == 1
    assert count(fair, PrintJob) == count(fair, PhoneCode) == count(fair, Arrival) == 0


def test_asking_twice_is_one_question(fair: Fair, door: Screen) -> None:
    asked(door)
    asked(door)

    assert count(fair, Nod) == 1


def test_a_nod_turns_the_waiting_page_into_a_welcome(fair: Fair, door: Screen) -> None:
    page = asked(door)
    assert "a steward lets you in" in words(door.get(part(page)))

    answer(fair, yes=True)
    welcome = door.get(part(page))

    assert "Hello, Asha" in words(welcome)
    assert "Your badge is printing." in words(welcome)
    assert 'class="code"' in welcome.text
    assert welcome.text == door.get(part(page)).text or 'id="state"' in welcome.text
    assert count(fair, PhoneCode) == count(fair, PrintJob) == 1


def test_she_chooses_after_a_nod_as_after_a_ticket(fair: Fair, door: Screen) -> None:
    page = asked(door)
    answer(fair, yes=True)

    slip = hidden(door.get(part(page)), "arrival")
    chosen = door.post("/tablet/choices", arrival=slip, share="name_email")

    assert 'value="name_email" aria-pressed="true"' in chosen.text


def test_a_refused_nod_leads_to_the_help_lane(fair: Fair, door: Screen) -> None:
    page = asked(door)

    answer(fair, yes=False)

    told = words(door.get(part(page)))
    assert "Please go to the help lane" in told
    assert "The help lane is on your left." in told


def test_after_ten_minutes_the_page_sends_to_the_help_lane(fair: Fair, door: Screen) -> None:
    page = asked(door)

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        told = words(door.get(part(page)))

    assert "Please go to the help lane" in told


def test_an_unanswered_question_can_be_asked_anew(fair: Fair, door: Screen) -> None:
    asked(door)

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        page = asked(door)
        told = words(door.get(part(page)))
        with fair.app.app_context():
            assert len(arrivals.waiting_nods(fair.event_id, clock.now())) == 1

    assert "a steward lets you in" in told


def test_a_nod_is_seen_at_its_own_screen_alone(fair: Fair, door: Screen) -> None:
    page = asked(door)
    answer(fair, yes=True)

    assert pair(fair, name="Door 2").get(part(page)).status_code == 404


def test_a_welcome_by_nod_does_not_come_back_later(fair: Fair, door: Screen) -> None:
    page = asked(door)
    answer(fair, yes=True)

    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        told = door.get(part(page))

    assert "Hello, Asha" not in words(told)
    assert 'class="code"' not in told.text


@pytest.mark.parametrize("who", ["", "x", "1"])
def test_nobody_is_asked_for_without_having_been_found(fair: Fair, door: Screen, who: str) -> None:
    assert door.post("/tablet/nods", who=who).status_code == 404
    assert count(fair, Nod) == 0


def test_what_one_screen_found_another_cannot_use(fair: Fair, door: Screen) -> None:
    slip = hidden(door.post("/tablet/name", q="asha"), "who")

    assert pair(fair, name="Door 2").post("/tablet/nods", who=slip).status_code == 404


@pytest.mark.parametrize("mode", ["exit", "meet"])
def test_names_are_searched_at_the_door_only(fair: Fair, mode: str) -> None:
    station = pair(fair, name="Other", mode=mode)

    assert [
        station.get("/tablet/name").status_code,
        station.post("/tablet/name", q="asha").status_code,
    ] == [404, 404]


def test_somebody_new_is_sent_to_the_help_lane(door: Screen) -> None:
    assert "The help lane is on your left." in words(door.get("/tablet/new"))
