"""Wishes to be introduced: one at a time, seen to by one steward, and taken back at any time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import meetings
from kiosk.domain.meetings import Introduction
from kiosk.errors import NotKnown, Refused
from tests.people import CY, NOON, Fair, count

WISH = "Somebody who builds bridges; I am nervous"
STEW, NIA = "staff:stew", "staff:nia"


@pytest.fixture
def fair(records: None) -> Fair:
    fair = Fair()
    fair.check_in("Asha", "Ben")
    return fair


def ask(fair: Fair, name: str = "Asha", wish: str = WISH) -> Introduction:
    with writing():
        asked = meetings.ask_introduction(fair.person(name), wish, fair.facts, NOON)
    return meetings.introduction_by_public_id(fair.id, asked)


def do(act: Callable[[], object]) -> None:
    with writing():
        act()


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as told, writing():
        act()
    return told.value.slug


def test_a_wish_waits_for_a_steward_until_they_were_introduced(fair: Fair) -> None:
    wish = ask(fair, wish="  Somebody who   builds bridges ")

    assert [(w.wish, p.first_name) for w, p in meetings.waiting_introductions(fair.id)] == [
        ("Somebody who builds bridges", "Asha")
    ]
    do(lambda: meetings.take_introduction(wish, STEW))
    assert (wish.state, wish.taken_by) == ("taken", STEW)
    do(lambda: meetings.introduce(wish, STEW, NOON))
    assert meetings.waiting_introductions(fair.id) == []
    assert meetings.waiting_of(fair.person("Asha").id) is None


def test_there_is_one_wish_at_a_time_and_the_same_again_is_that_one(fair: Fair) -> None:
    wish = ask(fair)

    assert ask(fair).public_id == wish.public_id
    assert refused(lambda: ask(fair, wish="Somebody else")) == "asked_already"
    assert count(Introduction) == 1


@pytest.mark.parametrize(
    ("name", "wish", "slug"),
    [("Asha", " ", "no_wish"), ("Asha", "x" * 201, "wish_too_long"),
     ("Carol", WISH, "not_arrived")],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(fair: Fair, name: str, wish: str, slug: str) -> None:
    assert refused(lambda: ask(fair, name, wish)) == slug
    assert count(Introduction) == 0


def test_a_fair_without_introductions_or_one_that_is_over_is_asked_for_none(fair: Fair) -> None:
    late = NOON + timedelta(days=1)
    asha, facts = fair.person("Asha"), fair.facts
    assert refused(lambda: meetings.ask_introduction(asha, WISH, facts, late)) == "no_introductions"

    with writing():
        fair.event.change("introductions", False)

    assert refused(lambda: ask(fair)) == "no_introductions"


def test_of_two_stewards_one_goes(fair: Fair) -> None:
    wish = ask(fair)

    for _twice in range(2):
        do(lambda: meetings.take_introduction(wish, STEW))

    assert refused(lambda: meetings.take_introduction(wish, NIA)) == "somebody_goes"
    assert wish.taken_by == STEW


def test_a_wish_may_be_taken_back_while_somebody_is_on_the_way(fair: Fair) -> None:
    wish = ask(fair)
    do(lambda: meetings.take_introduction(wish, STEW))

    for _twice in range(2):
        do(lambda: meetings.take_introduction_back(wish, NOON))

    assert wish.state == "taken_back"
    assert refused(lambda: meetings.take_introduction(wish, STEW)) == "introduction_settled"
    assert refused(lambda: meetings.introduce(wish, STEW, NOON)) == "introduction_settled"
    assert ask(fair).public_id != wish.public_id


def test_once_introduced_it_is_not_taken_back(fair: Fair) -> None:
    wish = ask(fair)
    for _twice in range(2):
        do(lambda: meetings.introduce(wish, NIA, NOON))

    assert refused(lambda: meetings.take_introduction_back(wish, NOON)) == "introduction_made"
    assert (wish.state, wish.taken_by) == ("made", NIA)


def test_a_wish_is_its_owners_and_its_events(fair: Fair) -> None:
    wish, other = ask(fair), Fair("neighbour", people=(CY,))

    with pytest.raises(NotKnown):
        meetings.own_introduction(fair.person("Ben"), wish.public_id)
    with pytest.raises(NotKnown):
        meetings.introduction_by_public_id(other.id, wish.public_id)
    assert meetings.waiting_introductions(other.id) == []


def test_somebody_was_last_seen_where_a_station_read_them_last(fair: Fair) -> None:
    fair.let_meet("Asha", "Ben", NOON + timedelta(minutes=9))
    people = [fair.person(name).id for name in ("Asha", "Carol")]

    seen = meetings.last_seen(fair.id, people)

    assert seen == {people[0]: ("Door of fair", NOON + timedelta(minutes=9))}
    assert meetings.last_seen(fair.id, []) == {}
