"""Check-ins by a program: every status of the contract, once for each op_id, and undo."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, events, figures
from tests.web.a_fair import pair
from tests.web.an_api import Program, error, op_id, program

MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate(app: Flask) -> Program:
    """A program at the gate of a fair that is open."""
    return program(app)


def undo(gate: Program, of: str, own: str | None = None, **more: object) -> object:
    return gate.post(f"/check-ins/{of}/undo", {"op_id": own or op_id(), "reason": "oops", **more})


def inside(gate: Program) -> object:
    with gate.fair.app.app_context():
        return figures.of_event(gate.fair.event_id, clock.now())["inside"]


def test_a_ticket_lets_its_owner_in_and_the_answer_says_who_when_and_where(gate: Program) -> None:
    own = op_id()

    answer = gate.check_in("Asha", op_id=own)

    assert answer.status_code == 201
    body = answer.get_json()
    assert body["outcome"] == "accepted"
    assert (body["op_id"], body["kind"], body["station"]) == (own, "entry", "Gate")
    assert body["attendee"]["name"] == "Asha Patel"
    assert body["attendee"]["kind"] == "student"
    assert len(body["attendee"]["id"]) == 16
    assert clock.now() - datetime.fromisoformat(body["happened_at"]) < MINUTE
    assert inside(gate) == 1


def test_the_same_op_id_gets_the_same_body_and_status_200(gate: Program) -> None:
    own = op_id()
    first = gate.check_in("Asha", op_id=own)

    again = gate.check_in("Asha", op_id=own.upper())

    assert (again.status_code, again.get_json()) == (200, first.get_json())
    assert inside(gate) == 1


@pytest.mark.parametrize("change", [{"kind": "exit"}, {"code": "another"},
                                    {"happened_at": "2026-11-24T10:00:00Z"}])  # fmt: skip
def test_an_op_id_with_another_body_is_refused(gate: Program, change: dict[str, str]) -> None:
    own = op_id()
    gate.check_in("Asha", op_id=own)

    answer = gate.check_in("Asha", **{"op_id": own, **change})

    assert (answer.status_code, error(answer)) == (409, "op_id_reused")


def test_an_op_id_of_another_asker_is_refused(app: Flask, gate: Program) -> None:
    own = op_id()
    gate.check_in("Asha", op_id=own)
    other = program(app, fair=gate.fair, name="Other gate")

    answer = other.check_in("Asha", op_id=own)

    assert (answer.status_code, error(answer)) == (409, "op_id_reused")
    assert "Asha" not in answer.text


def test_who_is_in_already_is_told_since_when_and_where(gate: Program) -> None:
    first = gate.check_in("Asha").get_json()

    answer = gate.check_in("Asha")

    assert (answer.status_code, error(answer)) == (409, "already_in")
    assert answer.get_json()["happened_at"] == first["happened_at"]
    assert answer.get_json()["station"] == "Gate"


def test_a_refusal_is_repeated_as_it_was(gate: Program) -> None:
    own = op_id()
    gate.check_in("Asha", kind="exit", op_id=own)

    gate.check_in("Asha")
    again = gate.check_in("Asha", kind="exit", op_id=own)

    assert (again.status_code, error(again)) == (409, "not_in")
    assert inside(gate) == 1


def test_who_goes_out_is_out(gate: Program) -> None:
    assert error(gate.check_in("Asha", kind="exit")) == "not_in"
    gate.check_in("Asha")

    answer = gate.check_in("Asha", kind="exit")

    assert (answer.status_code, answer.get_json()["kind"]) == (201, "exit")
    assert inside(gate) == 0


@pytest.mark.parametrize(
    ("hours", "slug"), [(-1.6, "not_open"), (4.5, "closed")], ids=["too early", "too late"]
)
def test_outside_its_hours_the_door_says_so(gate: Program, hours: float, slug: str) -> None:
    with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
        answer = gate.check_in("Asha")

    assert (answer.status_code, error(answer)) == (409, slug)


def test_a_cancelled_ticket_is_refused(gate: Program) -> None:
    with gate.fair.app.app_context(), writing():
        row = {"name": "Asha Patel", "email": "asha@example.org", "status": "cancelled"}
        attendees.register(events.by_slug("fair"), [(2, row)], clock.now())

    answer = gate.check_in("Asha")

    assert (answer.status_code, error(answer)) == (409, "cancelled")


@pytest.mark.parametrize(
    "code", ["0" * 26, "0" * 20, "menu", "https://fair.example/B/" + "0" * 20, "\u0000", "x" * 5000]
)
def test_what_is_no_code_of_ours_is_not_known(gate: Program, code: str) -> None:
    answer = gate.post("/check-ins", {"op_id": op_id(), "code": code})

    assert (answer.status_code, error(answer)) == (404, "not_known")


def test_a_miss_is_not_kept_under_its_op_id(gate: Program) -> None:
    own = op_id()
    gate.post("/check-ins", {"op_id": own, "code": "0" * 26})

    assert gate.check_in("Asha", op_id=own).status_code == 201


def test_a_code_is_taken_as_a_whole_address_in_any_case(gate: Program) -> None:
    address = f"https://fair.example/b/{gate.fair.badges['Asha'].lower()}"

    answer = gate.post("/check-ins", {"op_id": op_id(), "code": address})

    assert answer.status_code == 201


def test_a_queued_check_in_happened_when_it_happened(gate: Program) -> None:
    now = clock.now()
    told, sent = now - 40 * MINUTE, now - 10 * MINUTE  # the program's clock is ten minutes slow

    answer = gate.check_in("Asha", happened_at=told.isoformat(), sent_at=sent.isoformat())

    happened_at = datetime.fromisoformat(answer.get_json()["happened_at"])
    assert abs(happened_at - (now - 30 * MINUTE)) < MINUTE


@pytest.mark.parametrize("told", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("sent", [None, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_clock_beyond_all_years_harms_nothing(app: Flask, told: str, sent: str | None) -> None:
    gate = program(app, never_closes=True)

    answer = gate.check_in("Asha", happened_at=told, sent_at=sent)

    assert answer.status_code == 201
    happened_at = datetime.fromisoformat(answer.get_json()["happened_at"]).astimezone(UTC)
    assert timedelta() <= clock.now() - happened_at <= timedelta(days=1, minutes=1)


def test_an_undo_takes_a_check_in_back_and_is_repeatable(gate: Program) -> None:
    of, own = op_id(), op_id()
    gate.check_in("Asha", op_id=of)

    answers = [undo(gate, of, own), undo(gate, of, own), undo(gate, of)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert inside(gate) == 0
    assert gate.check_in("Asha").status_code == 201


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 409)])
def test_an_undo_has_fifteen_minutes(gate: Program, minutes: int, status: int) -> None:
    of = op_id()
    gate.check_in("Asha", op_id=of)

    with time_machine.travel(clock.now() + minutes * MINUTE, tick=False):
        answer = undo(gate, of)

    assert answer.status_code == status
    if status == 409:
        assert error(answer) == "too_late"
    assert inside(gate) == (0 if status == 200 else 1)


def test_another_device_undoes_nothing_of_ours(app: Flask, gate: Program) -> None:
    of = op_id()
    gate.check_in("Asha", op_id=of)

    answer = undo(program(app, fair=gate.fair, name="Other gate"), of)

    assert (answer.status_code, error(answer)) == (409, "not_yours")
    assert inside(gate) == 1


def test_an_undo_of_nothing_is_not_known(gate: Program) -> None:
    answer = undo(gate, op_id())

    assert (answer.status_code, error(answer)) == (404, "no_such_check_in")


def test_a_paired_station_may_ask_with_its_cookie_from_our_own_page_only(gate: Program) -> None:
    station = pair(gate.fair)
    body = {"op_id": op_id(), "code": gate.fair.tickets["Asha"]}
    where = "/api/v1/events/fair/check-ins"

    foreign = station.client.post(where, json=body, headers={"Sec-Fetch-Site": "cross-site"})
    ours = station.client.post(where, json=body, headers={"Sec-Fetch-Site": "same-origin"})

    assert (foreign.status_code, error(foreign)) == (403, "foreign_page")
    assert ours.status_code == 201
    assert ours.get_json()["station"] == "Door 1"


def test_misses_are_limited_and_a_right_code_is_not(gate: Program) -> None:
    miss = {"op_id": op_id(), "code": "0" * 26}
    statuses = [gate.post("/check-ins", miss).status_code for _ in range(61)]

    assert statuses == [404] * 60 + [429]
    limited = gate.post("/check-ins", miss)
    assert error(limited) == "too_many"
    assert int(limited.headers["Retry-After"]) > 0
    assert gate.check_in("Asha").status_code == 201


def test_nothing_of_a_person_is_in_a_refusal_or_an_address(gate: Program) -> None:
    gate.check_in("Asha")

    refused = gate.check_in("Asha")

    assert "Asha" not in refused.text
    assert gate.fair.tickets["Asha"] not in refused.text
    with gate.fair.app.app_context():
        db.session.remove()


def test_what_a_program_let_in_alone_is_marked_and_its_conflict_waits_for_a_steward(
    gate: Program,
) -> None:
    gate.check_in("Asha")

    again = gate.check_in("Asha", offline=True)

    assert error(again) == "already_in"
    with gate.fair.app.app_context():
        since = clock.now() - MINUTE
        marks = [each.offline for each in arrivals.recent_refusals(gate.fair.event_id, since)]
    assert marks == [True]
