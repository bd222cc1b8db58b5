"""What stays and what goes: profiles, CVs, phones, and people past the retention date."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, erasure, events, mentoring, phones
from kiosk.domain.mentoring import (
    Mentor,
    MentorRequest,
    Message,
    News,
    Paper,
    caring,
    finding,
    keeping,
    profiles,
    threads,
)
from kiosk.domain.mentoring.finding import Sought
from tests.domain.mentoring.a_scheme import Scheme
from tests.people import NOON, count
from tests.web.a_scheme import PDF

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def test_an_erased_student_leaves_nothing_and_the_mentor_is_told(scheme: Scheme) -> None:
    request = scheme.agreed()
    with writing():
        threads.write(request, scheme.student(), "Hello", NOON)
        caring.raise_concern(request, scheme.student(), "Odd", NOON)
    seat, public_id = request.seat_id, request.public_id

    with writing():
        erasure.erase(scheme.student(), NOON, lambda _reader: None, lambda _holder: None)

    assert count(MentorRequest) == count(Message) == count(caring.Concern) == 0
    last = db.session.scalars(db.select(News).where(News.attendee_id == seat)
                              .order_by(News.id.desc())).first()  # fmt: skip
    assert last is not None
    assert (last.what, last.about, last.request_id) == ("cancelled", public_id, None)


def test_a_profile_outlives_its_fair_and_goes_when_its_mentor_asks(scheme: Scheme) -> None:
    carol = scheme.mentor()
    seat = mentoring.seat_at(scheme.event.id, carol.id)
    assert seat is not None
    with writing():
        erasure.erase(seat, NOON, lambda _reader: None)
    db.session.expire_all()
    assert db.session.get_one(Mentor, carol.id).name == "Carol Reed"

    again = Scheme("next-year")
    assert again.mentor().id == carol.id
    with writing():
        seat = mentoring.seat_at(again.event.id, carol.id)
        assert seat is not None
        erasure.erase(seat, NOON, lambda _reader: None, lambda _holder: None)

    db.session.expire_all()
    gone = db.session.get_one(Mentor, carol.id)
    assert (gone.name, gone.email, gone.words, gone.state) == ("", "", "", "declined")


def test_people_with_something_agreed_stay_past_the_retention_date(scheme: Scheme) -> None:
    request = scheme.agreed()
    people = [each.id for each in attendees.of_event(scheme.event.id)]

    assert keeping.keeps(people) == {request.student_id, request.seat_id}
    with writing():
        mentoring.cancel(request, "student", "", NOON)
    assert keeping.keeps(people) == set()
    assert events.get(scheme.event.id).erase_on > NOON


def test_a_linked_phone_lives_as_long_as_a_request_and_no_longer(scheme: Scheme) -> None:
    carol = scheme.mentor()
    with writing():
        _phone, key = phones.link(scheme.student(), through="letter", label="x", at=NOON)
    request = scheme.ask(carol, scheme.offer(carol))
    much_later = NOON + timedelta(days=100)
    assert phones.by_key(key, much_later) is not None

    with writing():
        mentoring.withdraw(request, much_later)

    assert phones.by_key(key, much_later + timedelta(days=13)) is not None
    assert phones.by_key(key, much_later + timedelta(days=15)) is None


def test_a_phone_linked_after_the_fair_lives_on_with_a_live_request(scheme: Scheme) -> None:
    scheme.agreed()
    later = NOON + timedelta(days=30)

    with writing():
        _phone, key = phones.link(scheme.student(), through="letter", label="x", at=later)
        mentoring.keep_phones(scheme.student().id, later)

    assert phones.by_key(key, later + timedelta(days=60)) is not None


def test_the_export_of_a_mentor_holds_their_profile_and_nobody_elses(scheme: Scheme) -> None:
    carol, _dora = scheme.mentor("Carol Reed", sector=["Bridges"]), scheme.mentor("Dora Lind")
    scheme.offer(carol)
    seat = mentoring.seat_at(scheme.event.id, carol.id)
    assert seat is not None

    found = erasure.export(seat)

    assert [row["name"] for row in found["mentors"]] == ["Carol Reed"]
    assert [row["label"] for row in found["mentor_tags"]] == ["Bridges"]
    assert len(found["mentor_offers"]) == 1


def test_a_cv_goes_with_its_request(scheme: Scheme) -> None:
    request = scheme.agreed()
    with writing():
        threads.put_paper(request, scheme.student(), PDF, NOON)
        threads.put_paper(request, scheme.student(), PDF, NOON)
    assert count(Paper) == 1

    with writing():
        mentoring.cancel(request, "student", "", NOON)

    assert count(Paper) == 0


def test_a_mentor_whose_fair_is_erased_is_seen_by_nobody_there_and_keeps_their_page(
    scheme: Scheme,
) -> None:
    carol = scheme.mentor()
    scheme.offer(carol)
    seat = mentoring.seat_at(scheme.event.id, carol.id)
    assert seat is not None
    key = mentoring.open_session(carol, NOON)

    with writing():
        erasure.erase(seat, NOON, lambda _reader: None)
        profiles.join(carol, events.get(scheme.event.id).public_id, NOON)

    assert mentoring.seat_at(scheme.event.id, carol.id) is None
    assert finding.browse(scheme.student(), Sought(), scheme.event, NOON).found == []
    known = mentoring.by_session(key, NOON)
    assert known is not None
    assert known.id == carol.id
