"""Finding a mentor: filters, pages, who is first, what is hidden, and why somebody is suggested."""

from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain.mentoring import Mentor, availability, changing_offers, finding
from kiosk.domain.mentoring.finding import PAGE, Sought
from tests.domain.mentoring.a_scheme import WEEK, Scheme
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def names(scheme: Scheme, sought: Sought | None = None, days: int = 0) -> list[str]:
    at = NOON + timedelta(days=days)
    found = finding.browse(scheme.student(), sought or Sought(), scheme.event, at).found
    return [each.mentor.name.split()[0] for each in found]


def offering(scheme: Scheme, name: str, kind: str = "cv", **tags: list[str]) -> Mentor:
    mentor = scheme.mentor(f"{name} Reed", **tags)
    scheme.offer(mentor, kind, capacity=1)
    return mentor


def test_each_filter_finds_its_own_whatever_the_letters_case(scheme: Scheme) -> None:
    offering(scheme, "Carol", sector=["Bâtiment"], language=["English"])
    offering(scheme, "Dora", "story", course=["Physics"], language=["Polish", "English"])

    assert names(scheme, Sought(sector="batiment")) == ["Carol"]
    assert names(scheme, Sought(course="PHYSICS")) == ["Dora"]
    assert names(scheme, Sought(language="polish")) == ["Dora"]
    assert names(scheme, Sought(offer="cv")) == ["Carol"]
    assert names(scheme, Sought(words="dora bridges")) == ["Dora"]
    assert names(scheme, Sought(words="100%")) == []


def test_who_has_room_comes_first_and_alone_where_that_is_asked(scheme: Scheme) -> None:
    carol, _dora = offering(scheme, "Carol"), offering(scheme, "Dora")
    scheme.accept(scheme.ask(carol, scheme.offer(carol, capacity=1), 1))

    everybody, free = names(scheme), names(scheme, Sought(free=True))

    assert everybody == ["Dora", "Carol"]
    assert free == ["Dora"]
    assert names(scheme, Sought(free=True), days=8) == names(scheme, days=8)  # December


def test_the_rest_goes_round_so_that_nobody_is_always_first(scheme: Scheme) -> None:
    for name in ("Ann", "Bea", "Cleo", "Dora"):
        offering(scheme, name)

    first = {names(scheme, days=day)[0] for day in range(60)}

    assert len(first) > 1
    assert names(scheme) == names(scheme)


def test_pages_hold_everybody_once(scheme: Scheme) -> None:
    for number in range(PAGE + 3):
        offering(scheme, f"M{number}")

    pages = [names(scheme, Sought(page=number)) for number in (1, 2, 9)]

    assert len(pages[0]) == PAGE
    assert len(set(pages[0]) | set(pages[1])) == PAGE + 3
    assert pages[2] == pages[1]  # beyond the last is the last


def test_a_pause_hides_until_its_day(scheme: Scheme) -> None:
    carol = offering(scheme, "Carol")
    with writing():
        availability.pause(carol, NOON.date() + WEEK, NOON)

    assert names(scheme) == []
    assert names(scheme, days=7) == ["Carol"]


def test_whoever_offers_nothing_now_is_not_listed(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)
    with writing():
        changing_offers.pause_offer(carol, offer, None, NOON)

    assert names(scheme) == []


def test_whom_one_met_is_suggested_before_who_studied_the_same(scheme: Scheme) -> None:
    dora = offering(scheme, "Dora", course=["civil engineering"])
    carol = offering(scheme, "Carol")
    offering(scheme, "Eve")
    people = {each.id: each for each in (dora, carol)}
    scheme.meet(scheme.student(), carol)

    found, page = finding.first_page(scheme.student(), scheme.event, NOON)

    assert page.count == 3
    assert [(people[each.mentor.id].name.split()[0], each.why) for each in found] == [
        ("Carol", "met"), ("Dora", "course"),
    ]  # fmt: skip
