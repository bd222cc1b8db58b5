"""Whatever happens, in whatever order it is heard: the rows, the lists and the roll-call agree.

A machine lets people in and out of three lists, late and early, online and alone, takes things
back, cancels, and sets the clock back; after each step it asks everybody who counts.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, events, figures
from kiosk.domain.arrivals import Admission, Arrival
from kiosk.domain.events import CheckInList, ListFacts
from kiosk.domain.print_jobs import PrintJob
from tests.people import ASHA, BEN, NOON, Fair, op_id

PEOPLE = (ASHA, BEN)
LISTS = ("Fair", "Day two", "Talk")
_numbers = count(1)

people = st.sampled_from([person["name"].split()[0] for person in PEOPLE])
lists = st.sampled_from(LISTS)
kinds = st.sampled_from(["entry", "exit"])
late_minutes = st.sampled_from([0, 0, 0, 0.03, 1, 7, 20, 45])


class Doors(RuleBasedStateMachine):
    """A fair with a door, a door that nobody passes twice, and a talk that counts each scan."""

    def __init__(self) -> None:
        """Open the fair."""
        super().__init__()
        self.fair = Fair(f"fair-{next(_numbers)}", PEOPLE, {"never_closes": True})
        self.at, self.heard = NOON, list[str]()
        with writing():
            events.shape_list(
                CheckInList(event_id=self.fair.id), name="Day two", kind="door", entries="once"
            )
            events.shape_list(
                CheckInList(event_id=self.fair.id), name="Talk", kind="session", entries="many"
            )
        self.lists = {each.name: events.list_facts(each) for each in events.lists_of(self.fair.id)}
        self.facts, self.device = self.fair.facts, self.fair.door

    @rule(who=people, where=lists, kind=kinds, late=late_minutes, offline=st.booleans())
    def pass_a_door(self, who: str, where: str, kind: str, late: float, offline: bool) -> None:
        """Let somebody in or out, or hear of it late."""
        self.at += timedelta(seconds=30)
        happened_at = self.at - timedelta(minutes=late)
        admission = Admission(
            self.facts, self.lists[where], "ticket", op_id(), kind=kind, device=self.device,
            happened_at=happened_at, offline=offline,
        )  # fmt: skip
        with writing():
            scanned = arrivals.scan(admission, self.fair.code("ticket", who), self.at)
        assert scanned.outcome.status in {201, 409}
        if scanned.arrival is not None:
            self.heard.append(scanned.arrival.public_id)

    @rule(which=st.integers(0, 30))
    def take_back(self, which: int) -> None:
        """Undo what was accepted, whatever became of it since."""
        if self.heard:
            public_id = self.heard[which % len(self.heard)]
            with writing():
                arrival = arrivals.by_public_id(self.fair.id, public_id)
                arrivals.undo(arrival, by="staff:x", why="wrong", device_id=None, at=self.at)
            assert arrivals.by_public_id(self.fair.id, public_id).undone_by == "staff:x"

    @rule(who=people, status=st.sampled_from(["expected", "cancelled"]))
    def change_a_ticket(self, who: str, status: str) -> None:
        """Cancel somebody's ticket, or take that back, wherever they are."""
        with writing():
            attendees.get(self.fair.person(who).id).status = status

    @rule()
    def set_the_clock_back(self) -> None:
        """What happened seems to lie ahead."""
        self.at -= timedelta(minutes=30)

    @invariant()
    def everybody_agrees(self) -> None:
        """Compare the rows with each other and with everybody who counts them."""
        rows = list(db.session.scalars(
            select(Arrival).where(Arrival.event_id == self.fair.id, Arrival.undone_at.is_(None))
            .order_by(Arrival.happened_at, Arrival.id)))  # fmt: skip
        inside = {name: _stories_agree(rows, door) for name, door in self.lists.items()}
        by_doors = inside["Fair"] | inside["Day two"]
        entered = {row.attendee_id for row in rows if row.kind == "entry"}
        counted = figures.of_event(self.fair.id, self.at)
        called = [person.id for person, _arrival in arrivals.roll_call(self.fair.id, self.at)]

        assert counted["inside"] == len(called) == len(by_doors)
        assert set(called) == by_doors
        assert set(arrivals.who_is_inside(self.fair.id, entered, self.at)) == by_doors
        assert counted["arrived"] == len({
            row.attendee_id for row in rows
            if row.kind == "entry" and row.list_id != self.lists["Talk"].id})  # fmt: skip
        for each in figures.of_lists(self.fair.id, self.at):
            assert each.inside == len(inside[each.check_in_list.name])
            assert each.entered == len({
                row.attendee_id for row in rows
                if row.kind == "entry" and row.list_id == each.check_in_list.id})  # fmt: skip
        waiting = (PrintJob.event_id == self.fair.id, PrintJob.state == "queued")
        jobs = list(db.session.scalars(select(PrintJob.attendee_id).where(*waiting)))
        assert len(jobs) == len(set(jobs))
        assert set(jobs) <= {row.attendee_id for row in rows}
        db.session.rollback()


def _stories_agree(rows: Iterable[Arrival], door: ListFacts) -> set[int]:
    """Who is inside by a list, when each person's story on it makes sense."""
    stories: dict[int, list[Arrival]] = {}
    for row in rows:
        if row.list_id == door.id:
            stories.setdefault(row.attendee_id, []).append(row)
    for story in stories.values():
        told = [row.kind for row in story]
        if door.entries != "many":
            assert told == ["entry", "exit"] * (len(told) // 2) + ["entry"] * (len(told) % 2)
        newest = [story[-1]] if story[-1].kind == "entry" else []
        assert [row for row in story if row.is_open] == newest
    return {who for who, story in stories.items() if story[-1].is_open}


@pytest.mark.usefixtures("records")
def test_rows_lists_and_roll_call_agree_whatever_is_heard_in_whatever_order(
    shared_app: Flask,
) -> None:
    bounded = settings(
        max_examples=10, stateful_step_count=15, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run_state_machine_as_test(Doors, settings=bounded)


@pytest.mark.usefixtures("records")
def test_a_morning_heard_late_ends_alike_in_whatever_order_it_is_heard() -> None:
    happened = [("entry", 0), ("entry", 4), ("exit", 10), ("exit", 12), ("entry", 20),
                ("exit", 30), ("entry", 31)]  # fmt: skip
    chance, ends = random.Random(20261124), set()
    fair = Fair(people=tuple({"name": f"P{n} Early"} for n in range(8)))
    for number in range(8):
        ticket = fair.code("ticket", f"P{number}")
        for heard, (kind, minute) in enumerate(chance.sample(happened, len(happened))):
            told, at = NOON + timedelta(minutes=minute), NOON + timedelta(minutes=40 + heard)
            fair.scan(ticket, at, kind=kind, happened_at=told, offline=True)
        rows = arrivals.of_attendee(fair.person(f"P{number}").id)
        ends.add(tuple((row.kind, row.happened_at.minute) for row in rows if row.undone_at is None))

    visits = ("entry", 0), ("exit", 10), ("entry", 20), ("exit", 30), ("entry", 31)
    assert ends == {visits}
    assert arrivals.inside_now(fair.door.list_id) == 8
