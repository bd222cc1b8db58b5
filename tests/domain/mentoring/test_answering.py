"""Answering: yes with a time and a place, another time, a kind no; never more than has room."""

from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import mentoring
from kiosk.domain.mentoring import Answer, MentorRequest, Time, changing_offers, openings
from kiosk.domain.mentoring.requests import busy_of
from kiosk.errors import Invalid, Refused
from tests.domain.mentoring.a_scheme import HALF_AN_HOUR, WEEK, Scheme, as_it_is, told
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")
SOON = NOON + timedelta(days=3)


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def suggest(request: MentorRequest, scheme: Scheme, when: object) -> None:
    with writing():
        time = scheme.time(when)  # type: ignore[arg-type]
        assert time is not None
        mentoring.suggest(request, time, "Later is better.", NOON)


def test_a_cv_needs_no_time(scheme: Scheme) -> None:
    carol = scheme.mentor()

    request = scheme.accept(scheme.ask(carol, scheme.offer(carol)))

    assert (request.state, request.period, request.place) == ("accepted", "2026-11", 1)
    assert (request.starts_at, request.open_no, request.due_at) == (None, None, None)
    assert told(request.student_id) == ["accepted"]


def test_a_mock_interview_needs_one(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol, "mock_interview"))

    with pytest.raises(Invalid):
        scheme.accept(request)

    assert as_it_is(request).state == "asked"
    assert scheme.accept(request, SOON).starts_at == SOON


def test_somebody_under_18_is_met_at_a_time_that_is_agreed(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol), -1)
    with writing():
        mentoring.let_ask(request, NOON)

    with pytest.raises(Invalid):
        scheme.accept(request)

    assert scheme.accept(request, SOON).state == "accepted"


def test_saying_yes_twice_is_saying_it_once(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.accept(scheme.ask(carol, scheme.offer(carol)), SOON)

    again = scheme.accept(request, SOON + WEEK)

    assert again.starts_at == SOON
    assert told(request.student_id) == ["accepted"]


def test_no_more_are_accepted_than_there_are_places(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=2)
    requests = [scheme.ask(carol, offer, n) for n in range(3)]
    for request in requests[:2]:
        scheme.accept(request)

    with pytest.raises(Refused, match="no_place"):
        scheme.accept(requests[2])

    with writing():
        changing_offers.make_room(offer, NOON)
    assert scheme.accept(requests[2]).place == 3


def test_another_month_has_its_own_places(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=1)
    first, second = scheme.ask(carol, offer, 0), scheme.ask(carol, offer, 1)
    scheme.accept(first)

    december = scheme.accept(second, at=NOON + WEEK)

    assert (december.period, december.place) == ("2026-12", 1)


def test_what_is_called_off_gives_its_place_back_and_what_is_done_does_not(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=1)
    first = scheme.accept(scheme.ask(carol, offer, 0))
    with writing():
        mentoring.cancel(first, "mentor", "I am ill.", NOON)
    second = scheme.accept(scheme.ask(carol, offer, 1))
    with writing():
        mentoring.mark_done(second, "mentor", NOON)

    third = scheme.ask(carol, offer, 2)

    assert (as_it_is(first).place, as_it_is(second).place, third.state) == (None, 1, "waiting")


def test_another_time_is_suggested_and_suits(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol, "mock_interview"))
    suggest(request, scheme, SOON)
    assert as_it_is(request).state == "suggested"

    with writing():
        mentoring.agree_to(request, scheme.event, NOON)

    assert (as_it_is(request).state, request.starts_at) == ("accepted", SOON)
    assert told(request.student_id) == ["suggested", "accepted"]


def test_a_suggestion_can_be_answered_with_an_open_slot(scheme: Scheme) -> None:
    carol = scheme.mentor()
    scheme.open_hours(carol)
    request = scheme.ask(carol, scheme.offer(carol, "mock_interview"))
    suggest(request, scheme, SOON)
    slot = mentoring_slots(scheme, request)[0]

    with writing():
        mentoring.wish_time(request, slot.key, NOON)

    assert (as_it_is(request).state, request.starts_at) == ("asked", slot.starts_at)
    assert scheme.accept(request).booked_at == slot.starts_at


def mentoring_slots(scheme: Scheme, request: MentorRequest) -> list[mentoring.Slot]:
    return openings.free_slots(
        openings.openings_of(request.mentor_id), busy_of(request.mentor_id), NOON
    )


def test_a_slot_is_booked_once(scheme: Scheme) -> None:
    carol = scheme.mentor()
    scheme.open_hours(carol)
    offer = scheme.offer(carol, "mock_interview")
    first, second = scheme.ask(carol, offer, 0), scheme.ask(carol, offer, 1)
    key = mentoring_slots(scheme, first)[0].key
    with writing():
        mentoring.accept(first, Answer(Time(key)), scheme.event, NOON)

    with pytest.raises(Refused, match="slot_taken"), writing():
        mentoring.accept(second, Answer(Time(key)), scheme.event, NOON)

    assert key not in {slot.key for slot in mentoring_slots(scheme, second)}


def test_two_wish_the_same_slot_and_one_gets_it(scheme: Scheme) -> None:
    carol = scheme.mentor()
    scheme.open_hours(carol)
    offer = scheme.offer(carol, "mock_interview")
    probe = scheme.ask(carol, scheme.offer(carol), 0)
    key = mentoring_slots(scheme, probe)[0].key
    first, second = scheme.ask(carol, offer, 1, slot=key), scheme.ask(carol, offer, 2, slot=key)
    scheme.accept(first)

    with pytest.raises(Refused) as refused:
        scheme.accept(second)

    assert refused.value.slug == "slot_taken"
    assert as_it_is(second).state == "asked"


def test_a_kind_no_says_why_and_lets_the_next_move_up(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))

    with writing():
        mentoring.decline(request, "no_time", "Try Dora.", NOON)

    found = as_it_is(request)
    assert (found.state, found.reason, found.open_no) == ("declined", "no_time", None)
    assert told(request.student_id) == ["declined"]


@pytest.mark.parametrize("then", ["accept", "decline", "suggest"])
def test_what_was_taken_back_is_not_answered(scheme: Scheme, then: str) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))
    with writing():
        mentoring.withdraw(request, NOON)

    with pytest.raises(Refused) as refused, writing():
        if then == "accept":
            mentoring.accept(request, Answer(), scheme.event, NOON)
        elif then == "decline":
            mentoring.decline(request, "other", "", NOON)
        else:
            mentoring.suggest(request, Time("", SOON, SOON + HALF_AN_HOUR), "", NOON)

    assert refused.value.slug == "answered_already"


@pytest.mark.parametrize(
    ("starts", "lasts"),
    [(-HALF_AN_HOUR, HALF_AN_HOUR), (timedelta(days=200), HALF_AN_HOUR),
     (WEEK, timedelta(hours=11)), (WEEK, timedelta(0))],
)  # fmt: skip
def test_a_time_that_cannot_be_kept_is_refused(
    scheme: Scheme, starts: timedelta, lasts: timedelta
) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))
    when = Time("", NOON + starts, NOON + starts + lasts)

    with pytest.raises(Invalid), writing():
        mentoring.accept(request, Answer(when), scheme.event, NOON)

    assert as_it_is(request).state == "asked"


def test_places_taken_in_roomier_days_count_when_there_is_less_room(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=3)
    first, *others, late = [scheme.ask(carol, offer, n) for n in range(4)]
    for request in (first, *others):
        scheme.accept(request)
    with writing():
        mentoring.cancel(first, "student", "", NOON)  # its number is free, and two are taken
    scheme.offer(carol, capacity=2)

    with pytest.raises(Refused, match="no_place"):
        scheme.accept(late)


def test_a_slot_is_booked_once_for_a_day_at_work_too(scheme: Scheme) -> None:
    carol = scheme.mentor()
    scheme.open_hours(carol)
    offer = scheme.offer(carol, "insight_day", capacity=3)
    slot = openings.free_slots(openings.openings_of(carol.id), [], NOON)[0].key
    first, second = (scheme.ask(carol, offer, n, slot=slot) for n in range(2))
    scheme.accept(first)

    with pytest.raises(Refused, match="slot_taken"):
        scheme.accept(second)
