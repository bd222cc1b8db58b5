"""When doors are open: per kind, per list, across midnight, clock changes and a clock set back.

The doors compare instants. What a wall clock in the hall shows is read once, where it is typed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.cli.event_settings import read_instant
from kiosk.db import db, writing
from kiosk.domain import arrivals, events, figures
from kiosk.domain.events import CheckInList
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
SECOND = timedelta(seconds=1)
CLOCKS = {
    # zone, opens, closes as typed; how long that is by a stopwatch
    "spring forward": ("Europe/London", "2026-03-28T22:00", "2026-03-29T04:00", 5),
    "fall back": ("Europe/London", "2026-10-24T22:00", "2026-10-25T04:00", 7),
    "east of Greenwich": ("Pacific/Auckland", "2026-09-26T22:00", "2026-09-27T04:00", 5),
    "half an hour": ("Australia/Lord_Howe", "2026-04-04T22:00", "2026-04-05T04:00", 6.5),
    "no change": ("Asia/Kolkata", "2026-03-28T22:00", "2026-03-29T04:00", 6),
}


def moved(fair: Fair, zone: str, opens: str, closes: str) -> tuple[datetime, datetime]:
    """Let the fair be held there and then, typed as at the desk."""
    with writing():
        event = fair.event
        event.timezone = zone
        event.starts_at, event.ends_at = (read_instant(each, zone) for each in (opens, closes))
        event.hours = {"student": [0, 0]}
    db.session.expire_all()
    return fair.event.starts_at, fair.event.ends_at


@pytest.mark.parametrize("case", CLOCKS)
def test_a_night_is_as_long_as_it_is_whatever_the_clocks_do(case: str) -> None:
    zone, opens, closes, hours = CLOCKS[case]
    fair = Fair()
    starts_at, ends_at = moved(fair, zone, opens, closes)
    ticket = fair.code("ticket", "Asha")

    slugs = [fair.scan(ticket, at, kind=kind).outcome.slug
             for at, kind in ((starts_at - SECOND, "entry"), (starts_at, "entry"),
                              (starts_at + SECOND, "exit"), (ends_at, "entry"),
                              (ends_at + SECOND, "exit"), (ends_at + SECOND, "entry"))]  # fmt: skip

    assert ends_at - starts_at == timedelta(hours=hours)
    assert slugs == ["not_open", "accepted", "accepted", "accepted", "accepted", "closed"]


def test_the_hour_that_comes_twice_keeps_its_order() -> None:
    fair = Fair()
    moved(fair, "Europe/London", "2026-10-24T22:00", "2026-10-25T04:00")
    zone, ticket = ZoneInfo("Europe/London"), fair.code("ticket", "Asha")
    first = datetime(2026, 10, 25, 1, 50, tzinfo=zone)  # summer time
    second = datetime(2026, 10, 25, 1, 10, fold=1, tzinfo=zone)  # twenty minutes later
    heard = second.astimezone(UTC) + timedelta(minutes=30)

    fair.scan(ticket, heard, kind="entry", happened_at=second.astimezone(UTC))
    fair.scan(ticket, heard + SECOND, kind="entry", happened_at=first.astimezone(UTC))
    fair.scan(ticket, heard + 2 * SECOND, kind="exit",
              happened_at=first.astimezone(UTC) + timedelta(minutes=5))  # fmt: skip

    rows = arrivals.of_attendee(fair.person("Asha").id)
    told = [(row.kind, row.happened_at.astimezone(zone).strftime("%H:%M %Z"))
            for row in rows if row.undone_at is None]  # fmt: skip
    assert told == [("entry", "01:50 BST"), ("exit", "01:55 BST"), ("entry", "01:10 GMT")]
    assert arrivals.inside_now(fair.door.list_id) == 1


def test_a_fair_across_midnight_counts_one_arrival_a_person() -> None:
    fair = Fair()
    _starts, ends_at = moved(fair, "Asia/Tokyo", "2026-11-24T20:00", "2026-11-25T02:00")
    ticket = fair.code("ticket", "Asha")
    midnight = ends_at - timedelta(hours=2)

    for minutes, kind in ((-20, "entry"), (-10, "exit"), (10, "entry")):
        fair.scan(ticket, midnight + timedelta(minutes=minutes), kind=kind)

    counted = figures.of_event(fair.id, midnight + timedelta(minutes=11))
    assert (counted["arrived"], counted["inside"]) == (1, 1)


def test_each_kind_has_its_own_window() -> None:
    fair = Fair(settings={"hours": {"employer": [150, 90], "student": [0, 0]}})
    starts_at, ends_at = fair.event.starts_at, fair.event.ends_at

    def slug(name: str, at: datetime, kind: str = "entry") -> str:
        return fair.scan(fair.code("ticket", name), at, kind=kind).outcome.slug

    half_past_seven = starts_at - timedelta(minutes=150)
    assert slug("Ben", half_past_seven - SECOND) == "not_open"
    assert slug("Ben", half_past_seven) == "accepted"
    assert slug("Asha", half_past_seven) == "not_open"
    assert slug("Carol", starts_at - timedelta(minutes=120)) == "accepted"  # by default
    assert slug("Asha", ends_at + SECOND) == "closed"
    assert slug("Ben", ends_at + timedelta(minutes=90), "exit") == "accepted"
    assert slug("Ben", ends_at + timedelta(minutes=90)) == "accepted"


def test_a_lists_own_hours_hold_exactly_for_everybody() -> None:
    fair = Fair()
    with writing():
        quiet = CheckInList(event_id=fair.id)
        events.shape_list(quiet, name="Quiet hour", opens_at=NOON,
                          closes_at=NOON + timedelta(hours=1))  # fmt: skip
    hour = events.list_facts(quiet)

    slugs = [fair.scan(fair.code("ticket", "Ben"), at, door=hour).outcome.slug
             for at in (NOON - SECOND, NOON, NOON + timedelta(hours=1) + SECOND)]  # fmt: skip

    assert slugs == ["not_open", "accepted", "closed"]


def test_what_happened_within_the_hours_is_good_however_late_it_is_told() -> None:
    fair = Fair()
    ends_at = fair.event.ends_at
    late = ends_at + timedelta(hours=3)

    told = fair.scan(fair.code("ticket", "Asha"), late, happened_at=ends_at - SECOND)
    after = fair.scan(fair.code("ticket", "Cai"), late, happened_at=ends_at + SECOND)

    assert (told.outcome.slug, after.outcome.slug) == ("accepted", "closed")


def test_a_fair_closed_by_hand_lets_nobody_in_after_that_moment() -> None:
    fair = Fair(settings={"never_closes": True})
    with writing():
        events.close(fair.event, NOON)
    later = NOON + timedelta(minutes=30)

    told = fair.scan(fair.code("ticket", "Asha"), later, happened_at=NOON - SECOND)
    now = fair.scan(fair.code("ticket", "Ben"), later)
    left = fair.scan(fair.code("ticket", "Asha"), later, kind="exit")

    slugs = [scanned.outcome.slug for scanned in (told, now, left)]
    assert slugs == ["accepted", "closed", "accepted"]


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1)], ids=["back", "ahead"])
def test_people_pass_the_doors_in_order_while_our_clock_is_set(step: timedelta) -> None:
    fair = Fair(settings={"never_closes": True})
    ticket, at = fair.code("ticket", "Asha"), NOON

    slugs = []
    for number, kind in enumerate(("entry", "entry", "exit", "exit", "entry", "exit", "entry")):
        at += timedelta(minutes=1) + (step if number % 2 else -step)
        slugs.append(fair.scan(ticket, at, kind=kind).outcome.slug)

    assert slugs == ["accepted", "already_in", "accepted", "not_in", *["accepted"] * 3]
    rows = arrivals.of_attendee(fair.person("Asha").id)
    assert [row.kind for row in rows] == ["entry", "exit"] * 2 + ["entry"]
    assert [row.is_open for row in rows] == [False] * 4 + [True]
