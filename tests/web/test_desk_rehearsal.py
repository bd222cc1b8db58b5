"""The rehearsal at the desk: practice tickets to hold up, ticks by themselves, and one wipe."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import timedelta
from io import BytesIO

from flask import Flask
from PIL import Image

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import deliveries, devices, print_jobs
from kiosk.domain.arrivals import rehearsal
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Signs
from kiosk.web.release import release
from tests.people import op_id
from tests.web.a_desk import Desk, words
from tests.web.a_fair import Fair, pair

WELL = {"camera": "on", "clock": "0", "list": "ready", "address": "public"}


def begun(app: Flask) -> Desk:
    desk = Desk(app)
    assert desk.post("/rehearsal").status_code == 303
    return desk


def tickets(desk: Desk) -> list[str]:
    return re.findall(r'class="letters" dir="ltr">(\w{26})<', desk.get("/rehearsal/tickets").text)


def people(desk: Desk) -> list[Attendee]:
    with desk.app.app_context():
        return rehearsal.people_of(desk.fair.id)


def test_starting_makes_five_practice_tickets_once(app: Flask) -> None:
    desk = begun(app)
    first = tickets(desk)

    desk.post("/rehearsal")

    assert len(first) == 5
    assert tickets(desk) == first
    page = words(desk.get("/rehearsal/tickets"))
    assert "山田 花子" in page and "None of them lets anybody in." in page


def test_a_practice_ticket_at_a_tablet_says_practice_and_ticks_the_list(app: Flask) -> None:
    desk = begun(app)
    door = pair(Fair(app, "fair", desk.fair.id))
    with app.app_context(), writing():
        device = devices.by_name(desk.fair.id, "Door 1")
        assert device is not None
        devices.keep_signs(device.id, Signs(0, release(), WELL), clock.now())
    before = words(desk.get("/rehearsal/part"))

    page = door.scan(tickets(desk)[0])

    after = words(desk.get("/rehearsal/part"))
    assert page.status_code in {200, 201}
    assert "Practice" in words(page)
    assert "Open: has read no practice ticket yet" in before
    assert "Done: read a practice ticket at " in after
    for check in ("gives signs of life", "camera on", "clock right", "ready to go on alone",
                  "runs this version", "reaches the public address"):  # fmt: skip
        assert f"Done: {check}" in after
    assert "the newest practice badge: waiting to print" in after
    assert "Open: no test letter yet" in after


def test_a_station_that_is_not_well_says_what_is_open(app: Flask) -> None:
    desk = begun(app)
    pair(Fair(app, "fair", desk.fair.id))
    assert "Open: is not heard" in words(desk.get("/rehearsal/part"))
    with app.app_context(), writing():
        device = devices.by_name(desk.fair.id, "Door 1")
        assert device is not None
        ill = {"camera": "none", "clock": "75", "list": "none", "address": "other"}
        devices.keep_signs(device.id, Signs(0, "old", ill), clock.now())

    told = words(desk.get("/rehearsal/part"))

    for check in ("no camera: has it a hand scanner?", "clock 75 s ahead", "has no list of its own",
                  "runs another version", "uses another address"):  # fmt: skip
        assert f"Open: {check}" in told


def test_a_badge_that_came_out_and_a_letter_that_went_get_their_ticks(app: Flask) -> None:
    desk = begun(app)
    first = people(desk)[0]
    with app.app_context(), writing():
        print_jobs.queue(db.session.merge(first), reason="arrival", device_id=None, at=clock.now())
        db.session.execute(db.update(print_jobs.PrintJob).values(state="printed"))

    assert desk.post("/rehearsal/letters", email="olga@example.org").status_code == 303
    waits = words(desk.get("/rehearsal/part"))
    with app.app_context(), writing():
        letter = deliveries.of_attendee(first.id, "ticket")
        assert letter is not None and letter.to_address == "olga@example.org"
        letter.state = "accepted"

    assert "Open: the test letter: waiting to be sent" in waits
    told = words(desk.get("/rehearsal/part"))
    assert "Done: the test letter: sent" in told
    assert "Done: the newest practice badge: printed" in told


def test_a_test_letter_wants_an_address_a_rehearsal_and_ten_minutes(app: Flask) -> None:
    desk = Desk(app)
    assert desk.post("/rehearsal/letters", email="olga@example.org").status_code == 409
    desk.post("/rehearsal")

    wrong = desk.post("/rehearsal/letters", email="olga")

    assert wrong.status_code == 422 and "That is not an e-mail address." in wrong.text
    assert desk.post("/rehearsal/letters", email="olga@example.org").status_code == 303
    assert desk.post("/rehearsal/letters", email="olga@example.org").status_code == 409


def test_the_tickets_are_a_pdf_of_five_pages_without_a_name_in_its_own(app: Flask) -> None:
    desk = begun(app)

    answer = desk.get("/rehearsal/tickets.pdf")

    assert answer.content_type == "application/pdf"
    assert 'filename="practice-tickets.pdf"' in answer.headers["Content-Disposition"]
    assert answer.data.count(b"/Type /Page ") == 5


def test_wiping_leaves_nothing_twice_is_once_and_real_people_stay(app: Flask) -> None:
    desk = begun(app)
    codes, wipe = tickets(desk), op_id()
    door = pair(Fair(app, "fair", desk.fair.id))
    door.scan(codes[0])

    for _press in range(2):
        assert desk.post("/rehearsal/wipe", op_id=wipe).status_code == 303

    assert people(desk) == []
    assert tickets(desk) == []
    assert door.scan(codes[0]).status_code == 404
    with app.app_context():
        assert desk.fair.person("Asha").name == "Asha Patel"
    assert desk.said() == ["start-rehearsal", "wipe-rehearsal"]


def test_the_page_says_when_it_is_wiped_by_itself(app: Flask) -> None:
    desk = begun(app)
    assert "does not happen by itself" in words(desk.get("/rehearsal"))
    with app.app_context(), writing():
        event = desk.fair.event
        event.never_closes = False
        event.starts_at = clock.now() + timedelta(hours=2)
        event.ends_at = clock.now() + timedelta(hours=5)

    assert "when the doors open, at " in words(desk.get("/rehearsal"))


def test_a_steward_rehearses_and_sends_no_letter(app: Flask) -> None:
    desk = Desk(app, "stew")

    assert desk.post("/rehearsal").status_code == 303
    assert "Send yourself a letter" not in desk.get("/rehearsal").text
    assert desk.post("/rehearsal/letters", email="stew@example.org").status_code == 403


def test_the_neighbours_practice_tickets_are_not_known_here(app: Flask) -> None:
    desk, other = begun(app), Desk(app, "olga", "other")
    other.post("/rehearsal")
    door = pair(Fair(app, "fair", desk.fair.id))

    assert door.scan(tickets(other)[0]).status_code == 404
    desk.post("/rehearsal/wipe")
    assert len(tickets(other)) == 5


def test_a_practice_code_on_the_page_is_a_picture_of_that_ticket(app: Flask) -> None:
    desk = begun(app)
    shown = re.findall(r'src="data:image/png;base64,([^"]+)"', desk.get("/rehearsal/tickets").text)

    assert len(shown) == 5
    assert all(Image.open(BytesIO(b64decode(each))).width > 150 for each in shown)
