"""What a coordinator looks after: who waits, whom to invite, whom to read along with."""

from datetime import date

import pytest
from flask import Flask

from kiosk.db import db, writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import Concern, Mentor, availability, caring, overseeing, profiles
from kiosk.domain.mentoring.profiles import ProfileDraft
from kiosk.errors import Refused
from tests.crowd import at_once
from tests.domain.mentoring.a_scheme import Scheme
from tests.people import NOON

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def sign_up(scheme: Scheme, name: str = "Wanda Wait", confirmed: bool = True) -> Mentor:
    event = events.by_slug(scheme.slug)
    with writing():
        address = f"{name.split()[0].lower()}@mentors.example.org"
        mentor = profiles.sign_up(event, ProfileDraft(name), address, NOON)
        if confirmed:
            profiles.confirm(mentor, NOON)
    return mentor


def register(scheme: Scheme, *rows: dict[str, object]) -> list[Attendee]:
    event = events.by_slug(scheme.slug)
    with writing():
        attendees.register(event, [(n, {"kind": "mentor", **row}) for n, row in enumerate(rows)],
                           NOON)  # fmt: skip
    return attendees.of_event(event.id, "mentor")


def test_who_confirmed_their_address_waits_to_be_let_in(scheme: Scheme) -> None:
    wanda = sign_up(scheme)
    sign_up(scheme, "Una Unread", confirmed=False)
    scheme.mentor()

    assert overseeing.waiting_mentors(scheme.event.id, 20) == ([wanda], 1)


def test_nobody_is_let_in_before_they_opened_the_letter(scheme: Scheme) -> None:
    una = sign_up(scheme, "Una Unread", confirmed=False)

    with pytest.raises(Refused) as refused:
        availability.approve(una, scheme.event.id, "staff:x", NOON)

    assert refused.value.slug == "not_confirmed"


def test_mentors_are_listed_by_name_as_they_were_chosen(scheme: Scheme) -> None:
    carol, dov, sue = (scheme.mentor(name) for name in ("Carol Reed", "Dov Adler", "Sue Stead"))
    with writing():
        availability.pause(dov, None, NOON)
        availability.suspend(sue, scheme.event.id, "staff:x", NOON)

    listed = {
        which: overseeing.mentors_of(scheme.event.id, which, 1).mentors
        for which in overseeing.CHOICES
    }

    assert listed == {
        "all": [carol, dov, sue], "approved": [carol, dov], "paused": [dov],
        "suspended": [sue], "unconfirmed": [], "declined": [],
    }  # fmt: skip


def test_mentors_are_found_by_words_of_their_profile_taken_as_they_are(scheme: Scheme) -> None:
    carol = scheme.mentor("Carol Reed")
    scheme.mentor("Dov Adler")

    def found(words: str) -> list[Mentor]:
        return overseeing.mentors_of(scheme.event.id, "all", 1, words).mentors

    assert found("reed CAROL") == [carol]
    assert found("' or 1=1 --") == []


def test_a_page_that_is_not_there_is_the_last_one(scheme: Scheme) -> None:
    scheme.mentor()

    listed = overseeing.mentors_of(scheme.event.id, "all", 99)

    assert (listed.number, listed.last, listed.count) == (1, 1, 1)


def test_the_neighbours_mentors_are_not_listed(scheme: Scheme) -> None:
    scheme.mentor()
    sign_up(scheme)
    neighbour = Scheme("neighbour").event.id

    assert overseeing.mentors_of(neighbour, "all", 1).mentors == []
    assert overseeing.waiting_mentors(neighbour, 20) == ([], 0)


def test_whoever_of_the_list_has_no_profile_here_can_be_invited(scheme: Scheme) -> None:
    ivo, noa = register(
        scheme, {"name": "Ivo List", "email": "ivo@example.org"}, {"name": "Noa Noaddress"}
    )

    assert overseeing.to_invite(scheme.event.id, 20) == ([ivo], 1)
    assert overseeing.without_address(scheme.event.id, 20) == [noa]


def test_whoever_was_invited_or_stands_there_twice_is_not_invited_again(scheme: Scheme) -> None:
    ivo, _again = register(
        scheme, {"name": "Ivo List", "email": "ivo@example.org"},
        {"name": "I. List", "email": "IVO@example.org"},
    )  # fmt: skip
    with writing():
        profiles.invite(events.by_slug(scheme.slug), ivo, "staff:x", NOON)

    assert overseeing.to_invite(scheme.event.id, 20) == ([], 0)


def test_a_coordinator_reads_along_with_people_under_18(scheme: Scheme) -> None:
    carol = scheme.mentor()
    offer = scheme.offer(carol)
    minors, grown = scheme.ask(carol, offer, -1), scheme.ask(carol, offer, 0)
    with writing():
        mentoring.let_ask(minors, NOON)
    scheme.accept(minors, NOON.replace(hour=15))
    scheme.accept(grown, NOON.replace(hour=16))

    rows = overseeing.agreed_with_minors(scheme.event, NOON)

    assert [row[0] for row in rows] == [minors]
    assert overseeing.may_be_read(minors, scheme.event, NOON)
    assert not overseeing.may_be_read(grown, scheme.event, NOON)


def test_who_was_18_yesterday_is_read_along_with_no_more(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol), -1)
    with writing():
        mentoring.let_ask(request, NOON)
        scheme.student(-1).date_of_birth = date(NOON.year - 18, NOON.month, NOON.day)
    scheme.accept(request, NOON.replace(hour=15))

    assert overseeing.agreed_with_minors(scheme.event, NOON) == []


def test_a_thread_is_read_while_a_concern_about_it_is_open(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))
    with writing():
        concern = caring.raise_concern(request, scheme.student(), "They wrote at night.", NOON)

    assert overseeing.may_be_read(request, scheme.event, NOON)
    with writing():
        caring.settle_concern(concern, "spoken", "staff:x", NOON)
    assert not overseeing.may_be_read(request, scheme.event, NOON)


def test_students_who_may_not_go_on_are_named_until_it_is_lifted(scheme: Scheme) -> None:
    carol, student = scheme.mentor(), scheme.student()
    scheme.ask(carol, scheme.offer(carol))
    with writing():
        caring.suspend_mentee(student, NOON)

    assert overseeing.suspended_mentees(scheme.event.id) == [student]
    with writing():
        caring.suspend_mentee(student, None)
    assert overseeing.suspended_mentees(scheme.event.id) == []


def test_two_coordinators_who_decide_otherwise_at_once_decide_once(shared_app: Flask) -> None:
    scheme = Scheme()
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))
    with writing():
        concern = caring.raise_concern(request, scheme.student(), "They wrote at night.", NOON)
    number = concern.id

    def decide(place: int) -> str:
        mine, decision = db.session.get_one(Concern, number), ("spoken", "nothing")[place % 2]
        try:
            with writing():
                caring.settle_concern(mine, decision, f"staff:{place}", NOON)
        except Refused as refused:
            return refused.slug
        return decision

    outcomes = set(at_once(shared_app, decide))

    decided = db.session.get_one(Concern, number, populate_existing=True).decision
    assert outcomes == {decided, "concern_settled"}
