"""One person's file, and their erasure: by an organiser, on a typed word, everywhere."""

import json

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, deliveries
from tests.people import op_id
from tests.web.a_desk import Desk
from tests.web.a_postroom import Postroom, let_write


def test_the_file_holds_what_is_kept_about_the_person_and_no_secret(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context():
        ticket = desk.fair.code("ticket", "Asha")

    answer = desk.post(desk.person("Asha") + "/export")

    kept = json.loads(answer.text)
    assert kept["attendees"][0]["email"] == "asha@example.org"
    assert "Ben" not in answer.text and ticket not in answer.text
    assert "asha" not in answer.headers["Content-Disposition"].lower()
    assert answer.headers["Cache-Control"] == "no-store"
    assert desk.said() == ["export-person"]


@pytest.mark.parametrize("act", ["export", "erase"])
def test_a_steward_neither_exports_nor_erases(app: Flask, act: str) -> None:
    desk = Desk(app, "stew")

    assert desk.post(f"{desk.person('Asha')}/{act}", word="erase").status_code == 403
    assert desk.said() == []


@pytest.mark.parametrize("word", ["", "yes", "x" * 10_000])
def test_without_the_word_nobody_is_erased(app: Flask, word: str) -> None:
    desk = Desk(app)

    assert desk.post(desk.person("Asha") + "/erase", word=word).status_code == 422
    assert desk.get(desk.person("Asha")).status_code == 200


def test_an_erased_person_is_gone_from_the_desk_and_from_letters_not_yet_sent(app: Flask) -> None:
    app.extensions["kiosk_letters"] = Postroom()
    desk = Desk(app)
    with app.app_context():
        desk.fair.check_in("Asha", "Ben", "Carol", at=clock.now())
        desk.fair.let_meet("Asha", "Ben", clock.now())
        desk.fair.let_meet("Ben", "Carol", clock.now())
    desk.post("/packs/freeze")
    let_write(desk.app)
    op = op_id()

    answers = [desk.post(desk.person("Asha") + "/erase", word="erase", op_id=op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert desk.get(desk.person("Asha")).status_code == 404
    assert "Nobody by that name." in desk.post("/people", q="asha").text
    with app.app_context():
        ben = desk.fair.person("Ben")
        letter = deliveries.of_attendee(ben.id, "pack")
        assert letter is not None and letter.message.endswith(b": Carol Reed")
    assert desk.said() == ["freeze-packs", "erase"]


def test_without_a_postroom_nobody_is_half_erased(app: Flask) -> None:
    app.extensions["kiosk_letters"] = Postroom()
    desk = Desk(app)
    with app.app_context():
        desk.fair.check_in("Asha", "Ben", at=clock.now())
        desk.fair.let_meet("Asha", "Ben", clock.now())
    desk.post("/packs/freeze")
    let_write(desk.app)
    app.extensions.pop("kiosk_letters")

    assert desk.post(desk.person("Asha") + "/erase", word="erase").status_code == 503
    with app.app_context(), writing():
        assert attendees.by_public_id(desk.fair.id, desk.ids["Asha"]).name == "Asha Patel"
