"""What the service is told of its mentoring, counted from the rows, small numbers hidden."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.mentoring import Mentor, MentorRequest, availability, closing, counting
from kiosk.domain.mentoring.counting import Line
from tests.domain.mentoring.a_scheme import HELLO, Scheme
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def put(scheme: Scheme, mentor: Mentor, state: str, count: int, number: int = 0,
        **more: object) -> list[MentorRequest]:  # fmt: skip
    """Return rows of requests as they are when they have become something."""
    seat = mentoring.seat_at(scheme.event.id, mentor.id)
    assert seat is not None
    with writing():
        rows = [
            MentorRequest(
                event_id=scheme.event.id, student_id=scheme.student(number).id,
                mentor_id=mentor.id, seat_id=seat.id, state=state, message=HELLO,
                offer_id=mentoring.live_offers(mentor.id)[0].id, asked_at=NOON,
                queued_at=NOON, **more,
            )
            for _n in range(count)
        ]  # fmt: skip
        db.session.add_all(rows)
    return rows


def answered(hours: int = 6) -> dict[str, object]:
    return {"answered_at": NOON + timedelta(hours=hours)}


@pytest.fixture
def carol(scheme: Scheme) -> Mentor:
    mentor = scheme.mentor(sector=["Construction"])
    scheme.offer(mentor)
    return mentor


def test_a_fair_without_mentoring_counts_nothing(scheme: Scheme) -> None:
    figures = counting.of_event(scheme.event.id, NOON)

    assert (figures.requests.total, figures.mentors.total) == (0, 0)
    assert set(figures.requests.parts.values()) == {0}
    assert (figures.answered_in, figures.faculties, figures.sectors) == (None, [], [])


def test_what_became_of_each_request_is_counted(scheme: Scheme, carol: Mentor) -> None:
    put(scheme, carol, "done", 8, **answered())
    put(scheme, carol, "missed", 5, **answered())
    put(scheme, carol, "cancelled", 6, **answered())
    put(scheme, carol, "declined", 9, reason="no_time", **answered())
    put(scheme, carol, "expired", 7)

    figures = counting.of_event(scheme.event.id, NOON)

    assert figures.requests.total == 35
    assert figures.requests.parts == {
        "accepted": 19, "declined": 9, "expired": 7, "withdrawn": 0, "open": 0,
    }  # fmt: skip
    assert figures.agreed.parts == {
        "ahead": 0, "done": 8, "missed": 5, "cancelled": 6, "lapsed": 0,
    }  # fmt: skip
    assert figures.declined.parts["no_time"] == 9


def test_what_ended_before_it_was_agreed_is_no_acceptance(scheme: Scheme, carol: Mentor) -> None:
    put(scheme, carol, "cancelled", 5)

    figures = counting.of_event(scheme.event.id, NOON)

    assert (figures.requests.parts["withdrawn"], figures.requests.parts["accepted"]) == (5, 0)


def test_fewer_than_five_requests_are_told_to_nobody(scheme: Scheme, carol: Mentor) -> None:
    put(scheme, carol, "done", 4, **answered())

    figures = counting.of_event(scheme.event.id, NOON)

    assert (figures.requests.total, figures.agreed.total) == (None, None)
    assert set(figures.requests.parts.values()) == {None}
    assert figures.faculties == [Line("Engineering", None, None, None)]
    assert figures.sectors == [Line("Construction", None, None, None)]
    assert figures.answered_in is None


def test_half_of_the_answers_come_within_the_median(scheme: Scheme, carol: Mentor) -> None:
    for hours in (1, 2, 30, 40, 50):
        put(scheme, carol, "done", 1, **answered(hours))

    assert counting.of_event(scheme.event.id, NOON).answered_in == timedelta(hours=30)


def test_requests_are_told_by_faculty_and_sector(scheme: Scheme, carol: Mentor) -> None:
    put(scheme, carol, "done", 10, **answered())
    put(scheme, carol, "expired", 12)
    put(scheme, carol, "done", 9, number=-1, **answered())

    figures = counting.of_event(scheme.event.id, NOON)

    assert figures.faculties == [Line("Engineering", 22, 10, 10), Line("", 9, 9, 9)]
    assert figures.sectors == [Line("Construction", 31, 19, 19)]


def test_a_sum_by_faculty_does_not_tell_a_hidden_total(scheme: Scheme, carol: Mentor) -> None:
    put(scheme, carol, "done", 10, **answered())
    put(scheme, carol, "expired", 3)

    figures = counting.of_event(scheme.event.id, NOON)

    assert figures.requests.total == 13
    assert figures.requests.parts["accepted"] is figures.requests.parts["expired"] is None
    assert figures.faculties == [Line("Engineering", 13, None, None)]


def test_mentors_are_counted_by_whether_one_may_ask_them_now(scheme: Scheme) -> None:
    mentors = [scheme.mentor(f"M{chr(97 + n)} Reed") for n in range(16)]
    for mentor in mentors[:10]:
        scheme.offer(mentor)
    with writing():
        for mentor in mentors[:5]:
            availability.pause(mentor, None, NOON)
        availability.suspend(mentors[9], scheme.event.id, "staff:x", NOON)
        mentoring.get(mentors[15].id).state = "declined"

    figures = counting.of_event(scheme.event.id, NOON)

    assert figures.mentors.total == 15
    assert figures.mentors.parts == {"free": None, "full": 0, "paused": None, "resting": 6}


def test_what_it_was_worth_is_told_by_who_says_so(scheme: Scheme, carol: Mentor) -> None:
    rows = put(scheme, carol, "done", 6, **answered())
    student = scheme.student()
    with writing():
        for request in rows:
            closing.give_feedback(request, student, 3, "next_step", "", NOON)

    figures = counting.of_event(scheme.event.id, NOON)

    assert figures.worth["student"].parts == {"3": 6, "2": 0, "1": 0}
    assert figures.came_of_it["student"].parts["next_step"] == 6
    assert figures.worth["mentor"].total == 0


def test_the_neighbours_requests_are_not_counted(scheme: Scheme, carol: Mentor) -> None:
    neighbour = Scheme("neighbour")
    put(scheme, carol, "done", 6, **answered())

    assert counting.of_event(neighbour.event.id, NOON).requests.total == 0
    assert events.by_slug("neighbour").id != scheme.event.id
    assert attendees.of_event(neighbour.event.id)
