"""Stations at the desk: paired by a code shown once, changed, and shut out."""

import re

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices, employers
from kiosk.domain.devices import Device
from tests.people import op_id
from tests.web.a_desk import Desk, words


def station(desk: Desk, name: str) -> Device:
    found = devices.by_name(desk.fair.id, name)
    assert found is not None
    return found


def test_a_pairing_code_pairs_one_screen_and_is_shown_once(app: Flask) -> None:
    desk, op = Desk(app), op_id()

    first, again = (desk.post("/stations", name="Door 9", does="exit", op_id=op) for _ in range(2))

    code = re.search(r'class="code pairing">(\w{4}) (\w{4})<', first.text)
    assert code is not None
    assert "http://localhost:8000/tablet" in first.text
    assert 'pairing">' not in again.text and "shown once already" in again.text
    with app.app_context():
        with writing():
            device, _key = devices.claim_pairing(code[1] + code[2], clock.now())
        assert (device.name, device.mode) == ("Door 9", "exit")
    assert desk.said() == ["pair-station"]


@pytest.mark.parametrize(
    ("does", "kind", "address"),
    [("stand", "station", "/tablet"), ("recruiters", "stand", "/stand")],
)
def test_a_stand_belongs_to_an_employer(app: Flask, does: str, kind: str, address: str) -> None:
    desk = Desk(app)
    with app.app_context():
        nova = employers.of_event(desk.fair.id)[0]

    without = desk.post("/stations", name="Stand 12", does=does)
    paired = desk.post("/stations", name="Stand 12", does=does, employer=nova.public_id)

    assert without.status_code == 422 and "Choose whose stand it is." in without.text
    assert f"http://localhost:8000{address}" in paired.text
    with app.app_context():
        assert station(desk, "Stand 12").kind == kind
        assert station(desk, "Stand 12").employer_id == nova.id


def test_the_neighbours_employer_gets_no_stand_here(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    with app.app_context():
        theirs = employers.of_event(other.fair.id)[0].public_id

    assert desk.post("/stations", name="S", does="stand", employer=theirs).status_code == 404
    with app.app_context():
        assert devices.by_name(desk.fair.id, "S") is None


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "", "does": "door"},
        {"name": "x" * 61, "does": "door"},
        {"name": "D", "does": "api"},
        {"name": "a\nb", "does": "door"},
    ],
)
def test_a_station_that_cannot_be_is_not_paired(app: Flask, sent: dict[str, str]) -> None:
    desk = Desk(app)

    assert desk.post("/stations", **sent).status_code == 422
    assert desk.said() == []


def test_a_mode_is_changed_and_a_key_taken_away(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context():
        door = desk.fair.door.public_id

    assert desk.post(f"/stations/{door}/mode", mode="meet").status_code == 303
    assert desk.post(f"/stations/{door}/mode", mode="party").status_code == 422
    with app.app_context():
        assert desk.fair.door.mode == "meet"

    for _ in range(2):
        assert desk.post(f"/stations/{door}/revoke").status_code == 303
    with app.app_context():
        assert devices.by_key(desk.fair.key) is None
        assert db.session.scalars(db.select(Device)).one().revoked_at is not None
    assert "No stations yet." in words(desk.get("/stations"))


def test_the_neighbours_stations_are_not_known(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    with app.app_context():
        theirs = other.fair.door.public_id

    assert desk.post(f"/stations/{theirs}/mode", mode="meet").status_code == 404
    assert desk.post(f"/stations/{theirs}/revoke").status_code == 404


def test_a_steward_sees_the_stations_and_changes_none(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context():
        door = desk.fair.door.public_id

    assert "Door of fair" in desk.get("/stations").text
    assert desk.post("/stations", name="D", does="door").status_code == 403
    assert desk.post(f"/stations/{door}/mode", mode="meet").status_code == 403
    assert desk.post(f"/stations/{door}/revoke").status_code == 403
    assert "<form" not in desk.get("/stations").text.split("<main", 1)[1]
