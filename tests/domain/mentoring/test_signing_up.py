"""Signing up to mentor: nothing is seen, and nobody is expected, before the letter was opened."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import Mentor, finding, overseeing, profiles
from kiosk.domain.mentoring.profiles import ProfileDraft
from kiosk.workers.mentoring import tidy
from tests.domain.mentoring.a_scheme import Scheme, told
from tests.people import NOON, count

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def sign_up(scheme: Scheme, email: str = "nora@example.org", name: str = "Nora Ek") -> Mentor:
    with writing():
        return profiles.sign_up(events.get(scheme.event.id), ProfileDraft(name), email, NOON)


def seats(email: str) -> list[Attendee]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Attendee).where(Attendee.email == email)))


def seen_by_a_student(scheme: Scheme) -> list[str]:
    found = finding.browse(scheme.student(), finding.Sought(), scheme.event, NOON).found
    return [each.mentor.name for each in found]


def test_nobody_is_expected_before_the_letter_is_opened(scheme: Scheme) -> None:
    mentor = sign_up(scheme)
    assert [(seat.kind, seat.status) for seat in seats("nora@example.org")] == [
        ("mentor", "cancelled")
    ]

    with writing():
        profiles.confirm(mentor, NOON)

    assert [seat.status for seat in seats("nora@example.org")] == ["expected"]
    assert mentor.state == "waiting"


def test_two_sign_ups_of_one_address_are_one_profile_and_one_letter(scheme: Scheme) -> None:
    first, second = sign_up(scheme), sign_up(scheme, " NORA@example.org", "Somebody Else")

    assert first.id == second.id
    assert second.name == "Nora Ek"
    assert told(seats("nora@example.org")[0].id) == ["link"]


def test_a_stranger_brings_no_known_mentor_to_another_fair(scheme: Scheme) -> None:
    carol = scheme.mentor()
    scheme.offer(carol)
    other = Scheme("next-year")

    sign_up(other, carol.email)

    assert seen_by_a_student(scheme) == ["Carol Reed"]
    assert seen_by_a_student(other) == []
    assert mentoring.seat_at(other.event.id, carol.id) is None


def test_the_letter_about_a_fair_joins_that_fair_alone(scheme: Scheme) -> None:
    carol = scheme.mentor()
    scheme.offer(carol)
    other, third = Scheme("next-year"), Scheme("third")
    for each in (other, third):
        sign_up(each, carol.email)

    with writing():
        joined = profiles.join(carol, events.get(other.event.id).public_id, NOON)
        unknown = profiles.join(carol, "0" * 16, NOON)

    assert (joined, unknown) == (True, False)
    assert seen_by_a_student(other) == ["Carol Reed"]
    assert seen_by_a_student(third) == []


def test_a_cancelled_mentor_of_the_list_stays_cancelled(scheme: Scheme) -> None:
    with writing():
        event = events.get(scheme.event.id)
        seat = attendees.walk_in(event, {"name": "Ola Berg", "kind": "mentor",
                                         "email": "ola@example.org"}, NOON)  # fmt: skip
        seat.status = "cancelled"
    mentor = sign_up(scheme, "ola@example.org", "Ola Berg")

    with writing():
        profiles.confirm(mentor, NOON)

    assert [seat.status for seat in seats("ola@example.org")] == ["cancelled"]


def test_whoever_never_opens_the_letter_is_erased_after_two_weeks(scheme: Scheme) -> None:
    sign_up(scheme)
    seat_id = seats("nora@example.org")[0].id

    tidy(NOON + timedelta(days=13))
    assert seats("nora@example.org")
    tidy(NOON + timedelta(days=14))

    assert seats("nora@example.org") == []
    assert attendees.get(seat_id).erased_at is not None
    assert count(Mentor) == 0


def test_a_fairs_desk_sees_nothing_of_a_mentor_whose_address_somebody_typed_in(
    scheme: Scheme,
) -> None:
    carol, other = scheme.mentor(), Scheme("elsewhere")
    with writing():
        draft = ProfileDraft("Anybody")
        profiles.sign_up(events.by_slug("elsewhere"), draft, carol.email, NOON)

    assert overseeing.mentors_of(other.event.id, "all", 1).count == 0
    with pytest.raises(mentoring.NoSuchMentor):
        mentoring.of_event(other.event.id, carol.public_id)
    with writing():
        profiles.join(carol, events.by_slug("elsewhere").public_id, NOON)
    assert overseeing.mentors_of(other.event.id, "all", 1).count == 1
