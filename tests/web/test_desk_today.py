"""Today: figures that are the rows', parts that answer 304, and what needs somebody."""

import re
from uuid import uuid4

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals, devices
from kiosk.domain.arrivals import Arrival, Nod
from kiosk.domain.print_jobs import PrintJob
from tests.a_print_room import print_now
from tests.people import op_id
from tests.web.a_desk import Desk, words


def ask_for_a_nod(desk: Desk, first_name: str) -> str:
    with desk.app.app_context():
        with writing():
            asha = desk.fair.person(first_name)
            nod = arrivals.ask_nod(asha, desk.fair.door.id, str(uuid4()), clock.now())
        return nod.public_id


def arrive(desk: Desk, first_name: str) -> None:
    with desk.app.app_context():
        desk.fair.scan(desk.fair.code("ticket", first_name), clock.now())


def unknown_print(desk: Desk) -> str:
    with desk.app.app_context():
        return print_now(desk.fair.id, "unknown", clock.now()).public_id


def fail_print(desk: Desk, why: str) -> str:
    with desk.app.app_context():
        return print_now(desk.fair.id, "failed", clock.now(), why=why).public_id


def test_the_five_figures_are_counted_from_the_rows(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    arrive(desk, "Ben")
    arrive(desk, "Carol")
    with app.app_context():
        desk.fair.let_meet("Asha", "Ben", clock.now())

    shown = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)", desk.get().text))

    assert shown == {"Here now": "3", "Arrived": "3", "Meetings": "1", "Met nobody yet": "1",
                     "Badges to print": "3"}  # fmt: skip
    assert "3 of 4" in words(desk.get())


@pytest.mark.parametrize("part", ["figures", "needs", "doors"])
def test_a_part_is_sent_again_only_when_it_has_changed(app: Flask, part: str) -> None:
    desk = Desk(app, "stew")
    etag = desk.get(f"/today/{part}").headers["ETag"]
    unchanged = desk.get(f"/today/{part}", **{"If-None-Match": etag})

    arrive(desk, "Asha")
    ask_for_a_nod(desk, "Ben")

    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert desk.get(f"/today/{part}", **{"If-None-Match": etag}).status_code == 200


def test_a_part_that_is_not_there_is_not_known(app: Flask) -> None:
    assert Desk(app, "stew").get("/today/secrets").status_code == 404


def test_a_nod_lets_the_person_in_once_and_queues_the_badge(app: Flask) -> None:
    desk = Desk(app, "stew")
    nod = ask_for_a_nod(desk, "Asha")
    assert "Asha Patel" in desk.get("/today/needs").text
    op = op_id()

    answers = [desk.post(f"/nods/{nod}", answer="yes", op_id=op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with app.app_context():
        entry = db.session.scalars(db.select(Arrival)).one()
        assert (entry.way, entry.staff_id is not None) == ("nod", True)
        assert db.session.scalars(db.select(PrintJob)).one().state == "queued"
    assert "Asha" not in desk.get("/today/needs").text
    assert desk.said() == ["nod"]


def test_a_no_lets_nobody_in_and_a_colleague_cannot_turn_it(app: Flask) -> None:
    desk = Desk(app, "stew")
    nod = ask_for_a_nod(desk, "Asha")
    desk.post(f"/nods/{nod}", answer="no")

    turned = desk.post(f"/nods/{nod}", answer="yes")

    assert turned.status_code == 409
    assert "A colleague has answered this already." in turned.text
    with app.app_context():
        assert db.session.scalars(db.select(Arrival)).all() == []
        assert db.session.scalars(db.select(Nod)).one().state == "refused"


def test_the_neighbours_nod_is_not_known(app: Flask) -> None:
    desk, other = Desk(app, "stew"), Desk(app, "", "other")
    nod = ask_for_a_nod(other, "Asha")

    assert desk.post(f"/nods/{nod}", answer="yes").status_code == 404
    assert desk.client.post(f"/desk/other/nods/{nod}", data={"answer": "yes"},
                            headers={"Origin": "http://localhost"}).status_code == 404  # fmt: skip
    assert other.said() == []


def test_a_badge_nobody_saw_is_asked_about_and_printed_again_on_a_word(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    job = unknown_print(desk)
    assert "Did the badge come out?" in desk.get().text

    desk.post(f"/prints/{job}", answer="print_again")

    with app.app_context():
        jobs = db.session.scalars(db.select(PrintJob).order_by(PrintJob.id)).all()
        assert [(one.state, one.reason) for one in jobs] == [
            ("failed", "arrival"),
            ("queued", "reprint"),
        ]
    assert "Did the badge come out?" not in desk.get().text
    assert desk.post(f"/prints/{job}", answer="came_out").status_code in {303, 409}


def test_a_name_that_no_typeface_has_is_printed_with_a_line_to_write_on(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    job = fail_print(desk, "glyph_missing")
    assert "Print with a line to write on Asha Patel" in words(desk.get("/today/needs"))

    answers = [desk.post(f"/prints/{job}", answer="by_hand") for _ in range(2)]

    assert answers[0].status_code == 303
    with app.app_context():
        newest = db.session.scalars(db.select(PrintJob).order_by(PrintJob.id)).all()[-1]
        assert (newest.state, newest.by_hand) == ("queued", True)
    assert "Nobody just now." in desk.get("/today/needs").text


def test_a_badge_that_failed_for_another_reason_offers_no_line(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    fail_print(desk, "printer_refused")

    shown = words(desk.get("/today/needs"))

    assert "Print again" in shown and "line to write on" not in shown


def test_a_badge_that_came_out_is_settled_for_good(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    job = unknown_print(desk)

    desk.post(f"/prints/{job}", answer="came_out")

    with app.app_context():
        assert db.session.scalars(db.select(PrintJob)).one().state == "printed"
    assert "Nobody just now." in desk.get("/today/needs").text


def test_a_refused_scan_is_shown_until_somebody_has_seen_to_it(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context():
        desk.fair.scan("BEGIN:VCARD\nFN:Canary", clock.now())
    shown = desk.get("/today/needs").text
    scan = re.search(r"/refusals/(\w{16})", shown)
    assert scan is not None
    assert "An unknown code was shown" in shown
    assert "Canary" not in shown

    assert desk.post(f"/refusals/{scan[1]}").status_code == 303

    assert "Nobody just now." in desk.get("/today/needs").text
    assert desk.post("/refusals/0000000000000000").status_code == 404


def test_a_form_of_a_live_part_works_once_its_op_id_is_filled(app: Flask) -> None:
    desk = Desk(app, "stew")
    nod = ask_for_a_nod(desk, "Asha")

    assert 'name="op_id" value=""' in desk.get("/today/needs").text
    assert 'name="op_id" value=""' not in desk.get().text
    assert desk.post(f"/nods/{nod}", answer="yes", op_id="").status_code == 422


def test_who_is_inside_is_listed_by_name_and_only_they(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Ben")
    arrive(desk, "Asha")

    listed = words(desk.get("/inside"))

    assert listed.index("Asha Patel") < listed.index("Ben Okafor")
    assert "Carol" not in listed


def test_a_revoked_station_does_not_stop_a_nod(app: Flask) -> None:
    desk = Desk(app, "stew")
    nod = ask_for_a_nod(desk, "Asha")
    with app.app_context(), writing():
        devices.revoke(devices.by_public_id(desk.fair.id, desk.fair.door.public_id), clock.now())

    assert desk.post(f"/nods/{nod}", answer="yes").status_code == 303
    with app.app_context():
        assert db.session.scalars(db.select(Arrival)).one().device_id is None
