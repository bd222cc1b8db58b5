"""The staff page of a tablet: behind the PIN, counted by device, and the way out of the kiosk."""

from __future__ import annotations

from functools import cache
from html import unescape

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices, events
from kiosk.domain.audit import AuditEntry
from kiosk.domain.devices import Device, Signs
from kiosk.domain.events import PreparedPin
from tests.web.a_desk import Desk
from tests.web.a_desk import words as words_of
from tests.web.a_fair import Fair, Screen, hidden, hold, pair, words

PIN = "270493"


@cache
def prepared() -> PreparedPin:
    """One PIN for all tests: it is slow on purpose."""
    return events.prepare_pin("event", PIN)


@pytest.fixture
def fair(app: Flask) -> Fair:
    made = hold(app)
    with app.app_context(), writing():
        events.set_pin(events.get(made.event_id), prepared())
    return made


def row(fair: Fair, name: str = "Door 1") -> Device | None:
    with fair.app.app_context():
        return devices.by_name(fair.event_id, name)


def test_the_right_pin_shows_how_the_tablet_is(fair: Fair) -> None:
    door = pair(fair, mode="exit")

    page = door.post("/tablet/staff", pin=f" {PIN[:3]} {PIN[3:]} ")

    assert page.status_code == 200
    assert "Door 1" in words(page)
    assert "lets people out, list Fair" in words(page)
    assert PIN not in page.text


def test_a_wrong_pin_shows_nothing(fair: Fair) -> None:
    door = pair(fair)

    for pin in ("", "270494", "9" * 40, "' OR 1=1 --"):
        page = door.post("/tablet/staff", pin=pin)
        assert page.status_code == 422
        assert "That is not the PIN." in words(page)
        assert "Leave the kiosk" not in words(page)
    assert door.post("/tablet/staff", pin="9" * 41).status_code == 422


def test_after_five_wrong_pins_the_right_one_waits_too_and_the_desk_is_told(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context(), writing():
        events.set_pin(desk.fair.event, prepared())
    fair = Fair(app, "fair", desk.fair.id)
    door, other = pair(fair), pair(fair, name="Door 2")

    statuses = [door.post("/tablet/staff", pin="111222").status_code for _try in range(7)]

    assert statuses == [422] * 5 + [409] * 2
    assert "Too many wrong PINs here." in words(door.post("/tablet/staff", pin=PIN))
    assert other.post("/tablet/staff", pin=PIN).status_code == 200
    assert "Door 1 was given wrong PINs" in words_of(desk.get("/today/needs"))


def test_a_right_pin_forgets_the_wrong_ones_before_it(fair: Fair) -> None:
    door = pair(fair)

    for _round in range(2):
        for _try in range(4):
            assert door.post("/tablet/staff", pin="111222").status_code == 422
        assert door.post("/tablet/staff", pin=PIN).status_code == 200


def test_without_a_pin_nothing_opens(app: Flask) -> None:
    door = pair(hold(app))

    assert "This fair has no PIN yet." in words(door.get("/tablet/staff"))
    assert door.post("/tablet/staff", pin="").status_code == 409


def leave(door: Screen) -> int:
    page = door.post("/tablet/staff", pin=PIN)
    return door.post("/tablet/leavings", staff=hidden(page, "staff")).status_code


def test_leaving_takes_the_tablets_own_key_away(fair: Fair) -> None:
    door, other = pair(fair), pair(fair, name="Door 2")

    assert leave(door) == 303

    assert "Pair this screen" in words(door.get("/tablet"))
    assert row(fair) is None
    assert "Hold your ticket here" in words(other.get("/tablet"))
    with fair.app.app_context():
        acts = db.session.scalars(db.select(AuditEntry.act)).all()
    assert "kiosk-left" in acts


def test_nobody_leaves_without_the_pin_or_with_another_tablets_slip(fair: Fair) -> None:
    door, other = pair(fair), pair(fair, name="Door 2")
    slip = hidden(other.post("/tablet/staff", pin=PIN), "staff")

    assert door.post("/tablet/leavings", staff="none").status_code == 404
    assert door.post("/tablet/leavings", staff=slip).status_code == 404
    assert row(fair) is not None


def test_a_tablet_that_keeps_scans_does_not_leave(fair: Fair) -> None:
    door = pair(fair)
    device = row(fair)
    assert device is not None
    with fair.app.app_context(), writing():
        devices.keep_signs(device.id, Signs(3, "1", {}), clock.now())

    assert leave(door) == 409
    assert row(fair) is not None


def test_an_organiser_sets_the_pin_at_the_desk(app: Flask) -> None:
    desk = Desk(app)
    assert "No PIN is set yet." in words_of(desk.get("/stations"))

    easy = desk.post("/pin", pin="123456")
    assert easy.status_code == 422
    assert "A PIN has 6 to 12 digits, not all the same and not in a row." in unescape(easy.text)
    assert desk.post("/pin", pin="270 493").status_code == 303

    stations = desk.get("/stations")
    assert "A PIN is set." in words_of(stations)
    assert PIN not in stations.text
    assert desk.said() == ["set-pin"]
    with app.app_context():
        assert events.pin_fits(desk.fair.event.pin_hash, PIN)
        assert events.names_key(desk.fair.event) is not None


def test_a_steward_sets_no_pin(app: Flask) -> None:
    desk = Desk(app, "stew")

    assert desk.post("/pin", pin=PIN).status_code == 403
