"""Races at the door: two stations and one person, many people and one place, undo and exit."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import arrivals, codes, events
from kiosk.domain.arrivals import Admission, Arrival
from kiosk.domain.events import CheckInList
from kiosk.domain.operations import Asked
from kiosk.domain.print_jobs import PrintJob
from tests.crowd import CROWD, at_once, performed
from tests.people import NOON, Fair, count, op_id

pytestmark = pytest.mark.usefixtures("records")
RACES = int(os.environ.get("KIOSK_FAULTS_RACES", "2000"))
A_FEW = 20


def at_the_door(fair: Fair) -> Callable[..., str]:
    """Return what sends one scan as a door does, under an op_id of its own; its slug comes back."""
    device, facts, fair_id = fair.door, fair.facts, fair.id

    def scan(ticket: str, **changes: Any) -> str:
        own = op_id()
        wish = replace(Admission(facts, device.door, "ticket", own, device=device), **changes)
        asked = Asked(fair_id, own, device.asker, "check_in", {"code": ticket})
        return performed(asked, lambda: arrivals.scan(wish, ticket, NOON).outcome).slug

    return scan


def race(app: Flask, times: int) -> None:
    """Let two stations let the same person in, in the same moment, so many times; judge it all."""
    people = tuple({"name": f"P{n} Race"} for n in range(times))
    fair = Fair(people=people, settings={"never_closes": True})
    tickets = [own["ticket"] for _person, own in codes.codes_of_event(fair.id)]
    scan = at_the_door(fair)

    told = [tuple(sorted(at_once(app, lambda _n, read=ticket: scan(read), crowd=2)))
            for ticket in tickets]  # fmt: skip

    assert Counter(told) == {("accepted", "already_in"): times}
    assert count(Arrival, Arrival.is_open) == count(Arrival) == count(PrintJob) == times
    assert len(set(db.session.scalars(select(Arrival.attendee_id)))) == times


def test_of_two_stations_one_lets_a_person_in(shared_app: Flask) -> None:
    race(shared_app, A_FEW)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_of_two_stations_one_lets_a_person_in_two_thousand_times(shared_app: Flask) -> None:
    race(shared_app, RACES)


def test_the_last_places_go_once_each(shared_app: Flask) -> None:
    fair = Fair(people=tuple({"name": f"P{n} Race"} for n in range(CROWD)))
    with writing():
        talk = CheckInList(event_id=fair.id)
        events.shape_list(talk, name="Talk", kind="session", capacity=3)
    tickets = [own["ticket"] for _person, own in codes.codes_of_event(fair.id)]
    scan, seats = at_the_door(fair), events.list_facts(talk)

    told = at_once(shared_app, lambda number: scan(tickets[number], door=seats))

    assert Counter(told) == {"accepted": 3, "full": CROWD - 3}
    assert arrivals.inside_now(seats.id) == 3


def test_of_eight_exits_at_once_one_goes_out(shared_app: Flask) -> None:
    fair = Fair()
    fair.check_in("Asha")
    ticket, scan = fair.code("ticket", "Asha"), at_the_door(fair)

    told = at_once(shared_app, lambda _number: scan(ticket, kind="exit"))

    assert Counter(told) == {"accepted": 1, "not_in": CROWD - 1}
    assert arrivals.inside_now(fair.door.list_id) == 0


def test_entries_and_exits_at_once_end_in_an_order_that_makes_sense(shared_app: Flask) -> None:
    fair = Fair()
    fair.check_in("Asha")
    ticket, scan = fair.code("ticket", "Asha"), at_the_door(fair)

    at_once(shared_app, lambda number: scan(ticket, kind=("entry", "exit")[number % 2]))

    assert_makes_sense(fair)


def test_eight_tablets_that_were_alone_settle_one_person_at_once(shared_app: Flask) -> None:
    fair = Fair(settings={"never_closes": True})
    ticket, scan = fair.code("ticket", "Asha"), at_the_door(fair)

    def settle(number: int) -> str:
        told = NOON - timedelta(minutes=40 - 5 * number)
        kind = ("entry", "exit")[number % 2]
        return scan(ticket, kind=kind, happened_at=told, offline=True)

    at_once(shared_app, settle)

    assert_makes_sense(fair)
    rows = arrivals.of_attendee(fair.person("Asha").id)
    assert [row.kind for row in rows if row.undone_at is None] == ["entry", "exit"] * 4


def test_one_check_in_taken_back_by_many_while_others_let_in_is_one_or_none(
    shared_app: Flask,
) -> None:
    fair = Fair()
    (first,) = fair.check_in("Asha")
    ticket, scan, public_id = fair.code("ticket", "Asha"), at_the_door(fair), first.public_id
    fair_id = fair.id

    def act(number: int) -> str:
        if number % 2:
            return scan(ticket)
        with writing():
            arrival = arrivals.by_public_id(fair_id, public_id)
            arrivals.undo(arrival, by=f"staff:{number}", why="", device_id=None, at=NOON)
        return "undone"

    told = Counter(at_once(shared_app, act))

    assert told["undone"] == CROWD // 2
    assert told["accepted"] <= 1
    assert arrivals.inside_now(fair.door.list_id) == told["accepted"]
    assert_makes_sense(fair)


def assert_makes_sense(fair: Fair) -> None:
    """One person's entries and exits alternate, and one is open when the newest is an entry."""
    db.session.expire_all()
    rows = arrivals.of_attendee(fair.person("Asha").id)
    story = [row for row in rows if row.undone_at is None]
    told = [row.kind for row in story]
    assert told == ["entry", "exit"] * (len(told) // 2) + ["entry"] * (len(told) % 2)
    assert [row for row in story if row.is_open] == [row for row in story[-1:]
                                                     if row.kind == "entry"]  # fmt: skip
