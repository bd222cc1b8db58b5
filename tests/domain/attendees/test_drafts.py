"""Drafts: what a list would do, worked out beforehand, and written down whole or not at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, employers, erasure
from kiosk.domain.attendees import Attendee, Draft, NameToken, Overtaken
from tests.people import ASHA, BEN, CAROL, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")
LATER = NOON + timedelta(hours=1)


def draft(fair: Fair, *people: dict[str, Any]) -> Draft:
    return attendees.draft(fair.id, [(n, dict(each)) for n, each in enumerate(people, 2)], LATER)


def test_a_draft_writes_nothing() -> None:
    fair = Fair(people=(ASHA,))

    made = draft(fair, {**ASHA, "course": "Physics"}, BEN)

    assert (made.result.added, made.result.updated) == (1, 1)
    assert not db.session.new and not db.session.dirty
    assert count(Attendee) == 1
    assert fair.person("Asha").course == ASHA["course"]


def test_a_draft_that_is_taken_in_does_what_it_said() -> None:
    fair = Fair(people=(ASHA,))
    made = draft(fair, {**ASHA, "name": "Asha Rao", "external_id": "A-1", "email": None}, BEN)

    with writing():
        attendees.take_in(made)

    assert sorted(person.name for person in attendees.of_event(fair.id)) == [
        "Asha Patel", "Asha Rao", "Ben Okafor",
    ]  # fmt: skip
    assert set(made.newcomers) <= {person.public_id for person in attendees.of_event(fair.id)}
    assert [person.name for person in attendees.search(fair.id, "asha rao")] == ["Asha Rao"]


def test_a_renamed_person_is_found_by_the_new_name_alone() -> None:
    fair = Fair(people=({**ASHA, "external_id": "A-1"},))

    with writing():
        attendees.take_in(draft(fair, {**ASHA, "external_id": "A-1", "name": "Aisha Rao"}))

    assert [person.name for person in attendees.search(fair.id, "aisha")] == ["Aisha Rao"]
    assert attendees.search(fair.id, "patel") == []
    assert count(NameToken) == 2


def changes() -> list[Callable[[Fair], object]]:
    return [
        lambda fair: attendees.walk_in(fair.event, {"name": "Dora Lind"}, LATER),
        lambda fair: attendees.correct(
            fair.person("Asha"), {"course": "Music"}, origin="desk", at=LATER
        ),
        lambda fair: attendees.cancel(fair.person("Asha"), LATER),
        lambda fair: erasure.erase(fair.person("Asha"), LATER, lambda _reader: None),
        lambda fair: attendees.register(fair.event, [(2, dict(CAROL))], LATER),
        lambda fair: employers.register(fair.id, [{"name": "Other Works"}], LATER),
    ]


@pytest.mark.parametrize("change", changes(), ids=["walk-in", "corrected", "cancelled", "erased",
                                                   "imported", "employer"])  # fmt: skip
def test_a_draft_that_was_overtaken_is_not_taken_in(change: Callable[[Fair], object]) -> None:
    fair = Fair(people=(ASHA,))
    made = draft(fair, {**ASHA, "course": "Physics"}, BEN)
    with writing():
        change(fair)
    before = count(Attendee)

    with pytest.raises(Overtaken), writing():
        attendees.take_in(made)

    assert count(Attendee) == before
    assert count(Attendee, Attendee.name == BEN["name"]) == 0


def test_what_a_neighbour_does_overtakes_nothing() -> None:
    fair, neighbour = Fair(people=(ASHA,)), Fair("neighbour")
    made = draft(fair, BEN)
    with writing():
        attendees.walk_in(neighbour.event, {"name": "Cy Stone"}, LATER)

    with writing():
        attendees.take_in(made)

    assert count(Attendee, Attendee.event_id == fair.id) == 2


def test_a_list_never_finds_practice_people() -> None:
    fair = Fair(people=(ASHA,))
    with writing():
        fair.person("Asha").status = "practice"

    assert draft(fair, ASHA).result.added == 1


def test_what_was_loaded_before_is_seen_as_it_is_now() -> None:
    fair = Fair(people=(ASHA,))
    asha = fair.person("Asha")

    with writing():
        attendees.register(fair.event, [(2, {**ASHA, "course": "Physics"})], LATER)

    assert asha.course == "Physics"
