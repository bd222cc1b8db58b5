"""A meeting added afterwards by name: it counts once the other says so too, and tells nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, erasure, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Meeting, MeetingMade, RememberedMeeting, Said
from kiosk.errors import NotKnown
from tests.people import ASHA, BEN, CAI, CAROL, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")

DEE: dict[str, Any] = {"name": "Dee Marsh", "email": "dee@example.org", "kind": "mentor"}
GIVES = ("name", "email")


@pytest.fixture
def fair(records: None) -> Fair:
    """Asha, Ben, Carol and Cai are here; Dee has not come."""
    fair = Fair(people=(ASHA, BEN, CAROL, CAI, DEE))
    fair.check_in("Asha", "Ben", "Carol", "Cai")
    return fair


def say(fair: Fair, who: str, name: str, organisation: str = "", at: datetime = NOON) -> None:
    with writing():
        said = Said(name, organisation, GIVES)
        meetings.remember(fair.person(who), said, event=fair.facts, at=at)


def asked(fair: Fair, who: str) -> list[str]:
    return [asker.first_name for _row, asker in meetings.asked_of(fair.person(who))]


def answer(
    fair: Fair, who: str, gives: tuple[str, ...] | None, at: datetime = NOON
) -> MeetingMade | None:
    row = db.session.scalars(db.select(RememberedMeeting)).one()
    with writing():
        return meetings.answer_remembered(
            fair.person(who), row.public_id, gives, event=fair.facts, at=at
        )


def ways() -> list[str]:
    return list(db.session.scalars(db.select(Meeting.way)))


@pytest.mark.parametrize("name", ["Ben Okafor", "  bEN  OKÁFOR "])
def test_who_is_called_so_is_asked_and_a_yes_makes_the_meeting(fair: Fair, name: str) -> None:
    say(fair, "Asha", name)
    waiting = asked(fair, "Ben")

    made = answer(fair, "Ben", ("name", "email"), NOON + timedelta(hours=1))

    assert waiting == ["Asha"] and asked(fair, "Ben") == []
    assert made is not None and made.meeting.way == "named" and not made.met_before
    assert made.meeting.happened_at == NOON
    assert fair.shared("Ben", "Asha") == {"email": "asha@example.org"}
    assert fair.shared("Asha", "Ben") == {"email": "ben@example.org"}


def test_who_confirms_gives_what_their_page_showed_and_no_more(fair: Fair) -> None:
    say(fair, "Asha", "Ben Okafor")

    answer(fair, "Ben", ("name",))

    assert fair.shared("Asha", "Ben") == {}


def test_a_no_closes_it_and_the_same_person_is_not_asked_again(fair: Fair) -> None:
    say(fair, "Asha", "Ben Okafor")

    refused = answer(fair, "Ben", None)
    say(fair, "Asha", "Ben Okafor", at=NOON + timedelta(hours=1))

    assert refused is None
    assert asked(fair, "Ben") == [] and ways() == []


@pytest.mark.parametrize("gives", [None, GIVES])
def test_the_same_answer_again_changes_nothing(fair: Fair, gives: tuple[str, ...] | None) -> None:
    say(fair, "Asha", "Ben Okafor")
    first = answer(fair, "Ben", gives)

    second = answer(fair, "Ben", gives)

    assert count(Meeting) == (0 if gives is None else 1)
    assert (first is None) == (second is None)
    assert second is None or (second.met_before and second.meeting.times_met == 1)


def test_saying_it_twice_asks_once_and_the_newer_gift_counts(fair: Fair) -> None:
    say(fair, "Asha", "Ben Okafor")
    with writing():
        said = Said("Ben Okafor", gives=("name",))
        meetings.remember(fair.person("Asha"), said, event=fair.facts, at=NOON)

    answer(fair, "Ben", GIVES)

    assert count(RememberedMeeting) == 1
    assert fair.shared("Ben", "Asha") == {}


def test_both_saying_so_is_a_yes(fair: Fair) -> None:
    say(fair, "Asha", "Ben Okafor")

    say(fair, "Ben", "Asha Patel", at=NOON + timedelta(minutes=5))

    assert ways() == ["named"]
    assert asked(fair, "Asha") == asked(fair, "Ben") == []


@pytest.mark.parametrize(
    "name", ["Dee Marsh", "Nobody Here", "Ben", "Okafor Ben", "", "?!", "Asha Patel"]
)
def test_who_has_not_come_or_is_called_otherwise_is_not_asked(fair: Fair, name: str) -> None:
    say(fair, "Asha", name)

    assert count(RememberedMeeting) == 0


@pytest.mark.parametrize("kept", ["erased", "practice", "met", "blocked", "blocks", "reported"])
def test_some_people_are_not_asked(fair: Fair, kept: str) -> None:
    asha, ben = fair.person("Asha"), fair.person("Ben")
    if kept in {"met", "blocked", "blocks", "reported"}:
        meeting = fair.let_meet("Asha", "Ben").meeting
        with writing():
            if kept == "blocked":
                meetings.block(meeting, ben, NOON)
            if kept == "blocks":
                meetings.block(meeting, asha, NOON)
            if kept == "reported":
                meetings.report(meeting, ben, "", NOON)
            if kept != "met":
                meetings.undo(meeting, by="x", device_id=None, at=NOON)
    with writing():
        ben.erased_at = NOON if kept == "erased" else None
        ben.status = "practice" if kept == "practice" else "expected"

    say(fair, "Asha", "Ben Okafor")

    assert count(RememberedMeeting) == 0


def test_a_question_is_gone_once_the_two_are_kept_apart_or_the_asker_erased(fair: Fair) -> None:
    say(fair, "Asha", "Ben Okafor")
    with writing():
        fair.person("Asha").erased_at = NOON

    assert meetings.asked_of(fair.person("Ben")) == []
    with pytest.raises(NotKnown, match="no_such_question"):
        answer(fair, "Ben", GIVES)


def test_nobody_but_who_is_asked_answers(fair: Fair) -> None:
    say(fair, "Asha", "Ben Okafor")

    for stranger in ("Carol", "Asha"):
        with pytest.raises(NotKnown, match="no_such_question"):
            answer(fair, stranger, GIVES)
    assert ways() == []


def test_nobody_under_eighteen_is_asked_and_what_they_say_hands_nothing_over(fair: Fair) -> None:
    say(fair, "Asha", "Cai Evans")
    none_asked = count(RememberedMeeting)
    say(fair, "Cai", "Ben Okafor")

    answer(fair, "Ben", GIVES)

    assert none_asked == 0
    assert fair.shared("Cai", "Ben") == {} and fair.shared("Ben", "Cai") == {}


def test_after_the_fair_it_only_asks(fair: Fair) -> None:
    say(fair, "Asha", "Ben Okafor")

    answer(fair, "Ben", GIVES, NOON + timedelta(hours=4))

    assert ways() == ["named"]
    assert fair.shared("Ben", "Asha") == {} and fair.shared("Asha", "Ben") == {}


def test_the_askers_own_data_does_not_tell_who_was_asked(fair: Fair) -> None:
    say(fair, "Asha", "Ben Okafor")

    exported = {name: erasure.export(fair.person(name)) for name in ("Asha", "Ben")}

    assert exported["Asha"]["remembered_meetings"] == []
    assert len(exported["Ben"]["remembered_meetings"]) == 1


def _people(name: str, number: int, **more: Any) -> tuple[dict[str, Any], ...]:
    return tuple({"name": name, "email": f"{n}@example.org", **more} for n in range(number))


def _arrive(fair: Fair) -> list[Attendee]:
    with writing():
        everybody = attendees.of_event(fair.id)
        for person in everybody:
            arrivals.check_in(fair.admission(way="desk"), person, NOON)
    return everybody


def test_three_at_most_of_one_name_are_asked_and_one_yes_answers_for_all(records: None) -> None:
    fair = Fair(people=(ASHA, *_people("Kim Lee", 5)))
    everybody = _arrive(fair)
    say(fair, "Asha", "Kim Lee")
    waiting = [person for person in everybody if meetings.asked_of(person)]

    row, _asker = meetings.asked_of(waiting[1])[0]
    with writing():
        meetings.answer_remembered(waiting[1], row.public_id, GIVES, event=fair.facts, at=NOON)

    assert len(waiting) == 3
    assert [meetings.asked_of(person) for person in waiting] == [[], [], []]


def test_an_organisation_tells_apart_two_of_one_name_where_it_is_right(records: None) -> None:
    nova, works = (_people("Kim Lee", 1, organisation=of)[0] for of in ("Nova", "Works"))
    fair = Fair(people=(ASHA, nova, {**works, "email": "b@example.org"}))
    kims = [person for person in _arrive(fair) if person.name == "Kim Lee"]

    say(fair, "Asha", "Kim Lee", "WORKS")
    told = [person.organisation for person in kims if meetings.asked_of(person)]
    say(fair, "Asha", "Kim Lee", "Wroks")

    assert told == ["Works"]
    assert all(meetings.asked_of(person) for person in kims)


def test_twenty_wait_for_an_answer_at_most(records: None) -> None:
    fair = Fair(people=(ASHA, *(_people(f"Kim L{'e' * n}", 1, external_id=f"{n}")[0]
                                for n in range(25))))  # fmt: skip
    _arrive(fair)

    for number in range(25):
        say(fair, "Asha", f"Kim L{'e' * number}")

    assert count(RememberedMeeting) == 20


def test_the_neighbours_people_are_not_asked(fair: Fair) -> None:
    neighbour = Fair("neighbour")
    neighbour.check_in("Ben")

    say(fair, "Asha", "Ben Okafor")

    assert meetings.asked_of(neighbour.person("Ben")) == []
    with pytest.raises(NotKnown, match="no_such_question"):
        answer(neighbour, "Ben", GIVES)
