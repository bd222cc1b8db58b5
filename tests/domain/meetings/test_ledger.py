"""A person's own ledger: whom they met, and of each only what that person gave."""

from datetime import date, timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import employers, meetings
from kiosk.domain.attendees import sharing
from kiosk.errors import NotKnown
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def fair(records: None) -> Fair:
    """Asha met Ben, then Carol."""
    fair = Fair()
    fair.check_in("Asha", "Ben", "Carol", "Cai")
    fair.let_meet("Carol", "Asha", at=NOON + timedelta(minutes=5))
    fair.let_meet("Asha", "Ben")
    return fair


def test_a_ledger_tells_whom_when_and_where(fair: Fair) -> None:
    first, second = meetings.ledger_of(fair.person("Asha"))

    assert (first.person.name, first.at, first.station) == ("Ben Okafor", NOON, "Door of fair")
    assert first.employer is not None and first.employer.name == "Nova Engineering"
    assert second.person.name == "Carol Reed"
    assert second.employer is None
    assert first.got.giver_id == first.person.id
    assert first.gave.giver_id == fair.person("Asha").id


def test_both_have_the_meeting_in_their_ledger_and_nobody_else(fair: Fair) -> None:
    assert [met.person.name for met in meetings.ledger_of(fair.person("Ben"))] == ["Asha Patel"]
    assert meetings.ledger_of(fair.person("Cai")) == []


def test_a_field_that_was_given_but_never_filled_in_is_left_out(fair: Fair) -> None:
    with writing():
        sharing.choose(
            fair.person("Ben"), ("email", "phone", "links", "organisation"), event=fair.facts,
            through="phone", at=NOON,
        )  # fmt: skip
    fair.let_meet("Asha", "Ben")

    assert fair.shared("Asha", "Ben") == {
        "email": "ben@example.org", "organisation": "Nova Engineering",
    }  # fmt: skip


def test_who_turns_out_to_be_under_eighteen_hands_nothing_over_either_way(fair: Fair) -> None:
    assert fair.shared("Asha", "Ben") == {"email": "ben@example.org"}

    with writing():
        fair.person("Asha").date_of_birth = date(2009, 1, 1)

    assert fair.shared("Asha", "Ben") == {}
    assert fair.shared("Ben", "Asha") == {}


def test_an_undone_meeting_or_an_erased_person_is_in_no_ledger(fair: Fair) -> None:
    with_ben, with_carol = meetings.ledger_of(fair.person("Asha"))

    with writing():
        meetings.undo(with_ben.meeting, by="x", device_id=None, at=NOON)
        with_carol.person.erased_at = NOON

    assert meetings.ledger_of(fair.person("Asha")) == []


def test_only_ones_own_meeting_is_known_by_its_id(fair: Fair) -> None:
    (met,) = meetings.ledger_of(fair.person("Ben"))
    id_ = met.meeting.public_id

    assert meetings.met_by_public_id(fair.person("Asha"), id_).person.name == "Ben Okafor"
    with pytest.raises(NotKnown, match="no_such_meeting"):
        meetings.met_by_public_id(fair.person("Carol"), id_)


def test_an_employers_team_sees_whom_each_of_them_met(fair: Fair) -> None:
    (nova,) = employers.of_event(fair.id)
    fair.let_meet("Cai", "Ben", at=NOON + timedelta(minutes=9))

    rows = meetings.met_by_team(fair.id, nova.id)

    assert [(recruiter.name, met.person.name) for recruiter, met in rows] == [
        ("Ben Okafor", "Cai Evans"),
        ("Ben Okafor", "Asha Patel"),
    ]


def test_the_neighbours_team_sees_nothing_of_it(fair: Fair) -> None:
    neighbour = Fair("neighbour")
    (theirs,) = employers.of_event(neighbour.id)
    (nova,) = employers.of_event(fair.id)

    assert meetings.met_by_team(neighbour.id, theirs.id) == []
    assert meetings.met_by_team(neighbour.id, nova.id) == []
