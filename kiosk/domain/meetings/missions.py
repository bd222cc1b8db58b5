"""Missions: a small thing to try, one at a time, chosen by what somebody has not done yet.

Everything is read off the ledger: nothing is kept, nobody is compared, and a meeting that fulfils
one ticks it by itself.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kiosk.domain import prompts
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings.ledger import Met

Ledger = Sequence[Met]
NOON_HOUR = 12


@dataclass(frozen=True)
class Mission:
    """One thing to try: for whom it is, and when their ledger shows that they did it."""

    id: str
    is_done: Callable[[Attendee, Ledger], bool]
    fits: Callable[[Attendee, Ledger], bool] = lambda _person, _ledger: True

    def says(self, locale: str) -> str:
        """Return its words in a language, in English where it has none."""
        return prompts.said_in(_wordings()[self.id], locale)


@cache
def _wordings() -> dict[str, dict[str, str]]:
    text = files("kiosk.domain.meetings").joinpath("missions.json").read_text("utf-8")
    words: dict[str, dict[str, str]] = json.loads(text)
    return words


def _visits(person: Attendee, _ledger: Ledger) -> bool:
    return person.kind in {"student", "guest"}


def _recruits(person: Attendee, _ledger: Ledger) -> bool:
    return person.kind == "employer"


def _has_met(*kinds: str, many: int = 1) -> Callable[[Attendee, Ledger], bool]:
    return lambda _person, ledger: sum(met.person.kind in kinds for met in ledger) >= many


def _at_least(many: int) -> Callable[[Attendee, Ledger], bool]:
    return lambda _person, ledger: len(ledger) >= many


def _field(person: Attendee) -> str:
    return (person.course or "").casefold()  # as the badge has it: a tick tells nothing else


def _met_other_field(person: Attendee, ledger: Ledger) -> bool:
    fields = {_field(met.person) for met in ledger} - {""}
    return bool(fields - {_field(person)})


def _met_two_employers(_person: Attendee, ledger: Ledger) -> bool:
    return len({met.person.employer_id for met in ledger} - {None}) >= 2


def _met_another_stand(person: Attendee, ledger: Ledger) -> bool:
    return bool({met.person.employer_id for met in ledger} - {None, person.employer_id})


def _met_away(_person: Attendee, ledger: Ledger) -> bool:
    return any(met.person.kind == "student" and met.meeting.way != "stand" for met in ledger)


DECK = (
    Mission("first", _at_least(1)),
    Mission("other_field", _met_other_field,
            lambda person, ledger: _visits(person, ledger) and bool(_field(person))),
    Mission("mentor_before_lunch", _has_met("mentor"), _visits),
    Mission("mentor", _has_met("mentor"), _visits),
    Mission("away_from_stand", _met_away, _recruits),
    Mission("another_stand", _met_another_stand, _recruits),
    Mission("students", _has_met("student", many=3), lambda person, _l: person.kind == "mentor"),
    Mission("two_employers", _met_two_employers, _visits),
    Mission("their_line", lambda _p, ledger: any(met.person.ask_me_about for met in ledger)),
    Mission("three_faces", _at_least(3)),
    Mission("again", lambda _p, ledger: any(met.meeting.times_met > 1 for met in ledger),
            lambda _person, ledger: bool(ledger)),
)  # fmt: skip
"""In the order they are offered."""


def mission_for(person: Attendee, ledger: Ledger, *, hour: int, another: int = 0) -> Mission | None:
    """Return what somebody may try next, or None when nothing is left.

    `hour` is the hour of day at the fair; `another` is how often they asked for another one.
    """
    left = [m for m in _offered(person, ledger, hour) if not m.is_done(person, ledger)]
    return left[another % len(left)] if left else None


def just_done(person: Attendee, ledger: Ledger, *, hour: int) -> Mission | None:
    """Return what the newest meeting of a ledger fulfilled, the first of them, or None."""
    if not ledger:
        return None
    before = ledger[:-1]
    done = (each for each in _offered(person, before, hour) if not each.is_done(person, before))
    return next((each for each in done if each.is_done(person, ledger)), None)


def _offered(person: Attendee, ledger: Ledger, hour: int) -> list[Mission]:
    late = "mentor_before_lunch" if hour >= NOON_HOUR else "mentor"
    return [each for each in DECK if each.id != late and each.fits(person, ledger)]
