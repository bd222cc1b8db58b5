"""Missions: chosen by what somebody has not done yet, ticked by the meeting that fulfils them."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kiosk.domain.meetings import just_done, mission_for
from kiosk.domain.meetings.missions import DECK, _wordings

MORNING, AFTERNOON = 10, 14


@dataclass
class Somebody:
    """As much of a person as a mission asks about."""

    kind: str = "student"
    course: str | None = None
    employer_id: int | None = None
    ask_me_about: str | None = None


ASHA = cast(Any, Somebody(course="MEng Civil Engineering"))


def met(times: int = 1, way: str = "phone", **facts: Any) -> Any:
    return SimpleNamespace(person=Somebody(**facts),
                           meeting=SimpleNamespace(times_met=times, way=way))  # fmt: skip


def offered(person: Any, *ledger: Any, hour: int = MORNING) -> list[str]:
    """Everything that is offered, one after the other."""
    found: list[str] = []
    for another in range(len(DECK)):
        mission = mission_for(person, ledger, hour=hour, another=another)
        if mission is None or mission.id in found:
            break
        found.append(mission.id)
    return found


def test_the_first_thing_to_try_is_one_hello() -> None:
    assert offered(ASHA) == [
        "first", "other_field", "mentor_before_lunch", "two_employers", "their_line", "three_faces",
    ]  # fmt: skip


def test_what_is_done_is_offered_no_more() -> None:
    ledger = (met(course="BSc Physics"), met(kind="mentor", ask_me_about="bridges"))

    assert offered(ASHA, *ledger) == ["two_employers", "three_faces", "again"]


def test_before_lunch_is_said_before_lunch_alone() -> None:
    assert "mentor" in offered(ASHA, hour=AFTERNOON)
    assert "mentor_before_lunch" not in offered(ASHA, hour=AFTERNOON)


def test_each_kind_of_people_has_its_own() -> None:
    recruiter, mentor = (
        cast(Any, Somebody("employer", employer_id=1)),
        cast(Any, Somebody("mentor")),
    )

    assert {"away_from_stand", "another_stand"} <= set(offered(recruiter))
    assert "students" in offered(mentor)
    assert not {"away_from_stand", "students"} & set(offered(ASHA))
    at_stand = met(way="stand")
    assert "away_from_stand" in offered(recruiter, at_stand)
    assert "away_from_stand" not in offered(recruiter, at_stand, met(way="tablet"))
    assert "another_stand" in offered(recruiter, met(kind="employer", employer_id=1))
    assert "another_stand" not in offered(recruiter, met(kind="employer", employer_id=2))


def test_with_everything_done_nothing_is_left() -> None:
    ledger = (met(course="BSc Physics", times=2, ask_me_about="x"), met(kind="mentor"),
              met(kind="employer", employer_id=1), met(kind="employer", employer_id=2))  # fmt: skip

    assert offered(ASHA, *ledger) == []


@pytest.mark.parametrize(
    ("ledger", "done"),
    [
        ((), None),
        ((met(),), "first"),
        ((met(), met(kind="mentor")), "mentor_before_lunch"),
        ((met(kind="mentor"), met(kind="mentor")), None),
        ((met(), met(), met()), "three_faces"),
    ],
)
def test_the_newest_meeting_ticks_what_it_fulfils(
    ledger: tuple[Any, ...], done: str | None
) -> None:
    ticked = just_done(ASHA, ledger, hour=MORNING)

    assert done == (ticked and ticked.id)


def test_every_mission_is_worded_in_every_language() -> None:
    assert set(_wordings()) == {mission.id for mission in DECK}
    for mission in DECK:
        said = [mission.says(language) for language in ("en", "de", "es")]
        assert len(set(said)) == 3
        assert all(words.endswith(".") and len(words) <= 110 for words in said)
