"""Races: the last place of an offer, a slot, the third request; whoever acts at once."""

from collections import Counter
from collections.abc import Callable
from itertools import chain

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, OperationalError

from kiosk.db import db, new_public_id, writing
from kiosk.domain import mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import (
    KINDS,
    Answer,
    Asked,
    Mentee,
    MentorOffer,
    MentorRequest,
    Time,
    openings,
)
from kiosk.domain.mentoring.requests import busy_of
from kiosk.domain.operations import Raced
from kiosk.errors import Refused
from tests.crowd import at_once
from tests.domain.mentoring.a_scheme import HELLO, Scheme, as_it_is
from tests.people import NOON, count

pytestmark = pytest.mark.usefixtures("records")


def crowd_of_requests(scheme: Scheme, offer: MentorOffer, number: int) -> list[int]:
    """Let many students have asked for one offer, past all that keeps a mentor from that."""
    seat = mentoring.seat_at(scheme.event.id, offer.mentor_id)
    assert seat is not None
    event_id = scheme.event.id
    people = [
        {"event_id": event_id, "public_id": new_public_id(), "kind": "student", "name": f"S {n}",
         "status": "expected", "provenance": {}, "unlisted": False, "walked_in": False,
         "created_at": NOON, "updated_at": NOON}
        for n in range(number)
    ]  # fmt: skip
    with writing():
        ids = db.session.scalars(insert(Attendee).returning(Attendee.id), people).all()
        rows = [
            {"event_id": event_id, "public_id": new_public_id(), "student_id": student_id,
             "mentor_id": offer.mentor_id, "seat_id": seat.id, "offer_id": offer.id,
             "state": "asked", "open_no": 1, "message": HELLO, "reply": "", "format": "video",
             "where": "", "sequence": 0, "asked_at": NOON, "queued_at": NOON}
            for student_id in ids
        ]  # fmt: skip
        found = db.session.scalars(insert(MentorRequest).returning(MentorRequest.id), rows).all()
    return list(found)


def outcome(act: Callable[[], object]) -> str:
    """Return what came of an act, tried again where another was first in the database."""
    for _try in range(5):
        try:
            with writing():
                act()
        except Refused as refused:
            return refused.slug
        except (Raced, OperationalError, IntegrityError):
            db.session.rollback()
            continue
        return "done"
    return "gave up"


@pytest.mark.parametrize(
    "requests", [40, pytest.param(2000, marks=[pytest.mark.faults, pytest.mark.timeout(900)])]
)
def test_however_many_are_accepted_at_once_the_places_are_never_exceeded(
    shared_app: Flask, requests: int
) -> None:
    scheme = Scheme()
    offer = scheme.offer(scheme.mentor(), capacity=3)
    ids = crowd_of_requests(scheme, offer, requests)

    def accept(number: int) -> str:
        def act() -> object:
            request = db.session.get_one(MentorRequest, ids[number])
            return mentoring.accept(request, Answer(), scheme.event, NOON)

        return outcome(act)

    # Many hands at a time; each goes on with the next as soon as it can.
    hands = min(requests, 16)
    shares = [range(hand, requests, hands) for hand in range(hands)]
    found = at_once(shared_app, lambda hand: list(map(accept, shares[hand])), crowd=hands)
    outcomes = Counter(chain.from_iterable(found))

    assert outcomes == {"done": 3, "no_place": requests - 3}
    assert count(MentorRequest, MentorRequest.place.is_not(None)) == 3
    assert count(MentorRequest, MentorRequest.state == "accepted") == 3


def test_a_slot_that_many_book_at_once_is_booked_once(shared_app: Flask) -> None:
    scheme = Scheme()
    carol = scheme.mentor()
    scheme.open_hours(carol, weekly=False)
    offer = scheme.offer(carol, "mock_interview", capacity=50)
    ids = crowd_of_requests(scheme, offer, 20)
    key = openings.free_slots(openings.openings_of(carol.id), busy_of(carol.id), NOON)[0].key

    def accept(number: int) -> str:
        def act() -> object:
            request = db.session.get_one(MentorRequest, ids[number])
            return mentoring.accept(request, Answer(Time(key)), scheme.event, NOON)

        return outcome(act)

    outcomes = Counter(at_once(shared_app, accept, crowd=20))

    assert outcomes == {"done": 1, "slot_taken": 19}


def test_a_student_who_asks_ten_times_at_once_has_three_requests_open(shared_app: Flask) -> None:
    scheme = Scheme()
    offers = [
        (mentor, scheme.offer(mentor, kind))
        for mentor in (scheme.mentor("Carol Reed"), scheme.mentor("Dora Lind"))
        for kind in KINDS[:5]
    ]

    def ask(number: int) -> str:
        mentor, offer = offers[number]

        def act() -> object:
            asked = Asked(HELLO, agrees=True)
            return mentoring.ask(scheme.student(), mentor, offer, asked, scheme.event, NOON)

        return outcome(act)

    outcomes = Counter(at_once(shared_app, ask, crowd=10))

    assert outcomes == {"done": 3, "three_open": 7}
    assert count(MentorRequest) == 3
    assert count(Mentee) == 1


def test_one_accepts_while_the_other_takes_back_and_one_of_both_holds(shared_app: Flask) -> None:
    scheme = Scheme()
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))

    def act(number: int) -> str:
        mine = db.session.get_one(MentorRequest, request.id)
        if number % 2:
            return outcome(lambda: mentoring.withdraw(mine, NOON))
        return outcome(lambda: mentoring.accept(mine, Answer(), scheme.event, NOON))

    outcomes = at_once(shared_app, act, crowd=8)

    found = as_it_is(request)
    assert found.state in {"accepted", "withdrawn"}
    assert (found.place is None) == (found.state == "withdrawn")
    assert set(outcomes) == {"done", "answered_already"}
