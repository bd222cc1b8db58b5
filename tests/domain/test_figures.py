"""Figures: counts from the rows themselves, of this event alone."""

from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import arrivals, attendees, devices, figures, meetings
from tests.people import ASHA, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
MINUTE = timedelta(minutes=1)


def test_an_empty_fair_counts_nothing() -> None:
    assert figures.of_event(Fair(people=()).id, NOON) == {
        "registered": 0, "arrived": 0, "inside": 0, "meetings": 0, "shares": 0,
        "met_nobody": 0, "packs": {},
    }  # fmt: skip


def test_a_fair_is_counted_as_it_happened() -> None:
    fair, neighbour = Fair(), Fair("neighbour")
    for each in (fair, neighbour):
        each.check_in("Asha", "Ben", "Cai")
        each.let_meet("Asha", "Ben", scanner_gives=("name", "email"))
    fair.scan(fair.code("badge", "Cai"), kind="exit")
    fair.freeze()

    assert figures.of_event(fair.id, NOON) == {
        "registered": 4, "arrived": 3, "inside": 2, "meetings": 1, "shares": 2,
        "met_nobody": 1, "packs": {"frozen": 2, "empty": 1},
    }  # fmt: skip


def test_what_was_undone_withdrawn_or_cancelled_does_not_count() -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben", "Carol")
    with_carol = fair.let_meet("Ben", "Carol").meeting
    with_ben = fair.let_meet("Asha", "Ben").meeting
    (carols,) = fair.check_in("Cai")
    with writing():
        meetings.undo(with_carol, by="x", device_id=None, at=NOON)
        meetings.withdraw(with_ben, fair.person("Ben"), NOON)
        arrivals.undo(carols, by="x", why="", device_id=None, at=NOON)
        attendees.register(fair.event, [(2, {**ASHA, "status": "cancelled"})], NOON)

    counted = figures.of_event(fair.id, NOON)

    assert (counted["registered"], counted["arrived"], counted["inside"]) == (3, 3, 3)
    assert (counted["meetings"], counted["shares"], counted["met_nobody"]) == (1, 0, 1)


def test_who_comes_back_is_counted_once() -> None:
    fair = Fair()
    fair.scan(fair.code("ticket", "Asha"))
    fair.scan(fair.code("badge", "Asha"), kind="exit")
    fair.scan(fair.code("badge", "Asha"), at=NOON + 20 * MINUTE)

    counted = figures.of_event(fair.id, NOON)
    curve = figures.arrivals_by_step(fair.id, NOON, NOON + 30 * MINUTE)

    assert (counted["arrived"], counted["inside"]) == (1, 1)
    assert sum(n for _at, n in curve) == 1


def test_arrivals_come_in_steps_of_five_minutes_empty_ones_too() -> None:
    fair = Fair()
    fair.check_in("Asha", at=NOON - MINUTE)
    fair.check_in("Ben", at=NOON)
    fair.check_in("Carol", at=NOON + 4 * MINUTE)
    fair.check_in("Cai", at=NOON + 14 * MINUTE)

    curve = figures.arrivals_by_step(fair.id, NOON, NOON + 15 * MINUTE)

    assert curve == [(NOON + 5 * n * MINUTE, count) for n, count in enumerate((2, 0, 1, 0))]


def test_each_live_station_has_its_entries() -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    with writing():
        devices.pair(fair.event, kind="station", name="Side door", mode="door", at=NOON)

    counted = [(device.name, n) for device, n in figures.entries_by_station(fair.id)]

    assert counted == [("Door of fair", 2), ("Side door", 0)]
