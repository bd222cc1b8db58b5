"""Taking a check-in back: whose, until when, and what becomes of the rows around it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import arrivals, devices, events, print_jobs
from kiosk.domain.arrivals import Arrival, NotYours, TooLate
from kiosk.domain.events import CheckInList
from kiosk.domain.print_jobs import PrintJob
from kiosk.errors import NotKnown
from tests.people import CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def fair() -> Fair:
    return Fair()


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def passes(fair: Fair, kind: str, happened: float, heard: float | None = None) -> str:
    """Asha goes in or out then, heard at once or later; the row's public id."""
    at = minutes(happened if heard is None else heard)
    ticket = fair.code("ticket", "Asha")
    scanned = fair.scan(ticket, at, kind=kind, happened_at=minutes(happened))
    assert scanned.arrival is not None
    return scanned.arrival.public_id


def take_back(fair: Fair, public_id: str, at: float, device_id: int | None = None) -> Arrival:
    """Take one back, by a device of that row or by the desk."""
    with writing():
        arrival = arrivals.by_public_id(fair.id, public_id)
        by = "staff:sam" if device_id is None else "device:x"
        arrivals.undo(arrival, by=by, why="wrong person", device_id=device_id, at=minutes(at))
    return arrivals.by_public_id(fair.id, public_id)


def stands(fair: Fair) -> list[tuple[str, float]]:
    """What stands of Asha's morning, in minutes after noon."""
    rows = arrivals.of_attendee(fair.person("Asha").id)
    return [(row.kind, (row.happened_at - NOON) / timedelta(minutes=1))
            for row in rows if row.undone_at is None]  # fmt: skip


def inside(fair: Fair) -> int:
    return arrivals.inside_now(fair.door.list_id)


def test_the_row_keeps_who_when_and_why(fair: Fair) -> None:
    undone = take_back(fair, passes(fair, "entry", 0), 3)

    assert (undone.undone_by, undone.undone_at, undone.undone_why) == (
        "staff:sam", minutes(3), "wrong person")  # fmt: skip
    assert (undone.happened_at, inside(fair)) == (NOON, 0)


def test_a_device_takes_back_its_own_until_the_fifteenth_minute_by_when_we_heard(
    fair: Fair,
) -> None:
    told_late = passes(fair, "entry", 0, heard=40)
    with pytest.raises(TooLate):
        take_back(fair, told_late, 55.1, fair.door.id)

    assert take_back(fair, told_late, 55, fair.door.id).undone_by == "device:x"


def test_another_device_may_not_and_a_steward_may_at_any_time(fair: Fair) -> None:
    entry = passes(fair, "entry", 0)
    with writing():
        other, _key = devices.pair(fair.event, kind="api", name="Side", mode="door", at=NOON)
    with pytest.raises(NotYours):
        take_back(fair, entry, 1, other.id)

    assert take_back(fair, entry, 60 * 24 * 3).undone_by == "staff:sam"


def test_taken_back_twice_the_first_word_stands(fair: Fair) -> None:
    entry = passes(fair, "entry", 0)
    take_back(fair, entry, 1)

    again = take_back(fair, entry, 50, fair.door.id)

    assert (again.undone_by, again.undone_at) == ("staff:sam", minutes(1))


def test_an_unknown_op_id_and_a_neighbours_row_are_not_known(fair: Fair) -> None:
    neighbour = Fair("neighbour", (CY,))
    (theirs,) = neighbour.check_in("Cy")

    with pytest.raises(NotKnown):
        arrivals.by_op_id(fair.id, theirs.op_id)
    with pytest.raises(NotKnown):
        arrivals.by_public_id(fair.id, theirs.public_id)


def test_an_entry_taken_back_after_coming_back_leaves_the_later_visit(fair: Fair) -> None:
    first = passes(fair, "entry", 0)
    passes(fair, "exit", 10)
    passes(fair, "entry", 20)

    take_back(fair, first, 30)

    assert (stands(fair), inside(fair)) == ([("entry", 20)], 1)


def test_an_exit_taken_back_between_two_visits_makes_them_one(fair: Fair) -> None:
    passes(fair, "entry", 0)
    left = passes(fair, "exit", 10)
    passes(fair, "entry", 20)
    passes(fair, "exit", 30)

    take_back(fair, left, 40)

    assert (stands(fair), inside(fair)) == ([("entry", 0), ("exit", 30)], 0)


def test_a_row_that_stood_aside_can_be_taken_back_and_then_stands_never_again(fair: Fair) -> None:
    later = passes(fair, "entry", 7, heard=30)
    earlier = passes(fair, "entry", 5, heard=31)
    assert stands(fair) == [("entry", 5)]

    aside = take_back(fair, later, 32)
    take_back(fair, earlier, 33)

    assert (aside.undone_by, stands(fair), inside(fair)) == ("staff:sam", [], 0)


def test_an_exit_told_between_two_who_came_first_lets_both_visits_stand(fair: Fair) -> None:
    passes(fair, "entry", 7, heard=30)
    passes(fair, "entry", 5, heard=31)

    passes(fair, "exit", 6, heard=32)

    assert stands(fair) == [("entry", 5), ("exit", 6), ("entry", 7)]
    assert inside(fair) == 1


def test_two_visits_that_happened_stand_even_where_nobody_may_come_in_twice() -> None:
    fair = Fair(settings={"reentry": False})
    passes(fair, "entry", 7, heard=30)
    passes(fair, "entry", 5, heard=31)

    passes(fair, "exit", 6, heard=32)

    assert (stands(fair)[-1], inside(fair)) == (("entry", 7), 1)
    notices = arrivals.recent_refusals(fair.id, NOON)
    assert [notice.reason for notice in notices] == ["heard_late"]


def test_a_waiting_badge_goes_only_with_the_last_entry_by_a_door(fair: Fair) -> None:
    with writing():
        talk = CheckInList(event_id=fair.id)
        events.shape_list(talk, name="Talk", kind="session")
    entry = passes(fair, "entry", 0)
    ticket = fair.code("ticket", "Asha")
    seat = fair.scan(ticket, minutes(1), door=events.list_facts(talk)).arrival
    assert seat is not None

    take_back(fair, seat.public_id, 2)
    assert count(PrintJob, PrintJob.state == "queued") == 1

    take_back(fair, entry, 3)
    job = print_jobs.latest_of(fair.person("Asha").id)
    assert job is not None and job.state == "voided"


def test_whoever_was_taken_back_comes_in_again_and_gets_a_badge(fair: Fair) -> None:
    take_back(fair, passes(fair, "entry", 0), 1)

    passes(fair, "entry", 2)

    assert count(PrintJob, PrintJob.state == "queued") == 1
    assert inside(fair) == 1
    db.session.rollback()
