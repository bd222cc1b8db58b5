"""Second letters at the desk: what was given since, only if the organiser wants it."""

import re

import pytest
from flask import Flask
from sqlalchemy import update

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import deliveries, meetings
from kiosk.domain.deliveries import Delivery
from tests.web.a_desk import Desk, words
from tests.web.a_postroom import Postroom, let_write


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A fair at its end where Asha met Ben; both letters have arrived."""
    app.extensions["kiosk_letters"] = Postroom()
    made = Desk(app)
    with app.app_context():
        made.fair.check_in("Asha", "Ben", at=clock.now())
        made.fair.let_meet("Asha", "Ben", clock.now(), scanner_gives=("name", "email"))
    made.post("/packs/freeze")
    let_write(app)
    with app.app_context(), writing():
        db.session.execute(update(Delivery).values(state="accepted"))
    return made


def test_what_was_given_since_goes_in_a_second_letter_only_if_somebody_wants_it(
    desk: Desk,
) -> None:
    assert "Write second letters" not in words(desk.get("/packs"))
    with desk.app.app_context(), writing():
        fair, at = desk.fair, clock.now()
        asha, ben = fair.person("Asha"), fair.person("Ben")
        asha.phone = "+447700900111"
        meeting = meetings.between(fair.id, asha.id, ben.id)
        assert meeting is not None
        meetings.decide(meeting, asha, ["email", "phone"], event=fair.facts, at=at)
    assert "1 person has been given more since their letter left" in words(desk.get("/packs"))

    desk.post("/packs/second")
    let_write(desk.app)
    answer = desk.post("/packs/send", number="1")

    assert answer.status_code == 303
    with desk.app.app_context():
        assert deliveries.counts(desk.fair.id)["queued"] == 1
        letter = deliveries.of_attendee(desk.fair.person("Ben").id, "pack")
        assert letter is not None and letter.edition == 2


def test_before_the_freeze_an_address_that_no_letter_can_go_to_is_counted_apart(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context():
        desk.fair.check_in("Asha", "Ben", at=clock.now())
        desk.fair.let_meet("Asha", "Ben", clock.now())
        with writing():
            desk.fair.person("Asha").email = '"two words"@example.org'

    shown = words(desk.get("/packs"))

    assert "Letters to send 1" in shown and "No letter can go there 1" in shown
    assert "Who cannot be written to" in shown and "Asha Patel" in shown


def test_a_letter_that_was_settled_from_a_list_leads_back_to_it(desk: Desk) -> None:
    with desk.app.app_context(), writing():
        db.session.execute(update(Delivery).values(state="unknown"))
    listed = desk.get("/packs/letters?state=unknown").text
    settle = re.findall(r'action="/desk/[^/]+(/packs/[^"]+/resolve[^"]*)"', listed)[0]

    answer = desk.post(settle.replace("&amp;", "&"), answer="sent")

    assert answer.location.endswith("/packs/letters?state=unknown&page=1")
