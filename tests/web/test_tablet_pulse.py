"""The pulse: a tablet says that it lives, delays nobody by it, and hears when it is revoked."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices
from kiosk.domain.devices import Device
from kiosk.web import identity
from tests.house.source import ROOT
from tests.web.a_fair import Fair, Screen, hold, pair

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


def beat(door: Screen, **signs: object) -> TestResponse:
    return door.post("/tablet/pulse", **{"waiting": 0, "version": "1", "camera": "on", **signs})


def row(fair: Fair, name: str = "Door 1") -> Device:
    with fair.app.app_context():
        found = devices.by_name(fair.event_id, name)
    assert found is not None
    return found


def test_a_tablet_says_how_it_is(fair: Fair) -> None:
    ahead = clock.now() + timedelta(seconds=90)

    answer = beat(pair(fair), waiting=37, battery=80, charging="no", list="ready", sent_at=ahead)

    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Kiosk-Release"]
    device = row(fair)
    assert (device.waiting, device.version) == (37, "1")
    assert device.seen_at is not None
    assert device.signs.items() >= {"camera": "on", "battery": "80", "list": "ready"}.items()
    assert 88 <= devices.clock_error(device) <= 90


def test_it_is_written_every_ten_seconds_or_when_something_changed(fair: Fair) -> None:
    door = pair(fair)
    with time_machine.travel(START, tick=False) as traveller:
        beat(door)
        for seconds, waiting, written in [(9, 0, 0), (9, 1, 9), (18, 1, 9), (19, 1, 19)]:
            traveller.move_to(START + timedelta(seconds=seconds))
            beat(door, waiting=waiting)
            assert row(fair).seen_at == START + timedelta(seconds=written)


def test_it_waits_for_nobody_who_writes(fair: Fair) -> None:
    door = pair(fair)
    holds, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with fair.app.app_context(), writing():
            holds.set()
            may_end.wait(10)

    other = threading.Thread(target=write)
    other.start()
    holds.wait(10)
    try:
        assert beat(door).status_code == 204
        assert row(fair).seen_at is None
    finally:
        may_end.set()
        other.join()

    beat(door)
    assert row(fair).seen_at is not None


@pytest.mark.parametrize(
    "signs",
    [{"waiting": -1}, {"waiting": "many"}, {"camera": "x" * 90}, {"version": "v" * 41},
     {"battery": 101}, {"sent_at": "noon"}],
)  # fmt: skip
def test_a_sign_that_cannot_be_is_refused(fair: Fair, signs: dict[str, object]) -> None:
    assert beat(pair(fair), **signs).status_code == 422


def test_a_revoked_tablet_hears_it_with_its_next_pulse(fair: Fair) -> None:
    door = pair(fair)
    beat(door)
    with fair.app.app_context(), writing():
        devices.revoke(devices.by_public_id(fair.event_id, row(fair).public_id), clock.now())

    identity.forget_devices()  # as the desk does; another process forgets within two seconds

    assert beat(door).status_code == 401
    assert "Pair this screen" in door.get("/tablet").text


def test_only_a_paired_station_has_a_pulse(fair: Fair) -> None:
    stranger = Screen(fair.app.test_client(), "nobody")
    recruiters = pair(fair, kind="stand", name="Nova", mode="stand", employer="Nova Engineering")

    assert beat(stranger).status_code == 401
    assert beat(recruiters).status_code == 403


def test_the_waiting_page_says_which_release_it_is(fair: Fair) -> None:
    door = pair(fair)

    release = beat(door).headers["Kiosk-Release"]

    assert f'data-release="{release}"' in door.get("/tablet").text


def test_two_processes_let_no_revoked_tablet_stay_five_seconds() -> None:
    script = (ROOT / "kiosk" / "static" / "js" / "pulse.js").read_text()
    found = re.search(r"const EVERY_MS = (\d+);", script)
    assert found is not None

    # The other process may have asked just before, and the tablet too.
    assert identity.CACHED_S + int(found[1]) / 1000 < 5
