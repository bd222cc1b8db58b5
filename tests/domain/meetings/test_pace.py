"""How fast one may meet: thirty a minute and six hundred a day, counted where meetings are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle

import pytest

from kiosk.db import writing
from kiosk.domain import attendees, meetings
from kiosk.domain.arrivals import RefusedScan
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Handshake, Meeting, pace
from tests.people import BEN, NOON, Fair, count, op_id

pytestmark = pytest.mark.usefixtures("records")

CROWD = tuple({"name": f"Student{n} Crowd", "email": f"s{n}@example.org"} for n in range(32))


@pytest.fixture
def fair(records: None) -> Fair:
    """Ben of Nova, Dana of nobody's team, and more students than a minute holds, all of them in."""
    fair = Fair(people=(BEN, {"name": "Dana Ruiz", "email": "dana@example.org"}, *CROWD))
    fair.check_in("Ben", "Dana", *(f"Student{n}" for n in range(32)))
    return fair


def keep(fair: Fair, who: Attendee, number: int, at: datetime = NOON, **changes: object) -> bool:
    """Let somebody capture a student's badge as a door does; whether it was kept."""
    shake = Handshake(fair.facts, "phone", op_id(), who.asker)
    shake = replace(shake, **changes)  # type: ignore[arg-type]
    student = fair.person(f"Student{number}")
    with writing():
        may = meetings.in_pace(shake, who, student, at)
        if may:
            meetings.meet(shake, who, student, at)
    return may


def test_a_thousand_tries_in_a_minute_keep_thirty_and_tell_the_desk_once(fair: Fair) -> None:
    ben, crowd = fair.person("Ben"), attendees.of_event(fair.id, "student")
    tries = [Handshake(fair.facts, "phone", op_id(), ben.asker) for _try in range(1000)]
    with writing():
        for number, (shake, student) in enumerate(zip(tries, cycle(crowd), strict=False)):
            at = NOON + timedelta(milliseconds=50 * number)
            if meetings.in_pace(shake, ben, student, at) and number < len(crowd):
                meetings.meet(shake, ben, student, at)

    assert count(Meeting) == 30
    assert count(RefusedScan, RefusedScan.reason == "too_fast") == 1


def test_a_minute_later_there_is_room_again(fair: Fair) -> None:
    ben = fair.person("Ben")
    for number in range(30):
        assert keep(fair, ben, number)

    assert not keep(fair, ben, 30, NOON + timedelta(seconds=59))
    assert keep(fair, ben, 30, NOON + timedelta(seconds=61))


def test_the_desk_is_told_again_after_an_hour(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 0)
    for minutes in (0, 10, 59, 61):
        keep(fair, fair.person("Ben"), 1, NOON + timedelta(minutes=minutes))

    assert count(RefusedScan, RefusedScan.reason == "too_fast") == 2


def test_a_day_has_its_own_limit(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_DAY", 3)
    ben = fair.person("Ben")
    kept = [keep(fair, ben, n, NOON + timedelta(minutes=10 * n)) for n in range(5)]

    assert kept == [True, True, True, False, False]


def test_phone_stand_and_station_count_together(
    fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 3)
    ben, screen = fair.person("Ben"), {"asker": fair.door.asker, "device_id": fair.door.id}

    assert keep(fair, ben, 0)
    assert keep(fair, ben, 1, way="stand", **screen)
    assert keep(fair, ben, 2, way="tablet", **screen)
    for way in ({}, {"way": "stand", **screen}, {"way": "tablet", **screen}):
        assert not keep(fair, ben, 3, **way)


def test_undoing_makes_no_room(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 1)
    ben = fair.person("Ben")
    keep(fair, ben, 0)
    met = meetings.between(fair.id, ben.id, fair.person("Student0").id)
    assert met is not None
    with writing():
        meetings.undo(met, by=ben.asker, device_id=None, at=NOON)

    assert not keep(fair, ben, 1)


def test_whoever_scans_a_popular_recruiter_is_not_held_up(
    fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 3)
    ben = fair.person("Ben")

    for number in range(6):
        student = fair.person(f"Student{number}")
        shake = Handshake(fair.facts, "phone", op_id(), student.asker)
        with writing():
            assert meetings.in_pace(shake, student, ben, NOON)
            meetings.meet(shake, student, ben, NOON)


def test_a_student_who_collects_badges_is_held_up_too(
    fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 3)
    dana = fair.person("Dana")

    assert [keep(fair, dana, n) for n in range(4)] == [True, True, True, False]
