"""Asking a mentor: who may, for what, how many at once, and who stands in line."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.meetings import Block
from kiosk.domain.mentoring import KINDS, Asked, availability, caring, changing_offers
from kiosk.errors import Invalid, Refused
from tests.domain.mentoring.a_scheme import HELLO, WEEK, Scheme, as_it_is, told
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def test_a_request_waits_a_week_for_its_mentor_who_is_told(scheme: Scheme) -> None:
    carol = scheme.mentor()

    request = scheme.ask(carol, scheme.offer(carol))

    assert (request.state, request.open_no) == ("asked", 1)
    assert request.due_at == NOON + timedelta(days=7)
    assert told(request.seat_id) == ["link", "approved", "asked"]


def test_nobody_has_four_requests_open(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offers = [scheme.offer(carol, kind) for kind in KINDS[:4]]
    for offer in offers[:3]:
        scheme.ask(carol, offer)

    with pytest.raises(Refused, match="three_open") as refused:
        scheme.ask(carol, offers[3])

    assert refused.value.slug == "three_open"


def test_a_request_taken_back_makes_room_for_another(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offers = [
        scheme.offer(carol, kind) for kind in ("cv", "story", "mock_interview", "insight_day")
    ]
    requests = [scheme.ask(carol, offer) for offer in offers[:3]]
    with writing():
        mentoring.withdraw(requests[1], NOON)

    fourth = scheme.ask(carol, offers[3])

    assert (fourth.state, fourth.open_no) == ("asked", 2)
    assert "withdrawn" in told(fourth.seat_id)


def test_the_same_offer_is_not_asked_for_twice(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)
    scheme.ask(carol, offer)

    with pytest.raises(Refused, match="asked_already"):
        scheme.ask(carol, offer)


def test_without_the_code_of_conduct_nobody_asks_and_once_is_enough(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer, other = scheme.offer(carol), scheme.offer(carol, "story")
    student = scheme.student()
    with pytest.raises(Invalid) as refused, writing():
        mentoring.ask(student, carol, offer, Asked(HELLO), scheme.event, NOON)
    scheme.ask(carol, offer)

    with writing():
        second = mentoring.ask(student, carol, other, Asked(HELLO), scheme.event, NOON)

    assert "agrees" in refused.value.fields
    assert second.state == "asked"


@pytest.mark.parametrize("message", ["", "   ", "a" * 601])
def test_a_message_is_neither_empty_nor_a_letter(scheme: Scheme, message: str) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)

    with pytest.raises(Invalid) as refused, writing():
        asked = Asked(message, agrees=True)
        mentoring.ask(scheme.student(), carol, offer, asked, scheme.event, NOON)

    assert set(refused.value.fields) == {"message"}


def test_whoever_asks_when_all_places_are_taken_stands_in_line(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=1)
    scheme.accept(scheme.ask(carol, offer, 0))

    second, third = scheme.ask(carol, offer, 1), scheme.ask(carol, offer, 2)

    assert (second.state, third.state) == ("waiting", "waiting")
    assert "asked" not in told(second.seat_id)[3:]


def test_the_first_in_line_moves_up_when_a_place_is_free_again(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=1)
    first = scheme.accept(scheme.ask(carol, offer, 0))
    second, third = scheme.ask(carol, offer, 1), scheme.ask(carol, offer, 2)

    with writing():
        mentoring.cancel(first, "student", "", NOON)

    assert as_it_is(second).state == "asked"
    assert as_it_is(third).state == "asked"  # three may ask for one place
    assert "moved_up" in told(second.student_id)


def test_at_most_three_ask_for_each_free_place(scheme: Scheme) -> None:
    more = Scheme("large", students=5)
    carol = more.mentor("Dora Lind")
    offer = more.offer(carol, capacity=1)

    states = [more.ask(carol, offer, n).state for n in range(5)]

    assert states == ["asked", "asked", "asked", "waiting", "waiting"]


def test_more_room_lets_those_in_line_move_up(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=1)
    scheme.accept(scheme.ask(carol, offer, 0))
    second = scheme.ask(carol, offer, 1)

    with writing():
        changing_offers.make_room(offer, NOON)

    assert as_it_is(second).state == "asked"


def test_a_pause_hides_stops_new_requests_and_keeps_running_ones(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)
    running = scheme.ask(carol, offer, 0)

    with writing():
        availability.pause(carol, NOON.date() + WEEK, NOON)

    with pytest.raises(Refused, match="not_open"):
        scheme.ask(carol, offer, 1)
    assert scheme.accept(running).state == "accepted"
    assert scheme.ask(carol, offer, 1, at=NOON + WEEK).state == "asked"


def test_a_paused_offer_leaves_the_others_open(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer, other = scheme.offer(carol), scheme.offer(carol, "story")

    with writing():
        changing_offers.pause_offer(carol, offer, None, NOON)

    with pytest.raises(Refused):
        scheme.ask(carol, offer)
    assert scheme.ask(carol, other).state == "asked"


def test_somebody_under_18_waits_for_a_coordinator_first(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol), -1)
    assert (request.state, told(request.seat_id)) == ("held", ["link", "approved"])

    with writing():
        mentoring.let_ask(request, NOON)

    assert as_it_is(request).state == "asked"


def test_what_a_coordinator_holds_back_never_reaches_the_mentor(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol), -1)

    with writing():
        mentoring.hold_back(request, NOON)

    assert as_it_is(request).state == "declined"
    assert told(request.student_id) == ["held_back"]
    assert "asked" not in told(request.seat_id)


@pytest.mark.parametrize("who", ["student", "mentor"])
def test_whoever_is_kept_away_is_told_what_a_pause_says(scheme: Scheme, who: str) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)
    seat = mentoring.seat_at(scheme.event.id, carol.id)
    assert seat is not None
    pair = (scheme.student().id, seat.id)
    blocker, blocked = pair if who == "student" else pair[::-1]
    with writing():
        db.session.add(Block(event_id=scheme.event.id, blocker_id=blocker, blocked_id=blocked,
                             since=NOON))  # fmt: skip

    with pytest.raises(Refused) as refused:
        scheme.ask(carol, offer)

    assert refused.value.slug == "not_open"


def test_a_suspended_student_asks_nobody(scheme: Scheme) -> None:
    carol = scheme.mentor()
    scheme.ask(carol, scheme.offer(carol))
    with writing():
        caring.suspend_mentee(scheme.student(), NOON)

    with pytest.raises(Refused) as refused:
        scheme.ask(carol, scheme.offer(carol, "story"))

    assert refused.value.slug == "on_hold"


def test_a_mentor_is_nobodys_to_ask_before_approval_and_while_suspended(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)
    with writing():
        availability.suspend(carol, scheme.event.id, "staff:x", NOON)

    with pytest.raises(Refused) as refused:
        scheme.ask(carol, offer)

    assert refused.value.slug == "not_open"


def test_recruiters_and_mentors_ask_nobody(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)
    with writing():
        event = events.get(scheme.event.id)
        ben = attendees.walk_in(event, {"name": "Ben Okafor", "kind": "employer"}, NOON)

    with pytest.raises(Refused, match="not_for_you"), writing():
        mentoring.ask(ben, carol, offer, Asked(HELLO, agrees=True), scheme.event, NOON)
