"""Walk-ins: who is on the list after all, whatever the order or a slip, and who only shares."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from kiosk.db import writing
from kiosk.domain import attendees
from tests.people import ASHA, BEN, CAI, NOON, Fair


@pytest.fixture
def fair(app: Flask) -> Iterator[Fair]:
    with app.app_context():
        yield Fair(people=(ASHA, BEN, CAI, {"name": "Zoë van der Berg"}))


@pytest.mark.parametrize("typed", ["Asha Patel", "patel ASHA", "Asha Pattel", "Ahsa Patel"])
def test_a_name_in_any_order_and_with_one_slip_is_known(fair: Fair, typed: str) -> None:
    assert [person.name for person in attendees.namesakes(fair.id, typed)] == ["Asha Patel"]


@pytest.mark.parametrize("typed", ["Asha", "Patel", "Asha Patience", "As", "", "%", "Usha Pate"])
def test_a_part_of_a_name_is_nobodys_namesake(fair: Fair, typed: str) -> None:
    assert attendees.namesakes(fair.id, typed) == []


def test_accents_do_not_make_somebody_new(fair: Fair) -> None:
    assert len(attendees.namesakes(fair.id, "Zoe Van Der Berg")) == 1


def test_somebody_under_18_is_a_namesake_to_staff_only(fair: Fair) -> None:
    assert attendees.namesakes(fair.id, "Cai Evans") == []
    assert len(attendees.namesakes(fair.id, "Cai Evans", staff=True)) == 1


def test_staff_are_told_of_a_known_address_in_any_case(fair: Fair) -> None:
    assert attendees.is_known(fair.id, {"name": "Wim Walker", "email": "ASHA@example.org"})
    assert not attendees.is_known(fair.id, {"name": "Wim Walker", "email": "wim@example.org"})
    assert not attendees.is_known(fair.id, {"name": "Wim Walker"})


def test_what_they_said_of_themselves_beats_a_later_list(fair: Fair) -> None:
    with writing():
        values = {"name": "Wim Walker", "kind": "guest"}
        person = attendees.come_in_new(fair.event, values, origin="person", at=NOON)

    assert (person.walked_in, person.status) == (True, "expected")
    assert person.provenance == {"name": "person", "kind": "person"}
