"""The second factor at the door: a name and what its owner knows let in, a name alone never."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from kiosk.db import db, writing
from kiosk.domain.arrivals import Arrival, Nod, RefusedScan
from kiosk.domain.phones import PhoneCode
from kiosk.domain.print_jobs import PrintJob
from tests.people import count
from tests.web.a_fair import Fair, Screen, hidden, hold, let_in, pair, words

ALL = ["phone", "email", "nod"]


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app, second_factor=ALL)
    with app.app_context(), writing():
        fair.person("Asha").phone = "+447700900101"
    return fair


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def slip(door: Screen, q: str = "asha") -> str:
    return hidden(door.post("/tablet/name", q=q), "who")


def written(fair: Fair) -> list[int]:
    """How many of what a check-in writes there are."""
    with fair.app.app_context():
        return [count(record) for record in (Arrival, PrintJob, PhoneCode)]


@pytest.mark.parametrize("proof", [{"digits": "0101"}, {"before_at": "ASHA"}])
def test_who_knows_is_let_in_as_by_a_ticket(
    fair: Fair, door: Screen, proof: dict[str, str]
) -> None:
    page = door.post("/tablet/proofs", who=slip(door), **proof)

    assert page.status_code == 201
    assert "Hello, Asha" in words(page)
    assert "Your badge is printing." in words(page)
    assert 'class="code"' in page.text
    assert written(fair) == [1, 1, 1]
    with fair.app.app_context():
        assert db.session.scalars(db.select(Arrival.way)).one() == "name"


def test_a_picked_name_stays_masked_and_writes_nothing(fair: Fair, door: Screen) -> None:
    page = door.post("/tablet/name/picked", who=slip(door))

    assert page.status_code == 200
    assert "Is that you, Asha P." in words(page)
    assert "Patel" not in page.text and "0101" not in page.text and "example.org" not in page.text
    assert written(fair) == [0, 0, 0]


def test_what_is_asked_says_nothing_of_what_we_hold(fair: Fair, door: Screen) -> None:
    asha, ben = (door.post("/tablet/name/picked", who=slip(door, q)) for q in ("asha", "okafor"))

    assert words(asha).replace("Asha P.", "…") == words(ben).replace("Ben O.", "…")


@pytest.mark.parametrize("proof", [{}, {"digits": "0000"}, {"digits": "0101", "who": "x"}])
def test_a_wrong_answer_lets_nobody_in(fair: Fair, door: Screen, proof: dict[str, str]) -> None:
    page = door.post("/tablet/proofs", **{"who": slip(door), **proof})

    assert page.status_code in {404, 422}
    assert written(fair) == [0, 0, 0]


def test_a_wrong_answer_is_one_calm_sentence(door: Screen) -> None:
    page = door.post("/tablet/proofs", who=slip(door), digits="9999")

    assert "That does not match. Please try again, or ask a steward." in words(page)
    assert "9999" not in page.text


def test_after_five_tries_only_the_nod_is_left(fair: Fair, door: Screen) -> None:
    who = slip(door)
    for _try in range(5):
        assert "does not match" in words(door.post("/tablet/proofs", who=who, digits="9999"))

    page = door.post("/tablet/proofs", who=who, digits="0101")

    assert "That was tried too often." in words(page)
    assert 'name="digits"' not in page.text
    assert "Ask a steward" in words(page)
    assert written(fair) == [0, 0, 0]
    assert door.post("/tablet/nods", who=hidden(page, "who")).status_code == 201


def test_five_tries_are_for_all_stations_together(fair: Fair, door: Screen) -> None:
    other = pair(fair, name="Door 2")
    for screen in (door, other, door, other, door):
        screen.post("/tablet/proofs", who=slip(screen), digits="9999")

    assert "too often" in words(other.post("/tablet/proofs", who=slip(other), digits="0101"))


def test_the_same_answer_sent_twice_lets_in_once(fair: Fair, door: Screen) -> None:
    fields = {"who": slip(door), "digits": "0101", "op_id": str(uuid4())}

    pages = [door.post("/tablet/proofs", **fields) for _ in range(2)]

    assert ["Hello, Asha" in words(page) for page in pages] == [True, True]
    assert written(fair) == [1, 1, 1]


def test_who_is_in_already_is_told_so_after_the_proof(fair: Fair, door: Screen) -> None:
    let_in(fair, "Asha")

    page = door.post("/tablet/proofs", who=slip(door), digits="0101")

    assert page.status_code == 409
    assert "You are in already" in words(page)
    with fair.app.app_context():
        assert count(RefusedScan, RefusedScan.reason == "already_in") == 1


def test_where_only_the_nod_counts_a_name_asks_for_it_at_once(app: Flask) -> None:
    fair = hold(app, second_factor=["nod"])
    door = pair(fair)

    found = door.post("/tablet/name", q="asha")

    assert 'action="/tablet/nods"' in found.text
    refused = door.post("/tablet/proofs", who=hidden(found, "who"), before_at="asha")
    assert refused.status_code == 422
    assert written(fair) == [0, 0, 0]


def test_without_the_nod_no_steward_is_offered(app: Flask) -> None:
    fair = hold(app, second_factor=["email"])
    door = pair(fair)

    page = door.post("/tablet/name/picked", who=slip(door))

    assert 'name="digits"' not in page.text and "/tablet/nods" not in page.text
    assert 'name="before_at"' in page.text


def test_a_slip_of_another_screen_proves_nothing(fair: Fair, door: Screen) -> None:
    who = slip(door)

    page = pair(fair, name="Door 2").post("/tablet/proofs", who=who, digits="0101")

    assert page.status_code == 404
    with fair.app.app_context():
        assert count(Nod) == count(Arrival) == 0


@pytest.mark.parametrize("mode", ["exit", "meet"])
def test_only_a_door_asks(fair: Fair, mode: str) -> None:
    station = pair(fair, name="Other", mode=mode)

    answers = [station.post(f"/tablet/{path}", who="x") for path in ("name/picked", "proofs")]

    assert [answer.status_code for answer in answers] == [404, 404]
