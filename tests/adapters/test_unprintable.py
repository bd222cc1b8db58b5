"""What no typeface has is found in lists and in an event's people, quickly, and is only told."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from kiosk import clock
from kiosk.adapters.unprintable import by_hand, lost_in, lost_letters, named, needs_a_pen
from kiosk.db import writing
from kiosk.domain import attendees
from tests.badges.faces import SCRIPTS
from tests.people import Fair

GLYPH = "\U000143ff"


def found(**values: Any) -> list[tuple[int, str, str]]:
    return [(each.row, each.field, each.letters) for each in lost_in([(7, values)])]


@pytest.mark.parametrize("field", ["name", "given_name", "organisation", "ask_me_about"])
def test_a_letter_that_no_typeface_has_is_named_with_its_row_and_field(field: str) -> None:
    assert found(**{field: f"Ann {GLYPH}ber{GLYPH}t"}) == [(7, field, GLYPH)]


def test_only_what_stands_on_the_badge_is_looked_at() -> None:
    assert found(kind="student", course=GLYPH, role="Engineer") == [(7, "course", GLYPH)]
    assert found(kind="student", course="Law", role=GLYPH, email=GLYPH, faculty=GLYPH) == []
    assert found(kind="employer", course=GLYPH, role=GLYPH) == [(7, "role", GLYPH)]
    assert found(name=GLYPH, status="cancelled") == []


@pytest.mark.parametrize("name", [*(each[2] for each in SCRIPTS), "Zoe\u0308", "e\u0301"])
def test_names_of_every_script_that_prints_are_passed_over(name: str) -> None:
    assert found(name=name) == []


def test_letters_are_told_as_people_can_look_them_up() -> None:
    assert named(GLYPH) == f"U+143FF ({GLYPH})"
    assert named("\u1ab0") == "U+1AB0 (\u25cc\u1ab0)"


def test_people_of_an_event_and_nobody_next_door_are_found_by_name(app: Flask) -> None:
    with app.app_context():
        fair, other = Fair("fair"), Fair("other")
        with writing():
            for each, name in ((fair, "Asha"), (fair, "Ben"), (other, "Asha")):
                person = each.person(name)
                values = {"name": f"{name} {GLYPH}"}
                attendees.correct(person, values, origin="desk", at=clock.now())
            attendees.cancel(fair.person("Ben"), clock.now())

        assert [(each.name, each.letters) for each in by_hand(fair.id)] == [
            (f"Asha {GLYPH}", GLYPH)
        ]
        assert lost_letters(fair.person("Asha")) == GLYPH
        assert needs_a_pen(fair.person("Asha"))
        assert not needs_a_pen(fair.person("Carol"))


def test_a_name_without_ink_needs_a_pen(app: Flask) -> None:
    with app.app_context():
        asha = Fair("fair").person("Asha")

        asha.name, asha.given_name = "\u3164", None

        assert needs_a_pen(asha)
