"""What a picture of a badge gives away: two stations within a minute, or a code that is dead."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import codes
from tests.web.a_desk import hire, open_session, words
from tests.web.a_fair import Fair, Screen, hold, let_in, pair

TWICE = "The badge of Asha Patel was read at Meet and at Door 1 within a minute."


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    with app.app_context():
        hire(fair.event_id, "stew@fair", "steward")
        db.session.remove()
    return fair


@pytest.fixture
def meeting_point(fair: Fair) -> Screen:
    return pair(fair, name="Meet", mode="meet")


def needs(fair: Fair) -> str:
    client = fair.app.test_client()
    with fair.app.app_context():
        client.set_cookie("kiosk-staff", open_session("stew@fair"))
        db.session.remove()
    return words(client.get("/desk/fair/today/needs"))


def test_one_badge_at_two_stations_within_a_minute_is_told_once(
    fair: Fair, meeting_point: Screen
) -> None:
    meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"])
    door = pair(fair)
    for _again in range(2):
        assert door.scan(fair.badges["Asha"]).status_code == 409  # in already: read all the same

    assert needs(fair).count(TWICE) == 1
    assert "badge of Ben" not in needs(fair)


def test_after_a_minute_somebody_may_have_walked(fair: Fair, meeting_point: Screen) -> None:
    meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"])

    with time_machine.travel(clock.now() + timedelta(seconds=70), tick=False):
        pair(fair).scan(fair.badges["Asha"])

        assert "within a minute" not in needs(fair)


def test_a_ticket_at_one_station_and_its_owners_badge_at_another_is_no_wonder(
    fair: Fair, meeting_point: Screen
) -> None:
    pair(fair).scan(fair.tickets["Asha"])
    meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"])

    assert "within a minute" not in needs(fair)


def test_a_neighbour_hears_nothing_of_it(app: Flask, fair: Fair, meeting_point: Screen) -> None:
    neighbour = hold(app, "neighbour")
    let_in(neighbour, "Asha")
    pair(neighbour).scan(neighbour.badges["Asha"])
    meeting_point.scan(fair.badges["Asha"], fair.badges["Ben"])

    assert "within a minute" not in needs(fair)


@pytest.mark.parametrize("written", ["{}", "HTTP://LOCALHOST:8000/B/{}"])
def test_an_old_badge_is_told_by_whose_it_was(
    fair: Fair, meeting_point: Screen, written: str
) -> None:
    with fair.app.app_context():
        with writing():
            codes.advance(fair.person("Asha"), lost=True, at=clock.now())
        db.session.remove()

    answer = meeting_point.scan(written.format(fair.badges["Asha"]))

    assert answer.status_code == 404 and "Asha" not in answer.text
    assert "An old badge of Asha Patel was shown at Meet" in needs(fair)
    assert "An unknown code was shown" not in needs(fair)
