"""The server's clock is set while people come in: order, answers, codes and the queue hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import codes, print_jobs
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee
from tests.a_print_room import begin, claim, ready_printer, record, try_claim
from tests.people import Fair
from tests.web.an_api import Program, op_id, program

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
STEPS = pytest.mark.parametrize(
    "step", [-HOUR, HOUR, -YEAR, YEAR], ids=["hour back", "hour on", "year back", "year on"]
)


def ask(gate: Program, at: datetime, name: str, kind: str = "entry", own: str = "") -> int:
    """What somebody is told at the door when our clock shows this."""
    with time_machine.travel(at, tick=False):
        return gate.check_in(name, kind, op_id=own or op_id()).status_code


@STEPS
def test_people_pass_in_the_order_they_come_whatever_the_clock_does(
    app: Flask, step: timedelta
) -> None:
    gate, minute = program(app, never_closes=True), timedelta(minutes=1)

    told = []
    for number, kind in enumerate(["entry", "entry", "exit", "entry", "exit", "exit"]):
        at = NOON + number * minute + (step if number % 3 == 1 else timedelta())
        told.append(ask(gate, at, "Asha", kind))

    assert told == [201, 409, 201, 201, 201, 409]
    with app.app_context():
        rows = db.session.scalars(select(Arrival).order_by(Arrival.happened_at))
        assert [row.kind for row in rows] == ["entry", "exit", "entry", "exit"]
        db.session.rollback()


@STEPS
def test_what_was_said_before_the_step_is_said_again_after_it(app: Flask, step: timedelta) -> None:
    gate, own = program(app, never_closes=True), op_id()
    before = ask(gate, NOON, "Asha", own=own)

    again = ask(gate, NOON + step, "Asha", own=own)
    back = ask(gate, NOON + timedelta(minutes=1), "Asha", own=own)

    assert (before, again, back) == (201, 200, 200)


@STEPS
def test_tickets_and_badges_neither_die_nor_come_back(app: Flask, step: timedelta) -> None:
    gate = program(app, never_closes=True)
    dead = gate.fair.badges["Ben"]
    with app.app_context(), writing():
        ben = db.session.scalars(select(Attendee).where(Attendee.email.like("ben%"))).one()
        codes.advance(ben, lost=True, at=NOON)

    with time_machine.travel(NOON + step, tick=False):
        body = {"op_id": op_id(), "code": dead}
        assert gate.post("/check-ins", body).status_code == 404
    assert ask(gate, NOON + step, "Asha") == 201


@pytest.mark.usefixtures("records")
@STEPS
def test_a_badge_in_a_workers_hands_is_printed_once_and_a_dead_workers_is_not_forgotten(
    step: timedelta,
) -> None:
    fair = Fair()
    fair.scan(fair.code("ticket", "Asha"))
    mine = claim(fair.id)

    with writing():
        print_jobs.release_expired(NOON + step)
    theirs = claim(fair.id, NOON + step)

    assert theirs.epoch > mine.epoch
    assert (begin(mine, NOON + step), begin(theirs, NOON + step)) == (False, True)


@pytest.mark.usefixtures("records")
def test_a_badge_that_waits_for_its_printer_waits_no_hour_because_the_clock_was_set() -> None:
    fair = Fair()
    fair.scan(fair.code("ticket", "Asha"))
    printer = ready_printer(fair.id)
    record(claim(fair.id, printer=printer), "queued", "offline", later=timedelta(seconds=15))

    soon = try_claim(fair.id, NOON + timedelta(seconds=10), printer)
    after = try_claim(fair.id, NOON - HOUR, printer)

    assert soon is None
    assert after is not None
