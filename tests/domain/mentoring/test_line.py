"""Standing in line: who moves up, who does not, and that nobody stands there for ever."""

from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import mentoring
from kiosk.domain.mentoring import (
    MentorOffer,
    MentorRequest,
    availability,
    caring,
    changing_offers,
    keeping,
    met,
    standing,
)
from kiosk.workers.mentoring import tidy
from tests.domain.mentoring.a_scheme import Scheme, as_it_is, told
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")
HALF_A_YEAR = timedelta(days=180)


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def full_offer(scheme: Scheme) -> tuple[MentorOffer, MentorRequest]:
    """Return an offer whose one place is taken, and by whose request."""
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=1)
    return offer, scheme.accept(scheme.ask(carol, offer))


def in_line(scheme: Scheme, offer: MentorOffer, number: int = 1) -> MentorRequest:
    request = scheme.ask(mentoring.get(offer.mentor_id), offer, number)
    assert request.state == "waiting"
    return request


def test_a_suspended_student_keeps_their_turn_and_is_passed_over(scheme: Scheme) -> None:
    offer, taken = full_offer(scheme)
    first, second = in_line(scheme, offer, 1), in_line(scheme, offer, 2)
    with writing():
        caring.suspend_mentee(scheme.student(1), NOON)

    with writing():
        mentoring.cancel(taken, "student", "", NOON)

    assert [as_it_is(each).state for each in (first, second)] == ["waiting", "asked"]
    assert "moved_up" not in told(first.student_id)
    with writing():
        caring.suspend_mentee(scheme.student(1), None)
        standing.fill_places(offer.id, NOON)
    assert as_it_is(first).state == "asked"


def test_what_a_suspended_student_of_16_wrote_does_not_go_to_a_mentor(scheme: Scheme) -> None:
    carol = scheme.mentor()
    held = scheme.ask(carol, scheme.offer(carol), -1)
    with writing():
        caring.suspend_mentee(scheme.student(-1), NOON)

    with writing():
        mentoring.let_ask(held, NOON)

    assert as_it_is(held).state == "waiting"
    assert "asked" not in told(held.seat_id)


def test_nobody_stands_in_line_for_what_is_offered_no_more(scheme: Scheme) -> None:
    offer, taken = full_offer(scheme)
    waits, held = in_line(scheme, offer), in_line(scheme, offer, 2)
    with writing():
        as_it_is(held).state = "held"

    for _time in range(2):
        with writing():
            changing_offers.end_offer(offer, NOON)

    assert [as_it_is(each).state for each in (taken, waits, held)] == [
        "accepted",
        "expired",
        "expired",
    ]
    assert told(waits.student_id) == ["expired"]
    assert as_it_is(waits).open_no is None


@pytest.mark.parametrize("state", ["waiting", "held"])
def test_who_waits_for_half_a_year_is_told_and_may_be_erased(scheme: Scheme, state: str) -> None:
    offer, _taken = full_offer(scheme)
    waits = in_line(scheme, offer)
    with writing():
        as_it_is(waits).state = state
        availability.pause(mentoring.get(offer.mentor_id), None, NOON)

    tidy(NOON + HALF_A_YEAR)

    assert as_it_is(waits).state == "expired"
    assert told(waits.student_id) == ["expired"]
    assert "expired_to_mentor" not in told(waits.seat_id)
    assert keeping.keeps([waits.student_id]) == set()


def test_what_was_moved_beyond_half_a_year_is_not_closed_before_it_happens(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.accept(scheme.ask(carol, scheme.offer(carol)), NOON + timedelta(days=3))
    later = NOON + HALF_A_YEAR + timedelta(days=1)
    with writing():
        time = scheme.time(later)
        assert time is not None
        mentoring.move(request, time, "mentor", NOON + timedelta(days=2))

    tidy(later - timedelta(hours=2))
    assert as_it_is(request).state == "accepted"

    tidy(later + timedelta(hours=2))
    assert as_it_is(request).state == "lapsed"


def test_a_badge_says_what_is_offered_again_from_the_day_of_return(scheme: Scheme) -> None:
    carol = scheme.mentor()
    cv, story = scheme.offer(carol), scheme.offer(carol, "story")
    seat = mentoring.seat_at(scheme.event.id, carol.id)
    assert seat is not None
    back = (NOON + timedelta(days=2)).date()
    with writing():
        availability.pause(carol, back, NOON)
        changing_offers.pause_offer(carol, story, back, NOON)

    tidy(NOON + timedelta(days=1))
    assert met.offered(seat) is None

    tidy(NOON + timedelta(days=2))
    offered = met.offered(seat)
    assert offered is not None
    assert [each.id for each in offered.offers] == [cv.id, story.id]
