"""A person's story at the desk: in and out by the fair's clock, taken back with who and why."""

import html
import re

import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import events
from kiosk.domain.arrivals import Arrival
from kiosk.domain.events import CheckInList
from kiosk.domain.print_jobs import PrintJob
from tests.web.a_desk import Desk, words


def test_a_check_in_is_taken_back_with_a_reason(app: Flask) -> None:
    desk = Desk(app, "stew")
    desk.post(desk.person("Asha") + "/check-in")
    undo = re.search(r'action="/desk/fair(/people/\w+/check-ins/\w+/undo)"',
                     desk.get(desk.person("Asha")).text)  # fmt: skip
    assert undo is not None

    assert desk.post(undo[1], why="").status_code == 422
    assert desk.post(undo[1], why="wrong Asha").status_code == 303

    with app.app_context():
        arrival = db.session.scalars(db.select(Arrival)).one()
        assert (arrival.is_open, arrival.undone_why) == (False, "wrong Asha")
        assert db.session.scalars(db.select(PrintJob)).one().state == "voided"
    page = desk.get(desk.person("Asha")).text
    assert "Not here yet." in page
    assert re.search(r"<s><strong>\d\d:\d\d</strong> came in.*</s>", page)
    assert "taken back by stew@fair" in page and "wrong Asha" in page


def test_an_exit_is_taken_back_and_its_person_is_inside_again(app: Flask) -> None:
    desk = Desk(app, "stew")
    for direction in ("entry", "exit"):
        desk.post(desk.person("Asha") + "/check-in", direction=direction)
    with app.app_context():
        out = db.session.scalars(db.select(Arrival).filter_by(kind="exit")).one().public_id

    desk.post(f"{desk.person('Asha')}/check-ins/{out}/undo", why="came straight back")

    assert "In since" in words(desk.get(desk.person("Asha")))


def test_a_list_is_chosen_where_there_are_several(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context(), writing():
        talk = CheckInList(event_id=desk.fair.id, kind="session", kinds=[])
        events.shape_list(talk, name="Talk")
        chosen = talk.public_id

    desk.post(desk.person("Asha") + "/check-in", at_list=chosen)

    page = words(desk.get(desk.person("Asha")))
    assert "came in, Talk , by the desk ( stew@fair ), on the desk's word" in html.unescape(page)
    assert "Not here yet." in page


def test_the_desk_answers_in_the_fairs_own_time(app: Flask) -> None:
    desk = Desk(app, "stew")
    with time_machine.travel("2026-07-01T09:30:00Z", tick=False), app.app_context():
        desk.fair.check_in("Asha", at=clock.now())

    assert "10:30" in words(desk.get(desk.person("Asha")))
