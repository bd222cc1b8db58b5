"""Meetings by a program: two badges held up, what each gave, the next question, and undo."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries
from kiosk.workers.postroom import Postroom
from tests.web.an_api import Program, error, op_id, program

MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate(app: Flask) -> Program:
    """A program in a hall where Asha, Ben and Cai have arrived."""
    gate = program(app)
    for name in ("Asha", "Ben", "Cai"):
        assert gate.check_in(name).status_code == 201
    return gate


def undo(gate: Program, of: str, own: str | None = None) -> object:
    return gate.post(f"/meetings/{of}/undo", {"op_id": own or op_id()})


def meetings_of(gate: Program) -> object:
    return gate.ask("GET", "/figures").get_json()["meetings"]


def test_two_badges_meet_and_the_answer_says_what_each_gave(gate: Program) -> None:
    answer = gate.meet("Asha", "Ben")

    body = answer.get_json()
    assert (answer.status_code, body["outcome"]) == (201, "met")
    ids = {person["name"]: person["id"] for person in body["people"]}
    assert set(ids) == {"Asha Patel", "Ben Okafor"}
    given = {(share["giver"], share["receiver"]): share for share in body["shares"]}
    asha, ben = ids["Asha Patel"], ids["Ben Okafor"]
    assert (given[ben, asha]["fields"], given[ben, asha]["state"]) == (["name", "email"], "given")
    assert (given[asha, ben]["fields"], given[asha, ben]["state"]) == (["name"], "asked")
    assert body["prompt"].endswith("?")
    assert "@" not in answer.text


def test_the_same_op_id_gets_the_same_body_and_status_200(gate: Program) -> None:
    own = op_id()
    first = gate.meet("Asha", "Ben", op_id=own)

    again = gate.meet("Asha", "Ben", op_id=own)

    assert (again.status_code, again.get_json()) == (200, first.get_json())
    assert meetings_of(gate) == 1


def test_a_pair_that_has_met_gets_the_next_question(gate: Program) -> None:
    first = gate.meet("Asha", "Ben").get_json()

    again = gate.meet("Ben", "Asha")

    body = again.get_json()
    assert (again.status_code, body["outcome"]) == (200, "met_before")
    assert body["prompt"] != first["prompt"]
    assert body["shares"] == first["shares"]
    assert meetings_of(gate) == 1


def test_an_op_id_with_other_badges_is_refused(gate: Program) -> None:
    own = op_id()
    gate.meet("Asha", "Ben", op_id=own)

    answer = gate.meet("Asha", "Cai", op_id=own)

    assert (answer.status_code, error(answer)) == (409, "op_id_reused")


@pytest.mark.parametrize(
    ("pair", "slug"), [(("Asha", "Asha"), "same_person"), (("Asha", "Dana"), "not_arrived")]
)
def test_who_cannot_meet_is_told_why(gate: Program, pair: tuple[str, str], slug: str) -> None:
    answer = gate.meet(*pair)

    assert (answer.status_code, error(answer)) == (409, slug)
    assert meetings_of(gate) == 0


def test_long_before_the_fair_nobody_meets(gate: Program) -> None:
    with time_machine.travel(clock.now() - timedelta(hours=5), tick=False):
        answer = gate.meet("Asha", "Ben")

    assert (answer.status_code, error(answer)) == (409, "not_open")


def test_a_ticket_or_an_unknown_badge_meets_nobody(gate: Program) -> None:
    fair = gate.fair
    for other in (fair.tickets["Ben"], "0" * 20, "menu", "\u0000"):
        body = {"op_id": op_id(), "badges": [fair.badges["Asha"], other]}
        answer = gate.post("/meetings", body)

        assert (answer.status_code, error(answer)) == (404, "not_known")


def test_the_neighbours_badge_is_not_known(app: Flask, gate: Program) -> None:
    neighbour = program(app, "neighbour")

    badges = [gate.fair.badges["Asha"], neighbour.fair.badges["Ben"]]

    assert gate.post("/meetings", {"op_id": op_id(), "badges": badges}).status_code == 404


def test_a_minors_shares_stay_at_the_name(gate: Program) -> None:
    body = gate.meet("Cai", "Ben").get_json()

    assert [share["fields"] for share in body["shares"]] == [["name"], ["name"]]


def test_after_the_fair_a_handshake_only_asks(gate: Program) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=4, minutes=5), tick=False):
        body = gate.meet("Asha", "Ben").get_json()

    assert [share["state"] for share in body["shares"]] == ["asked", "asked"]


def test_an_undo_leaves_no_trace_and_is_repeatable(gate: Program) -> None:
    of, own = op_id(), op_id()
    gate.meet("Asha", "Ben", op_id=of)

    answers = [undo(gate, of, own), undo(gate, of, own), undo(gate, of)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert meetings_of(gate) == 0
    assert gate.meet("Asha", "Ben").get_json()["outcome"] == "met"


@pytest.mark.parametrize(("minutes", "status"), [(9, 200), (11, 409)])
def test_an_undo_has_ten_minutes(gate: Program, minutes: int, status: int) -> None:
    of = op_id()
    gate.meet("Asha", "Ben", op_id=of)

    with time_machine.travel(clock.now() + minutes * MINUTE, tick=False):
        answer = undo(gate, of)

    assert answer.status_code == status
    if status == 409:
        assert error(answer) == "too_late"


def test_another_device_or_an_unknown_op_id_undoes_nothing(app: Flask, gate: Program) -> None:
    of = op_id()
    gate.meet("Asha", "Ben", op_id=of)
    other = program(app, fair=gate.fair, name="Other gate")

    assert error(undo(other, of)) == "not_yours"
    assert undo(gate, op_id()).status_code == 404
    assert meetings_of(gate) == 1


def test_what_was_undone_is_taken_out_of_packs_that_were_frozen(app: Flask, gate: Program) -> None:
    of = op_id()
    gate.meet("Asha", "Ben", op_id=of)
    postroom = Postroom(app.config["KIOSK"])
    with app.app_context():
        for name in ("Asha", "Ben"):
            with writing():
                postroom.freeze(attendees.get(gate.fair.ids[name]), clock.now())
        db.session.remove()

    undo(gate, of)

    with app.app_context():
        assert deliveries.counts(gate.fair.event_id) == {"empty": 2}
        db.session.remove()
