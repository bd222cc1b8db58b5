"""What a station tells whoever does not come in: a sign, one large line, and what to do next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import arrivals, events
from kiosk.domain.devices import by_name, change_list
from kiosk.domain.events import CheckInList
from kiosk.web.identity import forget_devices
from tests.web.a_fair import Fair, Screen, hold, let_in, pair, words


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def rule(fair: Fair, **rules: object) -> None:
    """Give the fair's first list these rules."""
    with fair.app.app_context(), writing():
        events.shape_list(events.first_list(fair.event_id), **rules)
    forget_devices()


def become(fair: Fair, status: str) -> None:
    """Let Asha's registration have that status."""
    with fair.app.app_context(), writing():
        fair.person("Asha").status = status


def session(fair: Fair, station: str, **rules: object) -> None:
    """Let a station check in on a session of its own."""
    with fair.app.app_context(), writing():
        talk = CheckInList(event_id=fair.event_id, kind="session", kinds=[], after_door=False)
        events.shape_list(talk, name="Interview skills", **rules)
        device = by_name(fair.event_id, station)
        assert device is not None
        change_list(device, talk.id)
    forget_devices()


def sign(page: TestResponse) -> str:
    """Return the sign of a page."""
    return page.text.split('data-sign="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("status", "why"),
    [("cancelled", "This ticket was cancelled."), ("unpaid", "This ticket is not paid yet.")],
)
def test_why_somebody_goes_to_the_help_lane_is_not_the_large_line(
    fair: Fair, door: Screen, status: str, why: str
) -> None:
    become(fair, status)

    page = door.scan(fair.tickets["Asha"])

    assert page.status_code == 409
    assert sign(page) == "help"
    assert ">Please go to the help lane</h1>" in page.text
    assert why in words(page)
    assert "The help lane is on your left." in words(page)


def test_a_door_for_others_sends_to_the_help_lane(fair: Fair, door: Screen) -> None:
    rule(fair, kinds=["employer"])

    page = door.scan(fair.tickets["Asha"])

    assert sign(page) == "help"
    assert "This door is for others today." in words(page)


def test_where_nobody_comes_in_twice_it_says_so(fair: Fair, door: Screen) -> None:
    rule(fair, entries="once")
    door.scan(fair.tickets["Asha"])
    pair(fair, name="Exit", mode="exit").scan(fair.badges["Asha"])

    page = door.scan(fair.tickets["Asha"])

    assert sign(page) == "help"
    assert "You have been in, and nobody comes in twice here." in words(page)


def test_full_says_how_it_goes_on(fair: Fair, door: Screen) -> None:
    rule(fair, capacity=1)
    let_in(fair, "Ben")

    page = door.scan(fair.tickets["Asha"])

    assert sign(page) == "wait"
    assert "Full just now" in words(page)
    assert "As soon as somebody leaves, you can come in." in words(page)
    pair(fair, name="Exit", mode="exit").scan(fair.badges["Ben"])
    assert "Hello, Asha" in words(door.scan(fair.tickets["Asha"]))


def test_a_session_for_those_who_are_in_says_where_to_begin(fair: Fair) -> None:
    room = pair(fair, name="Room 2")
    session(fair, "Room 2", after_door=True)

    page = room.scan(fair.tickets["Asha"])

    assert sign(page) == "look"
    assert "First, check in at the door" in words(page)


def test_before_opening_it_says_from_when_in_the_fairs_time(app: Flask) -> None:
    noon = datetime(2026, 7, 14, 12, 0, tzinfo=UTC)  # London is an hour ahead of UTC in summer
    with time_machine.travel(noon, tick=False):
        early = hold(app, "early", at=noon + timedelta(hours=4))
        door, op_id = pair(early), str(uuid4())

        page = door.scan(early.tickets["Asha"], op_id=op_id)
        again = door.scan(early.tickets["Asha"], op_id=op_id)

    assert page.status_code == 409
    assert sign(page) == "wait"
    assert "Not open yet" in words(page)
    assert "You can come in from 15:30." in words(page)
    assert "You can come in from 15:30." in words(again)


def test_days_before_it_says_on_which_day(app: Flask) -> None:
    at = clock.now() + timedelta(days=3)
    early = hold(app, "early", at=at)

    page = pair(early).scan(early.tickets["Asha"])

    day = (at - timedelta(minutes=90)).astimezone(ZoneInfo("Europe/London")).strftime("%A")
    assert f"You can come in on {day}" in words(page)


def test_after_the_end_it_thanks(app: Flask) -> None:
    late = hold(app, "late", at=clock.now() - timedelta(hours=9))

    page = pair(late).scan(late.tickets["Asha"])

    assert sign(page) == "wait"
    assert "We have closed Thank you for coming." in words(page)


def test_what_is_no_ticket_leads_on(door: Screen) -> None:
    page = door.scan("https://cafe.example/menu")

    assert sign(page) == "look"
    assert "/tablet/name" in page.text
    assert "The help lane is on your left." in words(page)


def test_practice_says_that_nobody_was_checked_in(fair: Fair, door: Screen) -> None:
    become(fair, "practice")

    page = door.scan(fair.tickets["Asha"])

    assert page.status_code == 201
    assert sign(page) == "practice"
    assert "Practice: nobody was checked in" in words(page)
    assert "/tablet/choices" not in page.text


def test_a_session_welcomes_without_badge_sharing_or_phone(fair: Fair) -> None:
    room = pair(fair, name="Room 2")
    session(fair, "Room 2")

    page = room.scan(fair.tickets["Asha"])

    assert page.status_code == 201
    assert "Welcome, Asha Interview skills" in words(page)
    assert 'class="code"' not in page.text
    assert "/tablet/choices" not in page.text and '/badge"' not in page.text


def test_a_campus_card_prints_a_badge_and_links_no_phone(app: Flask) -> None:
    patterns = [{"name": "Card", "pattern": r"C(\d+)"}]
    fair = hold(app, card_patterns=patterns)
    with app.app_context(), writing():
        fair.person("Asha").student_id = "4711"
    door = pair(fair)

    page = door.scan("C4711")

    assert "Hello, Asha" in words(page)
    assert "Your badge is printing." in words(page)
    assert 'class="code"' not in page.text
    slip = page.text.split("/tablet/arrivals/")[1].split("/")[0]
    assert door.post("/tablet/choices", arrival=slip, share="email_phone").status_code == 404
    assert door.post("/tablet/unlinks", arrival=slip).status_code == 404


def test_every_refusal_of_the_door_has_a_page_of_its_own(fair: Fair, door: Screen) -> None:
    from kiosk.web.tablet import told

    with fair.app.test_request_context("/tablet"):
        known = set(told._to_help()) | set(told._plain()) | {"not_open", "closed"}

    assert arrivals.SENTENCES.keys() - {"not_arrived"} <= known
