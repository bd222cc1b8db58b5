"""Lists at the desk: added with their rules, changed, counted, taken away; clocks may change."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals, devices, events
from kiosk.domain.events import CheckInList
from tests.people import op_id
from tests.web.a_desk import Desk, words

TALK: dict[str, Any] = {"name": "Talk", "kind": "session", "kinds": ["student", "guest"],
                        "capacity": "40", "entries": "once", "after_door": "yes",
                        "opens_at": "2026-11-24T11:00",
                        "closes_at": "2026-11-24T12:00"}  # fmt: skip


def lists(desk: Desk) -> dict[str, CheckInList]:
    return {each.name: each for each in events.lists_of(desk.fair.id)}


def id_of(desk: Desk, name: str) -> str:
    with desk.app.app_context():
        return lists(desk)[name].public_id


def test_a_list_is_added_once_with_its_rules(app: Flask) -> None:
    desk = Desk(app)
    op = op_id()

    answers = [desk.post("/lists", op_id=op, **TALK) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with app.app_context():
        talk = lists(desk)["Talk"]
        assert (talk.kind, talk.kinds, talk.capacity) == ("session", ["student", "guest"], 40)
        assert (talk.entries, talk.after_door) == ("once", True)
        assert talk.opens_at == datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert desk.said() == ["add-list"]


def test_a_list_shows_as_it_was_typed_and_an_emptied_rule_is_the_fairs(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/lists", **TALK)
    path = f"/lists/{id_of(desk, 'Talk')}"
    shown = desk.get(path).text

    changed = desk.post(path, name="Quiet hour", kind="session")

    assert 'value="2026-11-24T11:00"' in shown and 'value="40"' in shown
    assert changed.status_code == 303
    with app.app_context():
        quiet = lists(desk)["Quiet hour"]
        assert (quiet.capacity, quiet.entries, quiet.opens_at, quiet.kinds) == (
            None,
            None,
            None,
            [],
        )


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", ""), ("name", "Fair"), ("name", "x" * 61), ("capacity", "0"), ("capacity", "-3"),
     ("capacity", "many"), ("opens_at", "yesterday"), ("opens_at", "9999-12-31T23:59"),
     ("closes_at", "2026-11-24T10:00"), ("opens_at", "2027-03-28T01:30"), ("kind", "practice"),
     ("entries", "never"), ("kinds", "robot")],
)  # fmt: skip
def test_a_wrong_rule_is_told_and_nothing_is_saved(app: Flask, field: str, typed: str) -> None:
    desk = Desk(app)

    answer = desk.post("/lists", **{**TALK, field: typed})

    assert answer.status_code in {409, 422}
    assert "Nothing was saved." in answer.text
    with app.app_context():
        assert list(lists(desk)) == ["Fair"]


def test_an_hour_that_comes_twice_is_open_both_times(app: Flask) -> None:
    desk = Desk(app)

    desk.post("/lists", name="Night", kind="door", opens_at="2026-10-25T01:00",
              closes_at="2026-10-25T01:59")  # fmt: skip

    with app.app_context():
        night = lists(desk)["Night"]
        assert night.opens_at == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
        assert night.closes_at == datetime(2026, 10, 25, 1, 59, tzinfo=UTC)


def test_a_list_may_close_the_next_day(app: Flask) -> None:
    desk = Desk(app)

    desk.post("/lists", name="Night", kind="door", opens_at="2026-11-24T22:00",
              closes_at="2026-11-25T02:00")  # fmt: skip

    assert "until 25 Nov, 02:00" in words(desk.get("/lists"))


def test_the_only_door_stays_a_door_and_stays(app: Flask) -> None:
    desk = Desk(app)
    path = f"/lists/{id_of(desk, 'Fair')}"

    as_session = desk.post(path, name="Fair", kind="session")

    assert as_session.status_code == 409
    assert "One list must be a door." in as_session.text
    assert desk.post(path + "/remove").status_code == 409


def test_a_list_is_taken_away_only_while_nothing_was_counted_and_no_station_uses_it(
    app: Flask,
) -> None:
    desk = Desk(app)
    for name in ("Empty", "Counted", "Used"):
        desk.post("/lists", name=name, kind="session")
    with app.app_context(), writing():
        known = lists(desk)
        admission = desk.fair.admission(door=events.list_facts(known["Counted"]), way="desk")
        arrivals.check_in(admission, desk.fair.person("Asha"), clock.now())
        device = devices.by_public_id(desk.fair.id, desk.fair.door.public_id)
        devices.change_list(device, known["Used"].id)

    answers = {name: desk.post(f"/lists/{id_of(desk, name)}/remove").status_code
               for name in ("Empty", "Counted", "Used")}  # fmt: skip

    assert answers == {"Empty": 303, "Counted": 409, "Used": 409}
    with app.app_context():
        assert set(lists(desk)) == {"Fair", "Counted", "Used"}


def test_a_list_whose_station_was_revoked_goes_with_its_refused_scans(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/lists", name="Used", kind="door")
    with app.app_context():
        with writing():
            used = lists(desk)["Used"]
            device = devices.by_public_id(desk.fair.id, desk.fair.door.public_id)
            devices.change_list(device, used.id)
        desk.fair.scan("unknown", clock.now())
        with writing():
            devices.revoke(db.session.merge(device), clock.now())

    assert desk.post(f"/lists/{id_of(desk, 'Used')}/remove").status_code == 303


def test_several_lists_show_their_figures_beside_them_and_on_today(app: Flask) -> None:
    desk = Desk(app)
    assert "came in" not in words(desk.get())
    desk.post("/lists", name="Talk", kind="session", capacity="1")
    with app.app_context(), writing():
        admission = desk.fair.admission(door=events.list_facts(lists(desk)["Talk"]), way="desk")
        arrivals.check_in(admission, desk.fair.person("Asha"), clock.now())

    for page in ("", "/lists"):
        assert "1 inside of 1, 1 came in full" in words(desk.get(page))


def test_a_steward_shapes_no_lists(app: Flask) -> None:
    desk = Desk(app, "stew")

    assert desk.get("/lists").status_code == desk.post("/lists", **TALK).status_code == 403
