"""Open slots: local time through both clock changes, buffers, and what is in the way."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.domain.mentoring.openings import Busy, Opening, free_slots, instant, slots_between

LONDON = ZoneInfo("Europe/London")


def opening(day: date, starts: time, *, weekly: bool = True, **more: object) -> Opening:
    values = {"lasts": 30, "buffer": 0, "timezone": "Europe/London", "until": None, **more}
    return Opening(
        id=1, public_id="a" * 16, day=day, minute=starts.hour * 60 + starts.minute, weekly=weekly,
        **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "before", "after"),
    [(date(2026, 10, 20), "09:00", "10:00"), (date(2027, 3, 23), "10:00", "09:00")],
)
def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change(
    since: date, before: str, after: str
) -> None:
    weekly = opening(since, time(10))
    start = datetime.combine(since, time(0), tzinfo=UTC)

    slots = slots_between([weekly], start, start + timedelta(days=14))

    assert [f"{slot.starts_at:%H:%M}" for slot in slots] == [before, after]
    assert {slot.starts_at.astimezone(LONDON).hour for slot in slots} == {10}


def test_an_hour_that_the_clocks_skip_offers_nothing() -> None:
    assert instant(date(2027, 3, 28), time(1, 30), LONDON) is None
    assert slots_between([opening(date(2027, 3, 28), time(1, 30), weekly=False)],
                         datetime(2027, 3, 27, tzinfo=UTC),
                         datetime(2027, 3, 30, tzinfo=UTC)) == []  # fmt: skip


def test_an_hour_that_comes_twice_offers_its_first() -> None:
    assert instant(date(2026, 10, 25), time(1, 30), LONDON) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_weekly_opening_ends_on_its_last_day() -> None:
    weekly = opening(date(2026, 12, 1), time(10), until=date(2026, 12, 15))
    start = datetime(2026, 11, 30, tzinfo=UTC)

    slots = slots_between([weekly], start, start + timedelta(days=60))

    assert [slot.starts_at.date().day for slot in slots] == [1, 8, 15]


@pytest.mark.parametrize(
    ("begins", "ends", "is_free"),
    [(-30, -5, False), (-30, -10, True), (0, 10, False), (35, 60, False), (40, 60, True)],
)
def test_what_is_agreed_keeps_its_buffer_free(begins: int, ends: int, is_free: bool) -> None:
    once = opening(date(2026, 12, 1), time(10), weekly=False, buffer=10, lasts=30)
    ten = datetime(2026, 12, 1, 10, tzinfo=UTC)
    busy = Busy(7, ten + timedelta(minutes=begins), ten + timedelta(minutes=ends))

    free = free_slots([once], [busy], datetime(2026, 11, 30, tzinfo=UTC))

    assert bool(free) is is_free
