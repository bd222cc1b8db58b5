"""Taking a list in: the same list again changes nothing, and a correction beats it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import attendees, employers
from kiosk.domain.attendees import Attendee, NameToken, Registered
from kiosk.domain.attendees.registration import seat_recruiters
from tests.people import ASHA, BEN, CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")
LATER = NOON + timedelta(hours=1)


def take_in(fair: Fair, *people: dict[str, Any]) -> Registered:
    rows = [(number, dict(person)) for number, person in enumerate(people, 2)]
    with writing():
        return attendees.register(fair.event, rows, LATER)


def counts(result: Registered) -> tuple[int, int, int, int]:
    return result.added, result.updated, result.unchanged, result.cancelled


def correct(person: Attendee, origin: str = "desk", **values: Any) -> bool:
    with writing():
        return attendees.correct(attendees.get(person.id), values, origin=origin, at=LATER)


def test_people_are_added_and_the_same_list_again_changes_nothing() -> None:
    fair = Fair(people=())
    full = {**ASHA, "date_of_birth": date(2004, 5, 6), "links": ["https://asha.example"],
            "graduation_year": 2027, "locale": "cy", "external_id": "A-1"}  # fmt: skip

    assert counts(take_in(fair, full, BEN)) == (2, 0, 0, 0)
    asha = fair.person("Asha")
    updated_at = asha.updated_at
    assert counts(take_in(fair, full, BEN)) == (0, 0, 2, 0)

    assert {key: getattr(asha, key) for key in full} == full
    assert set(asha.provenance.values()) == {"import"}
    assert asha.updated_at == updated_at
    assert count(NameToken) == 4


def test_a_change_in_the_list_is_taken_over() -> None:
    fair = Fair(people=(ASHA,))

    assert counts(take_in(fair, {**ASHA, "course": "Physics"})) == (0, 1, 0, 0)

    assert fair.person("Asha").course == "Physics"
    assert fair.person("Asha").updated_at == LATER


def test_a_column_that_the_list_lacks_is_left_alone() -> None:
    fair = Fair(people=(ASHA,))

    take_in(fair, {"name": ASHA["name"], "email": ASHA["email"]})

    assert fair.person("Asha").phone == ASHA["phone"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"external_id": "7"}, {"external_id": "7", "name": "Asha Rao", "email": "a@x.example"}),
        ({}, {"name": "ASHA  PATÉL"}),
        ({"email": None, "student_id": "s1"}, {"email": "new@x.example", "student_id": "s1"}),
        ({"email": None}, {"email": None, "phone": "+447700900999"}),
        ({}, {"external_id": "7"}),
    ],
    ids=["external id", "folded name", "student id", "name alone", "an id that comes later"],
)  # fmt: skip
def test_somebody_known_is_recognised(before: dict[str, Any], after: dict[str, Any]) -> None:
    fair = Fair(people=({**ASHA, **before},))

    take_in(fair, {**ASHA, **before, **after})

    assert count(Attendee) == 1


@pytest.mark.parametrize("other", [{"name": "Ravi Patel"}, {"email": "other@example.org"}])
def test_two_people_may_share_an_address_or_a_name(other: dict[str, Any]) -> None:
    fair = Fair(people=(ASHA,))

    assert counts(take_in(fair, ASHA, {**ASHA, **other})) == (1, 0, 1, 0)


def test_absence_cancels_nobody_and_a_status_does() -> None:
    fair = Fair(people=(ASHA, BEN))

    assert counts(take_in(fair, BEN)) == (0, 0, 1, 0)
    assert fair.person("Asha").status == "expected"
    assert counts(take_in(fair, {**ASHA, "status": "cancelled"})) == (0, 0, 0, 1)
    assert fair.person("Asha").status == "cancelled"
    assert counts(take_in(fair, {**ASHA, "status": "cancelled"})) == (0, 0, 0, 1)
    assert counts(take_in(fair, {**ASHA, "status": "expected"})) == (0, 1, 0, 0)
    assert fair.person("Asha").status == "expected"


def test_somebody_unpaid_is_taken_in_as_such_and_expected_once_paid() -> None:
    fair = Fair(people=())

    assert counts(take_in(fair, {**ASHA, "status": "unpaid"})) == (1, 0, 0, 0)
    assert fair.person("Asha").status == "unpaid"
    assert counts(take_in(fair, {**ASHA, "status": "unpaid"})) == (0, 0, 1, 0)
    assert counts(take_in(fair, ASHA)) == (0, 1, 0, 0)
    assert fair.person("Asha").status == "expected"


def test_one_paid_order_of_two_lets_somebody_in() -> None:
    fair = Fair(people=())

    take_in(fair, {**ASHA, "status": "unpaid"}, {**ASHA, "status": "cancelled"}, ASHA)

    assert fair.person("Asha").status == "expected"


def test_what_the_desk_said_of_a_payment_beats_the_list() -> None:
    fair = Fair(people=())
    take_in(fair, {**ASHA, "status": "unpaid"})
    with writing():
        attendees.expect(fair.person("Asha"), NOON)

    assert counts(take_in(fair, {**ASHA, "status": "unpaid"})) == (0, 0, 1, 0)
    assert fair.person("Asha").status == "expected"


def test_somebody_new_who_is_cancelled_is_not_taken_in() -> None:
    fair = Fair(people=())

    assert counts(take_in(fair, {**ASHA, "status": "cancelled"})) == (0, 0, 0, 1)
    assert count(Attendee) == 0


@pytest.mark.parametrize("good_first", [True, False])
def test_one_good_ticket_among_refunded_ones_lets_its_owner_in(good_first: bool) -> None:
    fair = Fair(people=())
    rows = [{**ASHA, "external_id": "1"}, {**ASHA, "external_id": "2", "status": "cancelled"}]
    rows = rows if good_first else rows[::-1]

    assert counts(take_in(fair, *rows)) == (1, 0, 0, 1)
    assert counts(take_in(fair, *rows)) == (0, 0, 1, 1)

    assert fair.person("Asha").status == "expected"


def test_who_stands_in_a_list_twice_is_one_person_and_stays_the_same() -> None:
    fair = Fair(people=())
    rows = ({**ASHA, "external_id": "1"}, {**ASHA, "external_id": "2", "course": "Physics"})

    assert counts(take_in(fair, *rows)) == (1, 0, 1, 0)
    assert counts(take_in(fair, *rows)) == (0, 0, 2, 0)

    assert fair.person("Asha").course == ASHA["course"]
    assert count(NameToken) == 2


def test_the_same_id_for_two_people_refuses_the_whole_list() -> None:
    fair = Fair(people=())

    result = take_in(fair, {**ASHA, "external_id": "1"}, CY, {**BEN, "external_id": "1"})

    assert [(row["row"], row["field"]) for row in result.refused] == [(4, "external_id")]
    assert count(Attendee) == 0


@pytest.mark.parametrize(
    "change",
    [{"name": "Asha Patel-Rao"}, {"email": "new@example.org"},
     {"name": "Aisha Patel", "email": "new@example.org", "course": "Physics"}],
)  # fmt: skip
@pytest.mark.parametrize("origin", ["desk", "person"])
def test_a_correction_beats_the_same_list_again(origin: str, change: dict[str, Any]) -> None:
    fair = Fair(people=(ASHA,))
    asha = fair.person("Asha")

    assert correct(asha, origin, **change)
    assert counts(take_in(fair, ASHA)) == (0, 0, 1, 0)

    assert {key: getattr(asha, key) for key in change} == change
    assert {asha.provenance[key] for key in change} == {origin}


def test_what_was_seen_at_the_desk_but_not_changed_the_list_may_still_change() -> None:
    fair = Fair(people=(ASHA,))
    asha = fair.person("Asha")

    correct(asha, **{**ASHA, "pronouns": "she/her"})
    take_in(fair, {**ASHA, "course": "Physics"})

    assert asha.course == "Physics"
    assert asha.pronouns == "she/her"


def test_the_same_correction_again_changes_nothing() -> None:
    fair = Fair(people=(ASHA,))
    asha = fair.person("Asha")

    assert correct(asha, course="Physics") is True
    assert correct(asha, course="Physics") is False


def test_who_is_corrected_is_found_by_the_new_name_alone() -> None:
    fair = Fair(people=(ASHA,))

    correct(fair.person("Asha"), name="Aisha Rao")

    assert [a.name for a in attendees.search(fair.id, "rao")] == ["Aisha Rao"]
    assert attendees.search(fair.id, "patel") == []


def test_a_recruiter_sits_at_their_employers_stand() -> None:
    fair = Fair(people=({**BEN, "organisation": " NOVA engineering"}, ASHA))
    (nova,) = employers.of_event(fair.id)

    assert fair.person("Ben").employer_id == nova.id
    assert fair.person("Asha").employer_id is None


@pytest.mark.parametrize("change", [{"kind": "student"}, {"organisation": None},
                                    {"organisation": "Elsewhere"}])  # fmt: skip
def test_who_recruits_no_more_leaves_the_team(change: dict[str, Any]) -> None:
    fair = Fair(people=(BEN,))

    correct(fair.person("Ben"), **change)

    assert fair.person("Ben").employer_id is None


def test_recruiters_are_seated_when_their_employer_comes_later() -> None:
    fair = Fair(people=({**BEN, "organisation": "Other Works"},))
    assert fair.person("Ben").employer_id is None

    with writing():
        employers.register(fair.id, [{"name": "Other Works"}], NOON)
        seat_recruiters(fair.id)

    assert fair.person("Ben").employer_id is not None


def test_a_walk_in_is_expected_findable_and_the_desks_own() -> None:
    fair = Fair(people=())

    with writing():
        attendees.walk_in(fair.event, {"name": "Dora Lind", "email": "dora@example.org"}, NOON)

    (dora,) = attendees.search(fair.id, "dor")
    assert (dora.kind, dora.status) == ("student", "expected")
    assert dora.provenance == {"name": "desk", "email": "desk"}


@pytest.mark.parametrize("name", ["!!!", "…", "​"])
def test_a_name_without_letters_is_taken_in_all_the_same(name: str) -> None:
    fair = Fair(people=())

    with writing():
        attendees.walk_in(fair.event, {"name": name}, NOON)

    assert [a.name for a in attendees.of_event(fair.id)] == [name]


def test_the_neighbours_people_are_other_people() -> None:
    fair, neighbour = Fair(people=(ASHA,)), Fair("neighbour", ({**ASHA, "external_id": "1"},))

    take_in(fair, {**ASHA, "external_id": "1", "course": "Physics"})

    assert neighbour.person("Asha").course == ASHA["course"]
    assert db.session.scalars(select(Attendee.external_id)).all() == ["1", "1"]
