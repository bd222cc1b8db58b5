"""What is heard late sorts right: entries and exits alternate by when they happened."""

from datetime import datetime, timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import arrivals, figures
from kiosk.domain.arrivals import Scanned
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.fixture
def fair() -> Fair:
    return Fair()


def told(fair: Fair, kind: str, happened: float, heard: float, **more: object) -> Scanned:
    """A scan of Asha's ticket that happened then and was heard later, in minutes after noon."""
    read = fair.code("ticket", "Asha")
    return fair.scan(read, minutes(heard), kind=kind, happened_at=minutes(happened), **more)


def story(fair: Fair) -> list[tuple[str, float]]:
    """What stands of Asha's morning, in minutes after noon."""
    rows = arrivals.of_attendee(fair.person("Asha").id)
    return [
        (row.kind, (row.happened_at - NOON) / timedelta(minutes=1))
        for row in rows
        if row.undone_at is None
    ]


def inside(fair: Fair, at: float = 59) -> int:
    return int(str(figures.of_event(fair.id, minutes(at))["inside"]))


def test_an_exit_that_arrives_late_closes_the_entry_before_it(fair: Fair) -> None:
    told(fair, "entry", 0, 0)

    told(fair, "exit", 10, 30)

    assert (story(fair), inside(fair)) == ([("entry", 0), ("exit", 10)], 0)


def test_an_exit_heard_after_a_newer_entry_lets_her_stay_inside(fair: Fair) -> None:
    told(fair, "entry", 0, 0)
    told(fair, "exit", 10, 10)
    told(fair, "entry", 20, 20)

    late = told(fair, "exit", 5, 30)

    assert late.outcome.status == 201
    assert story(fair) == [("entry", 0), ("exit", 5), ("entry", 20)]
    assert inside(fair) == 1


def test_two_tablets_that_were_alone_make_one_arrival_the_earlier_and_one_notice(
    fair: Fair,
) -> None:
    told(fair, "entry", 7, 30, offline=True)

    earlier = told(fair, "entry", 5, 31, offline=True)

    assert earlier.outcome.status == 201
    assert (story(fair), inside(fair)) == ([("entry", 5)], 1)
    notices = arrivals.recent_refusals(fair.id, minutes(-60))
    assert [(notice.reason, notice.offline) for notice in notices] == [("heard_late", True)]


def test_the_later_of_two_told_second_is_refused_with_when_and_where(fair: Fair) -> None:
    told(fair, "entry", 5, 30, offline=True)

    later = told(fair, "entry", 7, 31, offline=True)

    assert (later.outcome.slug, story(fair)) == ("already_in", [("entry", 5)])
    assert later.outcome.rows["happened_at"] == minutes(5).isoformat()
    assert [notice.reason for notice in arrivals.recent_refusals(fair.id, NOON)] == ["already_in"]


def test_who_stood_aside_stands_again_when_the_earlier_one_is_undone(fair: Fair) -> None:
    told(fair, "entry", 7, 30, offline=True)
    earlier = told(fair, "entry", 5, 31, offline=True).arrival
    assert earlier is not None

    with writing():
        arrivals.undo(earlier, by="staff:sam", why="wrong person", device_id=None, at=minutes(32))

    assert (story(fair), inside(fair)) == ([("entry", 7)], 1)


def test_an_exit_before_any_entry_is_refused_however_late_it_is_told(fair: Fair) -> None:
    told(fair, "entry", 10, 10)

    assert told(fair, "exit", 5, 30).outcome.slug == "not_in"
    assert inside(fair) == 1


def test_an_entry_told_before_a_known_visit_is_a_visit_that_began_earlier(fair: Fair) -> None:
    told(fair, "entry", 10, 10)
    told(fair, "exit", 20, 20)

    told(fair, "entry", 5, 30)

    assert (story(fair), inside(fair)) == ([("entry", 5), ("exit", 20)], 0)


def test_the_same_refusal_again_within_a_minute_only_counts(fair: Fair) -> None:
    for second in range(40):
        fair.scan("https://menu.example/lunch", NOON + timedelta(seconds=second))

    (refused,) = arrivals.recent_refusals(fair.id, NOON)

    assert refused.times == 40
