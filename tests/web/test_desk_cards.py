"""Campus cards at the desk: tried before they are saved, kept in order, never slow."""

import time

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees
from kiosk.domain.operations import Operation
from tests.people import op_id
from tests.web.a_desk import Desk, words

CARD = r";(\d{9})=.*"


def give_number(desk: Desk, first_name: str, number: str) -> None:
    with desk.app.app_context(), writing():
        person = desk.fair.person(first_name)
        attendees.correct(person, {"student_id": number}, origin="desk", at=clock.now())


def test_patterns_are_saved_in_order_once_and_shown_again(app: Flask) -> None:
    desk, op = Desk(app), op_id()
    sent = {"name": ["Campus card", "", "Library"], "pattern": [CARD, "", r"L(\d+)"]}

    answers = [desk.post("/cards", op_id=op, **sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with app.app_context():
        assert desk.fair.event.card_patterns == [
            {"name": "Campus card", "pattern": CARD},
            {"name": "Library", "pattern": r"L(\d+)"},
        ]
    assert 'value=";(\\d{9})=.*"' in desk.get("/cards").text
    assert desk.said() == ["card-patterns"]


def test_a_card_is_tried_on_what_is_typed_and_nothing_is_saved(app: Flask) -> None:
    desk = Desk(app)
    give_number(desk, "Asha", "123456789")

    tried = desk.post("/cards/trial", sample=";123456789=99120?\r\n",
                      name=["Campus card", "Library"], pattern=[CARD, r"L(\d+)"])  # fmt: skip

    told = words(tried)
    assert "Campus card finds the number 123456789" in told
    assert "Library does not fit" in told
    assert "That is Asha Patel" in told
    with app.app_context():
        assert desk.fair.event.card_patterns == []
        assert db.session.scalars(db.select(Operation)).all() == []


@pytest.mark.parametrize(
    ("sample", "told"),
    [(";000000000=1", "Nobody on the list has that number"), ("a menu", "No pattern fits"),
     ("<script>", "No pattern fits"), ("\U0001f3aa" * 300, "No pattern fits")],
)  # fmt: skip
def test_a_card_that_is_nobodys_is_said_to_be(app: Flask, sample: str, told: str) -> None:
    answer = Desk(app).post("/cards/trial", sample=sample, name="Card", pattern=CARD)

    assert answer.status_code == 200
    assert told in words(answer)


def test_a_number_that_two_people_have_is_nobodys(app: Flask) -> None:
    desk = Desk(app)
    for name in ("Asha", "Cai"):
        give_number(desk, name, "123456789")

    tried = desk.post("/cards/trial", sample=";123456789=1", name="Card", pattern=CARD)

    assert "or two people have it" in words(tried)


@pytest.mark.parametrize("path", ["/cards", "/cards/trial"])
@pytest.mark.parametrize(
    ("name", "pattern"),
    [("Card", "("), ("Card", r"\d+"), ("Card", r"(\d)(\d)"), ("", CARD), ("Card", ""),
     ("x" * 61, CARD), ("Card", "(a)" + "b" * 200), ("Card", r"(?R)(\d)"),
     ("Card", r"((?:(?:(?:a{100}){100}){100}){100})"), ("Card", "(a{1000000000})")],
)  # fmt: skip
def test_a_pattern_that_cannot_be_is_told_at_its_field(
    app: Flask, path: str, name: str, pattern: str
) -> None:
    desk = Desk(app)

    answer = desk.post(path, name=["Good", name], pattern=[CARD, pattern], sample="kept")

    assert answer.status_code == 422
    assert answer.text.count('class="wrong"') == 1
    assert 'id="name-2-says"><span class="wrong"' in answer.text or (
        'id="pattern-2-says"><span class="wrong"' in answer.text
    )
    assert desk.said() == []


def test_a_pattern_that_tries_for_ever_is_stopped(app: Flask) -> None:
    desk, began = Desk(app), time.monotonic()

    tried = desk.post("/cards/trial", sample="a" * 190, name="Slow", pattern=r"(?:(?:a+)+)+(b)")

    assert "Slow does not fit" in words(tried)
    assert time.monotonic() - began < 5


def test_a_card_that_was_taught_checks_in_at_a_station(app: Flask) -> None:
    desk = Desk(app)
    give_number(desk, "Asha", "123456789")
    desk.post("/cards", name="Card", pattern=CARD)

    with app.app_context():
        scanned = desk.fair.scan(";123456789=1", clock.now())
        assert scanned.arrival is not None
        assert scanned.arrival.way == "card"
