"""Packs at the desk: frozen, sent on a typed number, followed, and settled by hand."""

import re

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import deliveries, notes
from tests.people import op_id
from tests.web.a_desk import OURS, Desk, open_session, words
from tests.web.a_postroom import Postroom


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A fair at its end: Asha met Ben, Carol met nobody, Cai did not come."""
    app.extensions["kiosk_letters"] = Postroom()
    made = Desk(app)
    with app.app_context():
        made.fair.check_in("Asha", "Ben", "Carol", at=clock.now())
        met = made.fair.let_meet("Asha", "Ben", clock.now())
        with writing():
            notes.write(met.meeting, made.fair.person("Ben"), "Canary in a note", clock.now())
    return made


def states(desk: Desk) -> dict[str, int]:
    with desk.app.app_context():
        return deliveries.counts(desk.fair.id)


def try_one(desk: Desk, state: str) -> str:
    """Let the mail server answer one letter, and return its id."""
    with desk.app.app_context(), writing():
        claimed = deliveries.claim(clock.now())
        assert claimed is not None
        deliveries.open_data(claimed, clock.now())
        deliveries.settle(claimed, state, phase="dot", reply="550 <b>no</b>", at=clock.now())
        return claimed.public_id


def test_freezing_writes_each_letter_once_and_sends_none(desk: Desk) -> None:
    op = op_id()

    answers = [desk.post("/packs/freeze", op_id=op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert states(desk) == {"frozen": 2, "empty": 1}
    assert "Frozen: 3 people. Nothing is sent yet." in words(desk.get("/packs"))
    assert desk.said() == ["freeze-packs"]


@pytest.mark.parametrize("number", ["", "1", "3", "two", "2; DROP", "9" * 200])
def test_without_the_right_number_nothing_is_sent(desk: Desk, number: str) -> None:
    desk.post("/packs/freeze")

    answer = desk.post("/packs/send", number=number)

    assert answer.status_code == 422
    assert states(desk) == {"frozen": 2, "empty": 1}


def test_the_right_number_releases_them_once(desk: Desk) -> None:
    desk.post("/packs/freeze")
    op = op_id()

    answers = [desk.post("/packs/send", number="2", op_id=op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert states(desk) == {"queued": 2, "empty": 1}
    assert desk.post("/packs/send", number="0").status_code == 422
    assert desk.said() == ["freeze-packs", "send-packs"]


def test_progress_is_sent_again_only_when_it_has_changed(desk: Desk) -> None:
    desk.post("/packs/freeze")
    desk.post("/packs/send", number="2")
    etag = desk.get("/packs/progress").headers["ETag"]

    assert desk.get("/packs/progress", **{"If-None-Match": etag}).status_code == 304
    try_one(desk, "accepted")

    shown = desk.get("/packs/progress", **{"If-None-Match": etag})
    assert "Sent: 1 of 2 letters" in words(shown)


@pytest.mark.parametrize(("answer", "state"), [("sent", "accepted"), ("send_again", "queued")])
def test_a_letter_nobody_knows_of_is_settled_by_hand(desk: Desk, answer: str, state: str) -> None:
    desk.post("/packs/freeze")
    desk.post("/packs/send", number="2")
    letter = try_one(desk, "unknown")
    shown = desk.get("/packs").text
    assert "nobody knows whether it arrived" in shown and "<b>no</b>" not in shown

    assert desk.post(f"/packs/{letter}/resolve", answer=answer).status_code == 303

    assert states(desk)[state] >= 1 and "unknown" not in states(desk)
    assert desk.post(f"/packs/{letter}/resolve", answer="sent").status_code == 409


def test_a_refused_letter_is_named_with_its_reason(desk: Desk) -> None:
    desk.post("/packs/freeze")
    desk.post("/packs/send", number="2")
    letter = try_one(desk, "rejected")

    shown = words(desk.get("/packs"))

    assert "refused by the mail server" in shown and "550" in shown
    assert desk.post(f"/packs/{letter}/resolve", answer="sent").status_code == 409


def test_a_preview_shows_whom_and_what_and_no_note(desk: Desk) -> None:
    shown = desk.get(desk.person("Ben") + "/pack")

    assert "Asha Patel" in shown.text
    assert "Canary" not in shown.text
    assert "They have met nobody" in desk.get(desk.person("Carol") + "/pack").text


def test_the_neighbours_letters_are_not_known(desk: Desk) -> None:
    other = Desk(desk.app, "olga", "other")
    desk.post("/packs/freeze")
    desk.post("/packs/send", number="2")
    letter = try_one(desk, "unknown")

    assert other.post(f"/packs/{letter}/resolve", answer="sent").status_code == 404
    assert states(desk)["unknown"] == 1


@pytest.mark.parametrize(
    "path", ["/packs/freeze", "/packs/send", "/packs/0000000000000000/resolve"]
)
def test_a_steward_sends_nothing(desk: Desk, path: str) -> None:
    steward = desk.app.test_client()
    with desk.app.app_context():
        steward.set_cookie("kiosk-staff", open_session("stew@fair"))

    answer = steward.post(f"/desk/fair{path}", data={"op_id": op_id(), "number": "2"}, headers=OURS)

    assert answer.status_code == 403
    assert states(desk) == {}


def test_the_kiosks_own_postroom_writes_them_too(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context():
        desk.fair.check_in("Asha", "Ben", "Carol", at=clock.now())
        desk.fair.let_meet("Asha", "Ben", clock.now())

    assert desk.post("/packs/freeze").status_code == 303
    assert states(desk) == {"frozen": 2, "empty": 1}


def test_without_a_postroom_freezing_says_so(app: Flask) -> None:
    app.extensions.pop("kiosk_letters", None)
    desk = Desk(app)
    with app.app_context():
        desk.fair.check_in("Asha", at=clock.now())

    answer = desk.post("/packs/freeze")

    assert answer.status_code == 503
    assert re.search("Letters cannot be written just now", answer.text)
