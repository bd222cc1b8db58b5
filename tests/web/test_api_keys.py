"""The API's gate: which key may ask, of which event, and what a body must be."""

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices
from kiosk.web.identity import forget_devices
from tests.web.an_api import Program, error, op_id, program

NOBODYS = "00000000-0000-4000-8000-000000000000"
ROUTES = [("POST", "/check-ins"), ("POST", f"/check-ins/{NOBODYS}/undo"),
          ("POST", "/attendees/search"), ("POST", "/meetings"),
          ("POST", f"/meetings/{NOBODYS}/undo"), ("GET", "/figures")]  # fmt: skip


@pytest.fixture
def gate(app: Flask) -> Program:
    """A program at the gate of a fair that is open."""
    return program(app)


def refusals(gate: Program) -> set[tuple[int, str]]:
    """Ask every route; status and slug of each answer."""
    answers = [gate.ask(m, path, json={} if m == "POST" else None) for m, path in ROUTES]
    return {(answer.status_code, error(answer)) for answer in answers}


@pytest.mark.parametrize("key", ["", "wrong", "\xff", "x" * 5000, "a b"])
def test_without_a_right_key_nobody_gets_anything(gate: Program, key: str) -> None:
    gate.key = key

    assert refusals(gate) == {(401, "not_signed_in")}
    assert gate.ask("GET", "/figures").headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_no_key(app: Flask, gate: Program) -> None:
    assert gate.ask("GET", "/figures").status_code == 200
    with app.app_context():
        with writing():
            device = devices.by_name(gate.fair.event_id, "Gate")
            assert device is not None
            devices.revoke(device, clock.now())
        db.session.remove()
    forget_devices()

    assert refusals(gate) == {(401, "not_signed_in")}


def test_a_key_is_of_one_event(app: Flask, gate: Program) -> None:
    neighbour = program(app, "neighbour")
    neighbour.slug = "fair"

    assert refusals(neighbour) == {(404, "no_such_event")}


def test_the_neighbours_codes_and_op_ids_are_not_known(app: Flask, gate: Program) -> None:
    neighbour = program(app, "neighbour")
    of = op_id()
    assert neighbour.check_in("Asha", op_id=of).status_code == 201

    theirs = {"op_id": op_id(), "code": neighbour.fair.tickets["Asha"]}
    assert gate.post("/check-ins", theirs).status_code == 404
    assert gate.post(f"/check-ins/{of}/undo", {"op_id": op_id()}).status_code == 404
    assert gate.check_in("Asha", op_id=of).status_code == 201  # their op_id is not ours


def test_a_stands_tablet_may_not_ask_here(app: Flask) -> None:
    assert refusals(program(app, name="Nova", kind="stand")) == {(403, "not_allowed")}


def test_another_method_or_address_is_told_as_json(gate: Program) -> None:
    assert error(gate.ask("GET", "/check-ins")) == "not_allowed_method"
    assert gate.ask("GET", "/check-ins").status_code == 405
    assert gate.ask("POST", "/nothing", json={}).status_code == 404
    assert gate.ask("POST", "/check-ins/no-uuid/undo", json={}).status_code == 404


def test_what_is_not_json_is_told_so(gate: Program) -> None:
    answer = gate.ask("POST", "/check-ins", data="op_id=1", content_type="text/plain")

    assert (answer.status_code, error(answer)) == (415, "not_json")


def test_a_body_too_large_is_told_so(gate: Program) -> None:
    answer = gate.ask(
        "POST", "/check-ins", data=b"x" * (12 * 1024 * 1024 + 1), content_type="application/json"
    )

    assert (answer.status_code, error(answer)) == (413, "too_large")


def test_a_busy_database_asks_to_come_again_and_nothing_is_half_done(
    app: Flask, gate: Program
) -> None:
    own = op_id()

    def busy(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO print_jobs"):
            raise OperationalError(statement, {}, Exception("database is locked"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", busy)
    answer = gate.check_in("Asha", op_id=own)
    event.remove(engine, "before_cursor_execute", busy)

    assert (answer.status_code, error(answer)) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert gate.ask("GET", "/figures").get_json()["inside"] == 0
    assert gate.check_in("Asha", op_id=own).status_code == 201


def test_the_figures_are_those_of_the_fair(gate: Program) -> None:
    gate.check_in("Asha")

    figures = gate.ask("GET", "/figures").get_json()

    assert figures == {"registered": 5, "arrived": 1, "inside": 1, "meetings": 0, "shares": 0,
                       "met_nobody": 1, "packs": {}}  # fmt: skip
