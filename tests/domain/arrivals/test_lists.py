"""Lists with a capacity, and lists behind the door: who gets a place, and who is told to wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kiosk.db import writing
from kiosk.domain import arrivals, erasure, events, figures
from kiosk.domain.events import CheckInList, ListFacts
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
MINUTE = timedelta(minutes=1)


def a_list(fair: Fair, **rules: Any) -> ListFacts:
    """A talk of the fair."""
    with writing():
        made = CheckInList(event_id=fair.id)
        events.shape_list(made, **{"name": "Talk", "kind": "session", **rules})
    return events.list_facts(made)


def slug(fair: Fair, name: str, door: ListFacts, minute: int = 0, **changes: Any) -> str:
    """What somebody's ticket comes to there."""
    ticket, at = fair.code("ticket", name), NOON + minute * MINUTE
    return fair.scan(ticket, at, door=door, **changes).outcome.slug


def test_who_goes_out_leaves_a_place() -> None:
    fair = Fair()
    talk = a_list(fair, capacity=1)

    told = [slug(fair, "Asha", talk), slug(fair, "Ben", talk), slug(fair, "Asha", talk),
            slug(fair, "Asha", talk, kind="exit"), slug(fair, "Ben", talk),
            slug(fair, "Asha", talk, 1)]  # fmt: skip

    assert told == ["accepted", "full", "already_in", "accepted", "accepted", "full"]
    assert arrivals.inside_now(talk.id) == 1


def test_where_each_scan_counts_whoever_is_in_takes_no_second_place() -> None:
    fair = Fair()
    talk = a_list(fair, capacity=1, entries="many")

    told = [slug(fair, name, talk, n) for n, name in enumerate(("Asha", "Asha", "Ben"))]

    assert told == ["accepted", "accepted", "full"]


def test_a_place_that_is_taken_back_is_free() -> None:
    fair = Fair()
    talk = a_list(fair, capacity=1)
    seat = fair.scan(fair.code("ticket", "Asha"), door=talk).arrival
    assert seat is not None
    with writing():
        arrival = arrivals.by_public_id(fair.id, seat.public_id)
        arrivals.undo(arrival, by="staff:x", why="", device_id=None, at=NOON)

    assert slug(fair, "Ben", talk) == "accepted"


def test_a_tablet_that_was_alone_is_not_told_full_when_they_are_inside() -> None:
    fair = Fair()
    talk = a_list(fair, capacity=1)
    slug(fair, "Asha", talk)

    assert slug(fair, "Ben", talk, 20, happened_at=NOON + MINUTE, offline=True) == "accepted"
    assert arrivals.inside_now(talk.id) == 2


def test_a_talk_behind_the_door_wants_whoever_is_inside_the_fair() -> None:
    fair = Fair()
    talk = a_list(fair, after_door=True)

    before = slug(fair, "Asha", talk)
    fair.check_in("Asha")
    seated = slug(fair, "Asha", talk, 1)
    slug(fair, "Asha", fair.door.door, 2, kind="exit")
    slug(fair, "Asha", talk, 3, kind="exit")
    gone = slug(fair, "Asha", talk, 4)

    assert [before, seated, gone] == ["not_arrived", "accepted", "not_arrived"]


def test_the_day_before_is_not_today() -> None:
    fair = Fair()
    talk = a_list(fair, after_door=True)
    day = a_list(fair, name="Day one", kind="door", closes_at=NOON + 10 * MINUTE)
    slug(fair, "Asha", day)

    assert slug(fair, "Asha", talk, 60) == "accepted"
    assert slug(fair, "Asha", talk, 75, kind="exit") == "accepted"
    assert slug(fair, "Asha", talk, 80) == "not_arrived"


def test_whoever_is_erased_is_inside_nowhere_and_every_count_agrees() -> None:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    with writing():
        erasure.erase(fair.person("Asha"), NOON, lambda _reader: None)

    (counted,) = figures.of_lists(fair.id, NOON)
    called = [person.name for person, _arrival in arrivals.roll_call(fair.id, NOON)]
    assert figures.of_event(fair.id, NOON)["inside"] == counted.inside == 1
    assert called == ["Ben Okafor"]
