"""Stations at the desk: paired by a code shown once, changed, and shut out."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices, employers, events
from kiosk.domain.devices import Device, Signs
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


def change(desk: Desk, station_id: str, **sent: str) -> TestResponse:
    return desk.post(f"/stations/{station_id}", **{"name": "Door", "mode": "door", **sent})


def door_of(desk: Desk) -> str:
    with desk.app.app_context():
        return desk.fair.door.public_id


def test_a_station_is_called_and_does_something_else_from_now_on(app: Flask) -> None:
    desk = Desk(app)
    door = door_of(desk)
    assert 'value="Door of fair"' in desk.get(f"/stations/{door}").text

    assert change(desk, door, name="South door", mode="meet").status_code == 303
    party = change(desk, door, mode="party")

    assert party.status_code == 422
    with app.app_context():
        assert (desk.fair.door.name, desk.fair.door.mode) == ("South door", "meet")
    assert desk.said() == ["change-station"]


def test_a_name_that_is_taken_is_said_at_its_field(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/stations", name="Door 9", does="exit")

    answer = change(desk, door_of(desk), name="Door 9")

    assert answer.status_code == 409
    assert "Another station is called that already." in answer.text
    with app.app_context():
        assert desk.fair.door.name == "Door of fair"


def test_a_station_works_for_the_list_it_is_given(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    door = door_of(desk)
    with app.app_context(), writing():
        talk, theirs = (
            events.CheckInList(event_id=fair.id, name="Talk", kind="session")
            for fair in (desk.fair, other.fair)
        )
        db.session.add_all([talk, theirs])
        db.session.flush()
        ids = (talk.public_id, theirs.public_id)

    assert change(desk, door, on=ids[0]).status_code == 303
    assert change(desk, door, on=ids[1]).status_code == 404
    desk.post("/stations", name="Room 2", does="door", on=ids[0])

    with app.app_context():
        assert desk.fair.door.door.name == "Talk"
        assert station(desk, "Room 2").list_id == desk.fair.door.list_id
    assert "Talk" in words(desk.get("/stations"))


def test_a_key_is_taken_away_once(app: Flask) -> None:
    desk = Desk(app)
    door = door_of(desk)

    for _ in range(2):
        assert desk.post(f"/stations/{door}/revoke").status_code == 303
    with app.app_context():
        assert devices.by_key(desk.fair.key) is None
        assert db.session.scalars(db.select(Device)).one().revoked_at is not None
    assert "No stations yet." in words(desk.get("/stations"))


def give_signs(desk: Desk, name: str, *, ago_s: int = 0, waiting: int = 0, **said: str) -> None:
    """Pair a door and let it say how it is."""
    at = clock.now() - timedelta(seconds=ago_s)
    with desk.app.app_context(), writing():
        made, code = devices.pair(desk.fair.event, kind="station", name=name, mode="door", at=at)
        devices.claim_pairing(code, at)
        devices.keep_signs(made.id, Signs(waiting, "0.9-old", {"camera": "on", **said}), at)


def test_each_station_shows_how_it_is(app: Flask) -> None:
    desk = Desk(app, "stew")
    give_signs(desk, "Door 1", waiting=37, clock="-200", battery="80", charging="yes", list="ready")
    give_signs(desk, "Door 2", ago_s=30)
    give_signs(desk, "Door 3", ago_s=300)
    desk_words = words(desk.get("/stations/part"))

    assert "● here" in desk_words
    assert "37 scans waiting · camera on · ready to go on alone · clock 3 min behind" in desk_words
    assert "battery 80 %, charging · runs 0.9-old, not " in desk_words
    assert "◐ quiet for a moment" in desk_words
    assert "○ gone since " in desk_words


def test_the_stations_stay_the_same_while_nothing_changes(app: Flask) -> None:
    desk = Desk(app)
    give_signs(desk, "Door 1")
    first = desk.get("/stations/part")

    again = desk.get("/stations/part", **{"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)


def test_today_says_which_station_needs_somebody(app: Flask) -> None:
    desk = Desk(app)
    assert "Nobody just now." in desk.get("/today/needs").text
    give_signs(desk, "Door 1", ago_s=70, waiting=2)
    give_signs(desk, "Door 2", clock="4000")
    give_signs(desk, "Door 3", battery="9")

    told = words(desk.get("/today/needs"))

    assert "Door 1 has been silent since " in told
    assert "Door 2 clock 67 min ahead" in told
    assert "Door 3 has 9 % of its battery left" in told


def test_the_neighbours_stations_are_not_known(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    with app.app_context():
        theirs = other.fair.door.public_id

    assert desk.get(f"/stations/{theirs}").status_code == 404
    assert change(desk, theirs).status_code == 404
    assert desk.post(f"/stations/{theirs}/revoke").status_code == 404


def test_a_steward_sees_the_stations_and_changes_none(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context():
        door = desk.fair.door.public_id

    assert "Door of fair" in desk.get("/stations").text
    assert desk.post("/stations", name="D", does="door").status_code == 403
    assert change(desk, door, mode="meet").status_code == 403
    assert desk.get(f"/stations/{door}").status_code == 403
    assert desk.post(f"/stations/{door}/revoke").status_code == 403
    assert "<form" not in desk.get("/stations").text.split("<main", 1)[1]
