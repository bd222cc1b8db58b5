"""Leaving: a profile that is deleted, somebody who is erased, and coming back afterwards."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, erasure, events, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import Mentor, MentorRequest, availability, profiles
from kiosk.domain.mentoring.profiles import ProfileDraft
from kiosk.errors import Refused
from tests.domain.mentoring.a_scheme import WEEK, Scheme, as_it_is, told
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")
SOON = NOON + timedelta(days=3)


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def sign_up(slug: str, email: str, name: str = "Somebody", story: str = "") -> Mentor:
    with writing():
        return profiles.sign_up(events.by_slug(slug), ProfileDraft(name, story=story), email, NOON)


def listed(slug: str, name: str, email: str) -> Attendee:
    with writing():
        values = {"name": name, "email": email, "kind": "mentor"}
        return attendees.walk_in(events.by_slug(slug), values, NOON)


def erase(person: Attendee) -> None:
    with writing():
        erasure.erase(person, NOON, lambda _: None, lambda _: None)


def seat_of(scheme: Scheme, mentor: Mentor) -> Attendee:
    seat = mentoring.seat_at(scheme.event.id, mentor.id)
    assert seat is not None
    return seat


def agreed_elsewhere(mentor: Mentor) -> MentorRequest:
    """Return what a mentor agreed at another fair."""
    other = Scheme("other")
    sign_up("other", "carol@mentors.example.org")
    with writing():
        profiles.join(mentor, events.by_slug("other").public_id, NOON)
    return other.accept(other.ask(mentor, other.offer(mentor)), SOON)


def test_whoever_left_may_sign_up_again_at_the_same_fair(scheme: Scheme) -> None:
    carol = scheme.mentor()
    seat = seat_of(scheme, carol)
    with writing():
        availability.leave(carol, NOON)

    again = scheme.mentor(at=NOON + WEEK)

    assert again.id != carol.id
    assert seat_of(scheme, again).id == seat.id
    assert mentoring.places_of(carol.id) == []


def test_whose_address_was_corrected_may_sign_up_under_the_new_one(scheme: Scheme) -> None:
    seat = seat_of(scheme, scheme.mentor())
    with writing():
        attendees.get(seat.id).email = "new@mentors.example.org"

    again = sign_up("fair", "new@mentors.example.org")
    with writing():
        profiles.confirm(again, NOON)

    assert seat_of(scheme, again).id != seat.id


def test_whose_address_was_corrected_is_not_invited_beside_their_profile(scheme: Scheme) -> None:
    seat = seat_of(scheme, scheme.mentor())
    with writing():
        attendees.get(seat.id).email = "new@mentors.example.org"

    with pytest.raises(Refused, match="mentors_already"), writing():
        profiles.invite(events.by_slug("fair"), attendees.get(seat.id), "staff:x", NOON)


def test_an_invitation_does_not_publish_what_a_stranger_said_under_that_address(
    scheme: Scheme,
) -> None:
    Scheme("other")
    sign_up("other", "dee@mentors.example.org", "Rude Word", "A rude story.")
    dee = listed("fair", "Dee Lee", "dee@mentors.example.org")

    with writing():
        mentor = profiles.invite(events.by_slug("fair"), dee, "staff:x", NOON)

    assert (mentor.state, mentor.name, mentor.story) == ("approved", "Dee Lee", "")
    assert "rude" not in mentor.words


def test_erasing_a_mentor_calls_off_what_they_agreed_at_other_fairs(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = agreed_elsewhere(carol)

    erase(seat_of(scheme, carol))

    assert as_it_is(request).state == "cancelled"
    assert told(request.student_id) == ["accepted", "cancelled"]
    assert db.session.get_one(Mentor, carol.id).email == ""


def test_a_fairs_last_day_leaves_what_is_agreed_at_others(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = agreed_elsewhere(carol)

    with writing():
        erasure.erase(seat_of(scheme, carol), NOON, lambda _: None)

    assert as_it_is(request).state == "accepted"
    assert db.session.get_one(Mentor, carol.id).name == "Carol Reed"


def test_a_profile_goes_with_whom_it_is_of_under_an_earlier_address_too(scheme: Scheme) -> None:
    carol = scheme.mentor()
    seat = seat_of(scheme, carol)
    with writing():
        attendees.get(seat.id).email = "new@mentors.example.org"

    erase(attendees.get(seat.id))

    assert db.session.get_one(Mentor, carol.id).email == ""


def test_a_mentor_hears_nothing_of_an_erased_student_they_never_heard_of(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol, capacity=1)
    scheme.accept(scheme.ask(carol, offer))
    waits = scheme.ask(carol, offer, 1)
    before = told(waits.seat_id)

    erase(scheme.student(1))

    assert told(waits.seat_id) == before
