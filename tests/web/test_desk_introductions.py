"""Introductions at the desk: who would like to meet whom, where they were seen, and who goes."""

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import meetings
from tests.web.a_desk import Desk, open_session, words

WISH = "Somebody who builds bridges; I am nervous"


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app, "stew")


@pytest.fixture
def wish(desk: Desk) -> str:
    with desk.app.app_context():
        fair = desk.fair
        fair.check_in("Asha", at=clock.now())
        with writing():
            asha = fair.person("Asha")
            return meetings.ask_introduction(asha, WISH, fair.facts, clock.now())


def test_a_wish_stands_on_its_page_on_today_and_at_the_help_lane(desk: Desk, wish: str) -> None:
    for path in ("/introductions", "", "/today/needs", "/help"):
        page = words(desk.get(path))
        assert f"Asha Patel would like to be introduced: {WISH}" in page, path
        assert "Last seen at Door of fair" in page


def test_who_goes_is_told_to_the_other_stewards(desk: Desk, wish: str) -> None:
    answer = desk.post(f"/introductions/{wish}", answer="take", back="today")

    assert answer.location.endswith("#needs")
    assert "stew@fair is on the way." in words(desk.get("/introductions"))
    with desk.app.app_context():
        desk.client.set_cookie("kiosk-staff", open_session("olga@fair"))
    late = desk.post(f"/introductions/{wish}", answer="take")
    assert late.status_code == 409
    assert "Somebody else is on the way already." in words(late)


def test_once_introduced_nobody_waits(desk: Desk, wish: str) -> None:
    answer = desk.post(f"/introductions/{wish}", answer="made")

    assert answer.location.endswith("/introductions")
    assert "Nobody just now." in words(desk.get("/introductions"))
    assert desk.said() == ["introduction"]


def test_without_introductions_there_is_no_such_place_in_the_list(desk: Desk) -> None:
    assert "Introductions" in words(desk.get(""))

    with desk.app.app_context(), writing():
        desk.fair.event.change("introductions", False)

    assert "Introductions" not in words(desk.get(""))


def test_an_unknown_wish_is_not_known(desk: Desk) -> None:
    assert desk.post("/introductions/nothing", answer="take").status_code == 404
