"""The help lane: found by anything, checked in with one tap, every refused scan told, settled."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, codes, devices, events
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.operations import Operation
from tests.people import op_id
from tests.web.a_desk import Desk, words


def scan_at(desk: Desk, station: str, first_name: str, **changes: Any) -> None:
    """Let a named station read somebody's ticket."""
    with desk.app.app_context():
        with writing():
            event = events.get(desk.fair.id)
            _device, key = devices.pair(event, kind="api", name=station, mode="door",
                                        at=clock.now())  # fmt: skip
        door = devices.by_key(key)
        ticket = desk.fair.code("ticket", first_name)
        changes = {"device": door, "op_id": str(uuid4()), **changes}
        desk.fair.scan(ticket, clock.now(), **changes)


def stop(desk: Desk, first_name: str, status: str) -> None:
    with desk.app.app_context(), writing():
        desk.fair.person(first_name).status = status


def refused(desk: Desk) -> RefusedScan:
    return db.session.scalars(db.select(RefusedScan)).one()


def test_a_steward_lands_at_the_help_lane_and_an_organiser_on_today(app: Flask) -> None:
    desk = Desk(app, "stew")

    assert desk.client.get("/desk").location == "/desk/fair/help"
    assert "Needs somebody" in desk.get("/help").text
    desk.sign_in("olga@fair")
    assert desk.client.get("/desk").location == "/desk/fair"


@pytest.mark.parametrize("what", ["name", "ticket", "badge", "address of the badge", "letters"])
def test_somebody_is_found_by_whatever_they_show(app: Flask, what: str) -> None:
    desk = Desk(app, "stew")
    with app.app_context():
        badge = desk.fair.code("badge", "Asha")
        shown = {"name": "patel", "ticket": desk.fair.code("ticket", "Asha").lower(),
                 "badge": badge, "letters": badge[-6:],
                 "address of the badge": f"HTTPS://FAIR.EXAMPLE/B/{badge}"}[what]  # fmt: skip

    found = desk.post("/help", q=shown)

    assert found.status_code == 200
    assert desk.person("Asha") in found.text
    assert "Not here yet." in words(found)
    with app.app_context():
        assert db.session.scalars(db.select(Operation)).all() == []


def test_a_campus_card_finds_its_student(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context(), writing():
        desk.fair.event.change("card_patterns", [{"name": "Card", "pattern": r";(\d{6})=.*"}])
        attendees.correct(desk.fair.person("Asha"), {"student_id": "123456"}, origin="desk",
                          at=clock.now())  # fmt: skip

    assert desk.person("Asha") in desk.post("/help", q=";123456=99?").text


@pytest.mark.parametrize("q", ["", "as", "\x00", "x" * 10_000, "🎪", "0" * 26])
def test_what_finds_nobody_is_answered_calmly(app: Flask, q: str) -> None:
    answer = Desk(app, "stew").post("/help", q=q)

    assert answer.status_code in {200, 422}
    assert 'class="wrong"' in answer.text or "Nobody by that name or code." in answer.text


def test_one_tap_checks_in_and_leads_back_to_the_field_with_the_person_below(app: Flask) -> None:
    desk = Desk(app, "stew")
    op = op_id()
    path = desk.person("Asha") + "/check-in"

    answers = [desk.post(path, op_id=op, back="help") for _ in range(2)]
    shown = desk.client.get(answers[0].location)

    assert [answer.location for answer in answers] == [
        f"/desk/fair/help?about={desk.ids['Asha']}"
    ] * 2
    assert "In since" in words(shown) and "by the desk." in words(shown)
    assert "Check out Asha Patel" in words(shown)
    assert desk.said() == ["check-in"]


def test_checking_out_says_when_they_went(app: Flask) -> None:
    desk = Desk(app, "stew")
    path = desk.person("Asha") + "/check-in"
    desk.post(path)

    out = desk.post(path, direction="exit", back="help")

    assert "Went out" in words(desk.client.get(out.location))
    assert desk.said() == ["check-in", "check-out"]


def test_an_unknown_person_after_the_address_is_nobody(app: Flask) -> None:
    desk, other = Desk(app, "stew"), Desk(app, "", "other")

    page = desk.get(f"/help?about={other.ids['Asha']}")

    assert page.status_code == 200
    assert "Patel" not in page.text


def test_who_has_not_paid_is_told_apart_and_let_in_once_paid(app: Flask) -> None:
    desk = Desk(app, "stew")
    stop(desk, "Asha", "unpaid")
    assert "Not paid yet." in words(desk.get(f"/help?about={desk.ids['Asha']}"))

    paid = desk.post(desk.person("Asha") + "/expected", back="help")

    assert "Check in" in desk.client.get(paid.location).text
    assert desk.post(desk.person("Asha") + "/check-in").status_code == 303
    assert desk.said() == ["expect", "check-in"]


def test_a_rule_keeps_somebody_out_until_the_steward_says_all_the_same(app: Flask) -> None:
    desk = Desk(app, "stew")
    stop(desk, "Asha", "unpaid")
    path = desk.person("Asha") + "/check-in"

    asked = desk.post(path, back="help")
    let_in = desk.post(path, back="help", overrule="yes")

    assert asked.status_code == 409
    assert "They have not paid yet." in asked.text
    assert 'name="overrule" value="yes"' in asked.text
    assert let_in.status_code == 303
    assert "In since" in words(desk.client.get(let_in.location))


@pytest.mark.parametrize("despite", ["", "yes"])
def test_nothing_lets_in_who_is_cancelled(app: Flask, despite: str) -> None:
    desk = Desk(app, "stew")
    stop(desk, "Asha", "cancelled")

    answer = desk.post(desk.person("Asha") + "/check-in", overrule=despite)

    assert answer.status_code == 409
    assert "overrule" not in answer.text
    with app.app_context():
        assert db.session.scalars(db.select(Arrival)).all() == []


def test_a_refused_scan_lets_its_person_in_and_says_who_settled_it(app: Flask) -> None:
    desk = Desk(app, "stew")
    stop(desk, "Asha", "unpaid")
    scan_at(desk, "Door 1", "Asha")
    shown = desk.get("/help")
    scan = re.search(r"/refusals/(\w{16})", shown.text)
    assert scan is not None
    assert "Asha Patel has not paid yet at Door 1" in words(shown)

    op = op_id()
    for _ in range(2):
        desk.post(f"/refusals/{scan[1]}", op_id=op, answer="let_in", back="help")

    told = words(desk.get("/help/waiting"))
    assert "Nobody just now." in told
    assert "let in by stew@fair" in told
    with app.app_context():
        assert db.session.scalars(db.select(Arrival)).one().is_open
        assert refused(desk).settled_how == "let_in"
    assert desk.said() == ["settle-refusal"]


def test_a_scan_seen_to_lets_nobody_in(app: Flask) -> None:
    desk = Desk(app, "stew")
    stop(desk, "Asha", "unpaid")
    scan_at(desk, "Door 1", "Asha")
    with app.app_context():
        scan = refused(desk).public_id

    assert desk.post(f"/refusals/{scan}", answer="seen", back="help").location.endswith("/help")

    assert "seen to by stew@fair" in words(desk.get("/help"))
    with app.app_context():
        assert db.session.scalars(db.select(Arrival)).all() == []


@pytest.mark.parametrize("status", ["cancelled", "expected"])
def test_a_dead_ticket_or_one_used_twice_is_never_let_in_from_its_scan(
    app: Flask, status: str
) -> None:
    desk = Desk(app, "stew")
    if status == "expected":
        scan_at(desk, "Door 1", "Asha")
    stop(desk, "Asha", status)
    scan_at(desk, "Door 2", "Asha")
    with app.app_context():
        scan = refused(desk).public_id

    assert "Let in" not in desk.get("/help").text
    assert desk.post(f"/refusals/{scan}", answer="let_in").status_code == 409
    with app.app_context():
        assert refused(desk).settled_at is None


def test_two_doors_that_let_one_person_in_are_both_named(app: Flask) -> None:
    desk = Desk(app, "stew")
    scan_at(desk, "Door 1", "Asha")
    early = clock.now() - timedelta(minutes=20)
    scan_at(desk, "Door 2", "Asha", happened_at=early, offline=True)
    scan_at(desk, "Door 3", "Asha")

    told = words(desk.get("/help"))

    assert re.search(
        r"was let in twice.{0,60} at Door 2, .{0,8}\d\d:\d\d.{0,30} other time: Door 1", told
    )
    assert "It was without its server then." in told
    assert re.search(r"scanned again at Door 3, .{0,8}\d\d:\d\d.{0,30} other time: Door 2", told)


def test_a_scan_of_the_neighbours_fair_is_not_settled_here(app: Flask) -> None:
    desk, other = Desk(app, "stew"), Desk(app, "", "other")
    scan_at(other, "Door 1", "Asha")
    scan_at(other, "Door 1", "Asha")
    with app.app_context():
        scan = refused(other).public_id

    assert desk.post(f"/refusals/{scan}", answer="let_in").status_code == 404


def test_the_live_part_answers_304_until_something_waits(app: Flask) -> None:
    desk = Desk(app, "stew")
    etag = desk.get("/help/waiting").headers["ETag"]

    assert desk.get("/help/waiting", **{"If-None-Match": etag}).status_code == 304
    with app.app_context():
        desk.fair.scan("what is this", clock.now())
    assert desk.get("/help/waiting", **{"If-None-Match": etag}).status_code == 200


def test_a_name_is_corrected_and_the_badge_printed_in_one_form(app: Flask) -> None:
    desk = Desk(app, "stew")
    path = desk.person("Asha") + "/correct"
    form = desk.get(path + "?back=help")
    assert 'name="back" value="help"' in form.text
    assert re.search(r'name="print" value="yes" checked', form.text)

    done = desk.post(path, name="Asha R. Patel", kind="student", print="yes", back="help")

    assert "Asha R. Patel" in desk.client.get(done.location).text
    with app.app_context():
        assert codes.badge_serial(desk.fair.person("Asha").id) == 2
        assert arrivals.of_attendee(desk.fair.person("Asha").id) == []
