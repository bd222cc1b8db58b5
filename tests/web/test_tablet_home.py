"""The tablet's first page: paired once, then waiting for whoever comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices, events
from tests.web.a_fair import OURS, Fair, hold, pair, words


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app, place="Sports Hall")


def pairing_code(fair: Fair, **device: str) -> str:
    with fair.app.app_context(), writing():
        event = events.by_slug(fair.slug)
        asked = {"kind": "station", "name": "Door 1", "mode": "door", **device}
        return devices.pair(event, at=clock.now(), **asked)[1]


def test_an_unpaired_screen_asks_for_its_code(fair: Fair) -> None:
    page = fair.app.test_client().get("/tablet")

    assert page.status_code == 200
    assert "Pair this screen" in words(page)
    assert "Kiosk-Shell" not in page.headers


def test_a_code_pairs_one_screen_once(fair: Fair) -> None:
    code = pairing_code(fair).lower()
    clients = [fair.app.test_client() for _ in range(2)]

    answers = [c.post("/tablet/pairings", data={"code": code}, headers=OURS) for c in clients]

    assert [answer.status_code for answer in answers] == [303, 404]
    cookie = answers[0].headers["Set-Cookie"]
    assert "kiosk-device=" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "That pairing code is not valid any more." in words(answers[1])


def test_a_pairing_code_runs_out(fair: Fair) -> None:
    code = pairing_code(fair)

    with time_machine.travel(clock.now() + timedelta(hours=13)):
        answer = fair.app.test_client().post("/tablet/pairings", data={"code": code}, headers=OURS)

    assert answer.status_code == 404


def test_ten_wrong_pairing_codes_a_minute_are_enough(fair: Fair) -> None:
    client = fair.app.test_client()

    statuses = [
        client.post("/tablet/pairings", data={"code": f"WRONG{n}"}, headers=OURS).status_code
        for n in range(12)
    ]

    assert statuses[:10] == [404] * 10
    assert statuses[11] == 429


def test_a_foreign_page_pairs_nothing(fair: Fair) -> None:
    answer = fair.app.test_client().post(
        "/tablet/pairings",
        data={"code": pairing_code(fair)},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("mode", "title"),
    [
        ("door", "Hold your ticket here"),
        ("exit", "Hold your badge here"),
        ("meet", "Hold two badges here"),
    ],
)
def test_a_station_waits_in_its_own_words(fair: Fair, mode: str, title: str) -> None:
    page = pair(fair, mode=mode).get("/tablet")

    assert title in words(page)
    assert "The fair · Sports Hall" in words(page)
    assert "Need a hand? The help lane is on your left." in words(page)
    assert "data-waiting" in page.text


def test_the_waiting_page_may_be_kept_because_it_names_nobody(fair: Fair) -> None:
    door = pair(fair)
    door.scan(fair.tickets["Asha"])

    page = door.get("/tablet")

    assert page.headers["Kiosk-Shell"] == "waiting"
    assert "Asha" not in page.text


def test_a_revoked_screen_asks_to_be_paired_again(fair: Fair) -> None:
    door = pair(fair)
    with fair.app.app_context(), writing():
        device = devices.by_name(fair.event_id, "Door 1")
        assert device is not None
        devices.revoke(device, clock.now())
    from kiosk.web.identity import forget_devices

    forget_devices()

    assert door.scan(fair.tickets["Asha"]).status_code == 401
    assert "Pair this screen" in words(door.get("/tablet"))


def test_a_scan_without_a_paired_screen_lets_nobody_in(fair: Fair) -> None:
    client = fair.app.test_client()

    answer = client.post("/tablet/scans", data={"codes": fair.tickets["Asha"]}, headers=OURS)

    assert answer.status_code == 401


def test_a_stand_that_opens_the_tablet_is_shown_its_own_door(fair: Fair) -> None:
    answer = pair(fair, kind="stand", name="Stand 12").get("/tablet")

    assert answer.headers["Location"] == "/stand"


def test_a_ticket_can_be_typed_without_scripts(fair: Fair) -> None:
    door = pair(fair)
    form = door.get("/tablet/code")
    typed = f" {fair.tickets['Asha'][:13].lower()} {fair.tickets['Asha'][13:]} "

    assert 'action="/tablet/scans"' in form.text
    assert "Hello, Asha" in words(door.scan(typed))


def test_languages_are_offered_only_when_there_are_some(fair: Fair) -> None:
    assert 'aria-label="Language"' not in pair(fair).get("/tablet").text
