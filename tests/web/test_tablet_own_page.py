"""One's own page at the tablet: one's language, kept; "not me", taken back; and who begins anew."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import events, phones, print_jobs
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import sharing
from kiosk.domain.devices import by_name, change_list
from kiosk.domain.events import CheckInList
from kiosk.web.identity import forget_devices
from tests.people import count
from tests.web.a_fair import Fair, Screen, hidden, hold, pair, words
from tests.web.a_language import LEFT_TO_RIGHT, RIGHT_TO_LEFT


@pytest.fixture
def fair(polyglot: Flask) -> Fair:
    return hold(polyglot, languages=["en", LEFT_TO_RIGHT])


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def spoken(page: TestResponse) -> str:
    found = re.search(r'<html lang="([a-z]+)"', page.text)
    assert found
    return found[1]


def locale(fair: Fair, first_name: str) -> str | None:
    with fair.app.app_context():
        return fair.person(first_name).locale


def test_only_languages_of_the_fair_are_offered(fair: Fair, door: Screen) -> None:
    page = door.get("/tablet")

    assert f"lang={LEFT_TO_RIGHT}" in page.text
    assert f"lang={RIGHT_TO_LEFT}" not in page.text
    door.get(f"/tablet?lang={RIGHT_TO_LEFT}")
    assert spoken(door.scan(fair.tickets["Asha"])) == "en"


def test_a_language_tapped_before_the_scan_is_hers_from_then_on(fair: Fair, door: Screen) -> None:
    door.get(f"/tablet?lang={LEFT_TO_RIGHT}")

    page = door.scan(fair.tickets["Asha"])

    assert spoken(page) == LEFT_TO_RIGHT
    assert locale(fair, "Asha") == LEFT_TO_RIGHT
    chosen = door.post("/tablet/choices", arrival=hidden(page, "arrival"), share="name_email")
    assert spoken(chosen) == LEFT_TO_RIGHT


def test_the_next_person_begins_in_the_fairs_language(fair: Fair, door: Screen) -> None:
    door.get(f"/tablet?lang={LEFT_TO_RIGHT}")
    door.scan(fair.tickets["Asha"])

    page = door.scan(fair.tickets["Ben"])

    assert spoken(page) == "en"
    assert locale(fair, "Ben") is None


def test_who_scans_while_anothers_page_is_up_begins_in_the_fairs_language(
    fair: Fair, door: Screen
) -> None:
    door.get(f"/tablet?lang={LEFT_TO_RIGHT}")

    page = door.scan(fair.tickets["Ben"], anew="1")

    assert spoken(page) == "en"
    assert locale(fair, "Ben") is None


def test_a_code_that_was_not_known_leaves_the_language_tapped(fair: Fair, door: Screen) -> None:
    door.get(f"/tablet?lang={LEFT_TO_RIGHT}")

    assert spoken(door.scan("nothing of ours")) == LEFT_TO_RIGHT
    assert spoken(door.scan(fair.tickets["Asha"])) == LEFT_TO_RIGHT


def test_a_badge_changes_nobodys_language(fair: Fair, door: Screen) -> None:
    door.get(f"/tablet?lang={LEFT_TO_RIGHT}")

    door.scan(fair.badges["Asha"])

    assert locale(fair, "Asha") is None


def test_a_language_tapped_on_the_welcome_page_is_kept(fair: Fair, door: Screen) -> None:
    slip = hidden(door.scan(fair.tickets["Asha"]), "arrival")

    page = door.post("/tablet/languages", arrival=slip, locale=LEFT_TO_RIGHT)

    assert spoken(page) == LEFT_TO_RIGHT
    assert locale(fair, "Asha") == LEFT_TO_RIGHT


@pytest.mark.parametrize("wanted", [RIGHT_TO_LEFT, "", "xx", "en'"])
def test_a_language_that_is_not_offered_changes_nothing(
    fair: Fair, door: Screen, wanted: str
) -> None:
    slip = hidden(door.scan(fair.tickets["Asha"]), "arrival")

    assert door.post("/tablet/languages", arrival=slip, locale=wanted).status_code == 422
    assert locale(fair, "Asha") is None


def doubt(page: TestResponse) -> str:
    found = re.search(r'href="([^"]+/not-me)"', page.text)
    assert found
    return found[1]


def test_not_me_asks_once_and_takes_everything_back(fair: Fair, door: Screen) -> None:
    hello = door.scan(fair.tickets["Asha"])
    slip = hidden(hello, "arrival")
    door.post("/tablet/choices", arrival=slip, share="email_phone")
    with fair.app.app_context(), writing():
        phones.link(fair.person("Asha"), through="tablet", label="x", at=clock.now())

    question = door.get(doubt(hello))
    with fair.app.app_context():
        assert count(Arrival, Arrival.undone_at.is_(None)) == 1
    page = door.post("/tablet/not-me", arrival=hidden(question, "arrival"))

    assert "Undo this check-in?" in words(question)
    assert "Undone" in words(page) and "Asha" not in page.text
    with fair.app.app_context():
        asha, at = fair.person("Asha"), clock.now()
        undone = db.session.scalars(db.select(Arrival)).one()
        assert (undone.undone_why, undone.is_open) == ("not_me", False)
        assert print_jobs.latest_of(asha.id).state == "voided"
        assert phones.of_attendee(asha.id, at) == []
        assert sharing.preset_of(asha) == "name"


def test_a_badge_that_came_out_is_worth_nothing_and_hers_prints_later(
    fair: Fair, door: Screen
) -> None:
    slip = hidden(door.scan(fair.tickets["Asha"]), "arrival")
    with fair.app.app_context(), writing():
        print_jobs.latest_of(fair.person("Asha").id).state = "printed"

    door.post("/tablet/not-me", arrival=slip)

    assert door.scan(fair.badges["Asha"]).status_code == 404
    assert "Your badge is printing." in words(door.scan(fair.tickets["Asha"]))


def test_not_me_twice_is_once(fair: Fair, door: Screen) -> None:
    slip = hidden(door.scan(fair.tickets["Asha"]), "arrival")
    op_id = str(uuid4())

    pages = [door.post("/tablet/not-me", arrival=slip, op_id=op_id) for _ in range(2)]
    late = door.post("/tablet/not-me", arrival=slip)

    assert [page.status_code for page in pages] == [200, 200]
    assert late.status_code == 404
    assert door.post("/tablet/choices", arrival=slip, share="name").status_code == 404


def test_not_me_is_for_this_screen_and_these_minutes(fair: Fair, door: Screen) -> None:
    slip = hidden(door.scan(fair.tickets["Asha"]), "arrival")

    assert pair(fair, name="Door 2").post("/tablet/not-me", arrival=slip).status_code == 404
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert door.post("/tablet/not-me", arrival=slip).status_code == 404
    with fair.app.app_context():
        assert count(Arrival, Arrival.undone_at.is_(None)) == 1


def session(fair: Fair, **rules: object) -> Screen:
    room = pair(fair, name="Room 2")
    with fair.app.app_context(), writing():
        talk = CheckInList(event_id=fair.event_id, kind="session", kinds=[], after_door=False)
        events.shape_list(talk, name="Interview skills", **rules)
        device = by_name(fair.event_id, "Room 2")
        assert device is not None
        change_list(device, talk.id)
    forget_devices()
    return room


def test_a_session_says_its_name_and_how_many_places_are_left(fair: Fair) -> None:
    room = session(fair, capacity=2)

    before = room.get("/tablet")
    room.scan(fair.tickets["Asha"])
    after = room.get("/tablet/places")
    again = room.client.get("/tablet/places", headers={"If-None-Match": after.headers["ETag"]})
    room.scan(fair.tickets["Ben"])

    assert "Interview skills Hold your ticket or your badge here. 2 places are left." in words(
        before
    )
    assert "/tablet/new" not in before.text
    assert "1 place is left." in words(after)
    assert again.status_code == 304
    assert "Full just now." in words(room.get("/tablet/places"))


def test_a_session_for_all_counts_no_places(fair: Fair) -> None:
    assert "/tablet/places" not in session(fair).get("/tablet").text
