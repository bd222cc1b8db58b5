"""Employers: taken in by id, else by name, and the same list again changes nothing."""

from typing import Any

import pytest

from kiosk.db import writing
from kiosk.domain import employers
from kiosk.domain.employers import NameTaken
from kiosk.errors import NotKnown
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
NOVA = {"name": "Nova Engineering", "stand": "12"}
OTHER = {"name": "Other Works", "stand": "3", "email": "hello@other.example", "external_id": "o1"}


def take_in(fair: Fair, *rows: dict[str, Any]) -> dict[str, int]:
    with writing():
        return employers.register(fair.id, [dict(row) for row in rows], NOON)


def test_employers_are_added_refreshed_and_left_alone() -> None:
    fair = Fair(people=())

    assert take_in(fair, NOVA, OTHER) == {"added": 1, "updated": 0, "unchanged": 1}
    assert take_in(fair, NOVA, OTHER) == {"added": 0, "updated": 0, "unchanged": 2}
    assert take_in(fair, {**NOVA, "stand": "13"}) == {"added": 0, "updated": 1, "unchanged": 0}

    assert [(e.name, e.stand) for e in employers.of_event(fair.id)] == [
        ("Nova Engineering", "13"), ("Other Works", "3"),
    ]  # fmt: skip


def test_an_employer_is_recognised_by_id_when_it_is_renamed() -> None:
    fair = Fair(people=())
    take_in(fair, OTHER)

    assert take_in(fair, {**OTHER, "name": "Other Works Ltd"})["updated"] == 1

    assert [e.name for e in employers.of_event(fair.id)] == ["Nova Engineering", "Other Works Ltd"]


def test_a_name_given_up_in_a_list_is_free_for_the_next_row() -> None:
    fair = Fair(people=())
    take_in(fair, OTHER)

    counts = take_in(fair, {**OTHER, "name": "Renamed"}, {"name": "Brand New", "external_id": "n"})

    assert counts == {"added": 1, "updated": 1, "unchanged": 0}


def test_an_employer_cannot_take_anothers_name() -> None:
    fair = Fair(people=())
    take_in(fair, OTHER)

    with pytest.raises(NameTaken):
        take_in(fair, {**OTHER, "name": "Nova Engineering"})
    assert [e.name for e in employers.of_event(fair.id)] == ["Nova Engineering", "Other Works"]


def test_the_neighbours_employers_are_others() -> None:
    fair, neighbour = Fair(people=()), Fair("neighbour", ())
    (theirs,) = employers.of_event(neighbour.id)

    assert employers.by_public_id(neighbour.id, theirs.public_id) is theirs
    with pytest.raises(NotKnown, match="no_such_employer"):
        employers.by_public_id(fair.id, theirs.public_id)
    take_in(fair, {**NOVA, "stand": "99"})
    assert theirs.stand == "12"
