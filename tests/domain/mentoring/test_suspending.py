"""Suspending a mentor: who is told, who may lift it, and that signing up anew does not."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import events, mentoring
from kiosk.domain.mentoring import Mentor, availability, caring, openings, profiles
from kiosk.domain.mentoring.profiles import ProfileDraft
from kiosk.errors import Refused
from tests.domain.mentoring.a_scheme import Scheme, as_it_is, told
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")
SOON = NOON + timedelta(days=3)


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def suspend(scheme: Scheme, mentor: Mentor) -> None:
    with writing():
        availability.suspend(mentor, scheme.event.id, "staff:x", NOON)


def test_open_requests_end_and_who_agreed_is_asked_to_wait(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)
    agreed = scheme.accept(scheme.ask(carol, offer, 0), SOON)
    waiting = scheme.ask(carol, offer, 1)

    suspend(scheme, carol)

    assert (as_it_is(agreed).state, as_it_is(waiting).state) == ("accepted", "expired")
    assert told(agreed.student_id) == ["accepted", "waits"]
    assert told(waiting.student_id) == ["expired"]


def test_another_fair_does_not_lift_it(scheme: Scheme) -> None:
    carol = scheme.mentor()
    other = Scheme("other")
    other.mentor()
    suspend(scheme, carol)

    with pytest.raises(Refused, match="decided_elsewhere"), writing():
        availability.lift_suspension(carol, other.event.id, NOON)

    with writing():
        availability.lift_suspension(carol, scheme.event.id, NOON)
    db.session.expire_all()
    assert mentoring.get(carol.id).suspended_at is None


def test_signing_up_again_does_not_shake_it_off(scheme: Scheme) -> None:
    carol = scheme.mentor()
    address = carol.email
    suspend(scheme, carol)
    with writing():
        availability.leave(carol, NOON)

    with writing():
        again = profiles.sign_up(
            events.get(scheme.event.id), ProfileDraft("C. Reed"), address, NOON
        )

    assert again.id == carol.id
    assert (again.suspended_at, again.name) == (NOON, "")


def test_a_mentor_of_one_fair_is_not_turned_down_by_another(scheme: Scheme) -> None:
    carol = scheme.mentor()
    other = Scheme("other")

    with pytest.raises(Refused, match="approved_already"), writing():
        availability.turn_down(carol, other.event.id, "staff:y", NOON)

    assert mentoring.get(carol.id).state == "approved"


def test_no_wish_reaches_a_mentor_meanwhile(scheme: Scheme) -> None:
    carol = scheme.mentor()
    scheme.open_hours(carol)
    request = scheme.ask(carol, scheme.offer(carol, "mock_interview"))
    key = openings.free_slots(openings.openings_of(carol.id), [], NOON)[0].key
    with writing():
        caring.suspend_mentee(scheme.student(), NOON)

    with pytest.raises(Refused, match="on_hold"), writing():
        mentoring.wish_time(request, key, NOON)

    assert as_it_is(request).starts_at is None
