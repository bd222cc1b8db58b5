"""A ticket that the camera goes on seeing is greeted again, once in, and refused to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from kiosk import clock
from kiosk.db import db
from kiosk.domain.arrivals import Arrival, RefusedScan
from tests.people import count
from tests.web.a_fair import Fair, Screen, hold, pair, words


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def rows(fair: Fair) -> tuple[int, int]:
    """How many arrivals and refused scans there are."""
    with fair.app.app_context():
        return count(Arrival), count(RefusedScan)


def test_the_same_ticket_at_the_same_door_is_welcomed_again(fair: Fair, door: Screen) -> None:
    door.scan(fair.tickets["Asha"])

    page = door.scan(fair.tickets["Asha"])

    assert page.status_code == 200
    assert "Hello, Asha" in words(page)
    assert 'class="code"' in page.text
    assert rows(fair) == (1, 0)


def test_a_minute_later_she_is_told_that_she_is_in(fair: Fair, door: Screen) -> None:
    door.scan(fair.tickets["Asha"])

    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        page = door.scan(fair.tickets["Asha"])

    assert page.status_code == 409
    assert "You are in already" in words(page)
    assert rows(fair) == (1, 1)


def test_at_another_door_she_is_told_that_she_is_in(fair: Fair, door: Screen) -> None:
    door.scan(fair.tickets["Asha"])

    page = pair(fair, name="Door 2").scan(fair.tickets["Asha"])

    assert page.status_code == 409
    assert "Asha" not in page.text


def test_her_badge_shows_nobody_the_page_of_her_ticket(fair: Fair, door: Screen) -> None:
    door.scan(fair.tickets["Asha"])

    page = door.scan(fair.badges["Asha"])

    assert page.status_code == 409
    assert 'class="code"' not in page.text
    assert "/tablet/choices" not in page.text


def test_a_badge_that_is_still_seen_is_greeted_as_a_badge(fair: Fair, door: Screen) -> None:
    door.scan(fair.badges["Asha"])

    page = door.scan(fair.badges["Asha"])

    assert page.status_code == 200
    assert "Hello again, Asha" in words(page)
    assert 'class="code"' not in page.text
    assert rows(fair) == (1, 0)


def test_a_badge_still_seen_on_the_way_out_leaves_once(fair: Fair, door: Screen) -> None:
    door.scan(fair.tickets["Asha"])
    way_out = pair(fair, name="Exit", mode="exit")

    pages = [way_out.scan(fair.badges["Asha"]) for _ in range(2)]

    assert [page.status_code for page in pages] == [201, 200]
    assert "Goodbye, Asha" in words(pages[1])
    assert rows(fair) == (2, 0)


def test_who_went_out_meanwhile_comes_in_anew(fair: Fair, door: Screen) -> None:
    door.scan(fair.tickets["Asha"])
    pair(fair, name="Exit", mode="exit").scan(fair.badges["Asha"])

    page = door.scan(fair.tickets["Asha"])

    assert page.status_code == 201
    with fair.app.app_context():
        kinds = list(db.session.scalars(select(Arrival.kind).order_by(Arrival.id)))
    assert kinds == ["entry", "exit", "entry"]
