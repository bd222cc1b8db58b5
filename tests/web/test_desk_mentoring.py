"""Mentoring at the desk: who is let in, what goes on to a mentor, and who is invited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.mentoring import Mentor, MentorPlace, News, availability, profiles
from kiosk.domain.mentoring.profiles import ProfileDraft
from tests.people import op_id
from tests.web.a_desk import PASSPHRASE, words
from tests.web.a_hall import changed, everything, open_hall
from tests.web.a_mentoring_desk import Office

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(open_hall(app))


def sign_up(office: Office, **draft: str) -> str:
    """Return the id of somebody who waits to be let in."""
    at = clock.now()
    told = ProfileDraft(**{"name": "Wanda Wait", **draft}, tags={"sector": ["Rail & <b>"]})
    with office.app.app_context(), writing():
        event = events.get(office.hall.event_id)
        mentor = profiles.sign_up(event, told, "wanda@mentors.example.org", at)
        profiles.confirm(mentor, at)
        profiles.describe(mentor, told, at)
        office.ids["wanda"] = mentor.public_id
        return mentor.public_id


def state_of(office: Office, name: str) -> str:
    with office.app.app_context():
        return office.mentor(name).state


def test_who_waits_is_shown_in_full_with_their_words_as_words(office: Office) -> None:
    sign_up(office, role="Engineer", organisation="Bridges & Co", story=f"I began\n{HOSTILE}")

    page = office.get()

    for told in ("Wanda Wait", "Engineer · Bridges &amp; Co", "Rail &amp; &lt;b&gt;",
                 "wanda@mentors.example.org", "&lt;script&gt;alert(1)"):  # fmt: skip
        assert told in page.text
    assert HOSTILE not in page.text


@pytest.mark.parametrize(
    ("answer", "state", "told"),
    [("approve", "approved", "approved"), ("turn_down", "declined", "turned_down")],
)
def test_who_waits_is_let_in_or_told_not_this_time_once(
    office: Office, answer: str, state: str, told: str
) -> None:
    wanda, op = sign_up(office), op_id()

    answers = [office.post(f"/mentors/{wanda}", answer=answer, op_id=op) for _ in range(2)]
    office.post(f"/mentors/{wanda}", answer=answer)

    assert {each.status_code for each in answers} == {303}
    assert state_of(office, "wanda") == state
    assert "Nobody waits for approval." in words(office.get())
    with office.app.app_context():
        letters = db.session.scalars(db.select(News.what).where(News.about == wanda)).all()
    assert sorted(letters) == sorted(["link", told])


def test_who_was_not_taken_can_be_approved_after_all(office: Office) -> None:
    wanda = sign_up(office)
    office.post(f"/mentors/{wanda}", answer="turn_down")

    page = office.get("?which=declined")
    office.post(f"/mentors/{wanda}", answer="approve")

    assert "Approve after all Wanda Wait" in words(page)
    assert state_of(office, "wanda") == "approved"


def test_who_has_not_opened_the_letter_is_not_let_in(office: Office) -> None:
    wanda = sign_up(office)
    with office.app.app_context(), writing():
        office.mentor("wanda").state = "unconfirmed"

    answer = office.post(f"/mentors/{wanda}", answer="approve")

    assert answer.status_code == 409
    assert "They have not opened the letter" in words(answer)
    assert f'href="/desk/{office.hall.slug}/mentoring"' in answer.text


def test_a_mentor_is_suspended_and_goes_on_later(office: Office) -> None:
    at = f"/mentors/{office.ids['mentor']}"

    office.post(at, answer="suspend")
    suspended = words(office.get("?which=suspended"))
    ended = office.state("open request")
    office.post(at, answer="lift")

    assert "Mina Osei Engineer · Bridges Ltd suspended" in suspended
    assert ended == "expired"
    assert "None of these." in words(office.get("?which=suspended"))
    assert office.noted("mentor") == 2


def test_mentors_are_told_with_what_they_have_room_for(office: Office) -> None:
    at = clock.now()
    free = words(office.get("?which=approved"))
    with office.app.app_context(), writing():
        mentor = office.mentor()
        availability.pause(mentor, at.date() + timedelta(days=400), at)

    paused = words(office.get("?which=paused"))

    assert "free · Reads your CV , 2 of 3 free" in free
    assert "paused until" in paused


def test_mentors_are_found_by_a_part_of_the_name_that_stands_in_no_address(office: Office) -> None:
    found = office.post(q="osei")
    nobody = office.post(q=HOSTILE)

    assert "1 mentor found." in words(found)
    assert "None of these." in words(nobody)
    assert HOSTILE not in nobody.text
    assert 'method="post" action="/desk/fair/mentoring' in found.text


def test_the_request_of_somebody_under_18_goes_on_once(office: Office) -> None:
    assert "Eve asks Mina Osei : Read my CV" in words(office.get())

    first = office.post(f"/held/{office.ids['held request']}", answer="let_go_on")
    again = office.post(f"/held/{office.ids['held request']}", answer="hold_back")

    assert (first.status_code, again.status_code) == (303, 409)
    assert office.state("held request") == "asked"
    assert "None waits for you." in words(office.get())


def test_the_request_of_somebody_under_18_is_held_back_and_they_are_told(office: Office) -> None:
    office.post(f"/held/{office.ids['held request']}", answer="hold_back")

    assert office.state("held request") == "declined"
    with office.app.app_context():
        assert db.session.scalar(db.select(News.id).where(News.what == "held_back")) is not None


def test_what_is_no_answer_changes_nothing(office: Office) -> None:
    before = everything(office.app)

    wrong = (
        office.post(f"/mentors/{office.ids['mentor']}", answer="promote"),
        office.post(f"/held/{office.ids['held request']}", answer=""),
        office.post(f"/held/{office.ids['request']}", answer="let_go_on"),
    )

    assert [each.status_code for each in wrong] == [422, 422, 409]
    assert changed(before, everything(office.app)) == ["operations"]


def test_a_mentor_of_the_list_is_invited_once_and_is_approved(office: Office) -> None:
    carol = office.ids["carol"]
    assert "Invite Carol Reed" in words(office.get())

    answers = [office.post(f"/invitations/{carol}") for _ in range(2)]

    assert {each.status_code for each in answers} == {303}
    assert "Invite Carol Reed" not in words(office.get())
    with office.app.app_context():
        mentor = mentoring.of_attendee(office.hall.people["carol"])
        assert mentor is not None
        assert mentor.state == "approved"


def test_nobody_but_a_mentor_of_the_list_is_invited(office: Office) -> None:
    answer = office.post(f"/invitations/{office.ids['asha']}")

    assert answer.status_code == 409
    assert "not on the list as a mentor" in words(answer)


def test_all_of_the_list_are_invited_at_once_and_who_has_no_address_is_named(
    office: Office,
) -> None:
    rows = [
        {"name": f"Mentor{n} List", "email": f"list{n}@mentors.example.org", "kind": "mentor"}
        for n in range(103)
    ]
    with office.app.app_context(), writing():
        event = events.get(office.hall.event_id)
        attendees.register(
            event, list(enumerate([*rows, {"name": "Noa None", "kind": "mentor"}])), clock.now()
        )
    assert "Invite all 104" in words(office.get())
    op = op_id()

    answers = [office.post("/invitations", op_id=op) for _ in range(2)]

    assert {each.status_code for each in answers} == {303}
    page = words(office.get())
    assert "Invite all" not in page
    assert "no letter can reach them: Noa None" in page
    with office.app.app_context():
        count = db.session.scalar(db.select(db.func.count(MentorPlace.id)))
        assert count == 105
        assert {each.state for each in db.session.scalars(db.select(Mentor))} == {"approved"}


def test_the_next_page_of_mentors_is_a_link_and_nonsense_is_the_first(office: Office) -> None:
    with office.app.app_context(), writing():
        event = events.get(office.hall.event_id)
        for n in range(55):
            draft = ProfileDraft(f"Ann {n:02}")
            profiles.sign_up(event, draft, f"ann{n}@mentors.example.org", clock.now())

    first, second = office.get("?page=-1"), office.get("?which=unconfirmed&page=2")

    assert "Page 1 of 2" in words(first)
    assert "Ann 54" not in first.text
    assert "Page 2 of 2" in words(second)
    assert "Ann 54" in second.text
    assert office.get("?which=%00%27&page=99999999").status_code == 200


def test_the_menu_takes_kinds_of_the_coordinators_own(office: Office) -> None:
    refused = office.post("/menu", title="x" * 61)
    office.post("/menu", title=HOSTILE)
    page = office.get("/menu")
    office.post(f"/menu/{office.ids['kind of offer']}/away")

    assert refused.status_code == 422
    assert "Say it in at most 60 letters." in words(refused)
    assert f'value="{"x" * 61}"' in refused.text
    assert HOSTILE not in page.text
    assert "&lt;script&gt;" in page.text
    assert "Take it off A walk" in words(page)
    assert "Take it off A walk" not in words(office.get("/menu"))


def test_a_steward_opens_no_page_of_mentoring_and_sees_no_link_to_it(office: Office) -> None:
    steward = Office(office.hall, "steward")

    assert steward.get().status_code == 403
    assert steward.post(f"/mentors/{office.ids['mentor']}", answer="suspend").status_code == 403
    assert "/mentoring" not in steward.browser.get("/desk/fair/help").text


def test_a_coordinator_begins_at_mentoring_and_sees_only_what_they_may_open(
    office: Office,
) -> None:
    front = office.browser.get("/desk")
    page = office.get()

    assert front.location == "/desk/fair/mentoring"
    links = {part.split('"')[0] for part in page.text.split('href="/desk/fair')[1:]}
    assert links
    for link in links:
        assert office.browser.get(f"/desk/fair{link.replace('&amp;', '&')}").status_code == 200


def test_the_desk_says_that_mentors_come_from_the_list_alone_unless_they_may_sign_up(
    office: Office,
) -> None:
    assert "signing up by themselves is off" not in words(office.get())

    with office.app.app_context(), writing():
        events.get(office.hall.event_id).change("mentors_sign_up", False)

    assert "signing up by themselves is off" in words(office.get())


def test_an_organiser_hires_a_coordinator_who_begins_at_mentoring(office: Office) -> None:
    organiser = Office(office.hall, "organiser")
    sent = {"op_id": op_id(), "name": "Nia Nash", "role": "coordinator", "passphrase": PASSPHRASE}
    hired = organiser.browser.post("/desk/fair/team", data=sent, headers=organiser.headers)
    fresh = office.app.test_client()

    signed_in = fresh.post(
        "/desk/sign-in", data={"name": "Nia Nash", "passphrase": PASSPHRASE},
        headers=organiser.headers,
    )  # fmt: skip

    assert (hired.status_code, signed_in.location) == (303, "/desk")
    assert fresh.get("/desk").location == "/desk/fair/mentoring"
