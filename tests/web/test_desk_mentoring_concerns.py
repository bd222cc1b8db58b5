"""Concerns and threads at the desk: for coordinators alone, and each look at a thread is noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, mentoring
from kiosk.domain.mentoring import caring, threads
from tests.people import op_id
from tests.web.a_desk import hire, open_session, words
from tests.web.a_hall import open_hall
from tests.web.a_mentoring_desk import Office
from tests.web.a_scheme import WORDS

SAID = "They asked for my address."
WROTE = "Thank you."
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(open_hall(app))


def concern(office: Office) -> str:
    return f"/concerns/{office.ids['concern']}"


def thread(office: Office) -> str:
    return f"/requests/{office.ids['request']}"


def look(office: Office) -> str:
    """Say that one reads the messages, and return the page that opens."""
    answer = office.post(thread(office))
    assert answer.status_code == 303
    return office.browser.get(answer.location).text


def test_an_open_concern_is_told_with_who_said_it_and_about_whom(office: Office) -> None:
    assert "1 concern is open. Look at it" in words(office.get())
    assert "About Mina Osei Asha Patel" in words(office.get("/concerns"))

    page = words(office.get(concern(office)))

    assert f"What Asha Patel says {SAID}" in page
    assert WROTE not in page


def test_the_messages_open_by_a_word_that_is_noted_each_time(office: Office) -> None:
    assert WROTE not in office.get(thread(office)).text
    assert office.noted("read-thread") == 0

    opened = look(office)

    assert WROTE in opened
    assert office.noted("read-thread") == 1
    assert WROTE not in office.get(thread(office)).text


def test_what_two_people_wrote_is_shown_as_words(office: Office) -> None:
    with office.app.app_context(), writing():
        request = mentoring.request_of_event(office.hall.event_id, office.ids["request"])
        asha = attendees.get(office.hall.people["asha"])
        threads.write(request, asha, HOSTILE, clock.now())
        caring.raise_concern(request, asha, HOSTILE, clock.now())
        office.ids["concern"] = caring.concerns_of(office.hall.event_id)[-1].public_id

    pages = look(office), office.get(concern(office)).text

    assert all(HOSTILE not in page and "&lt;img src=x" in page for page in pages)


def test_an_opened_page_closes_after_half_an_hour_and_for_everybody_else(office: Office) -> None:
    location = office.post(thread(office)).location
    with office.app.app_context():
        hire(office.hall.event_id, "cole@fair", "coordinator")
        key = open_session("cole@fair")
    other = office.app.test_client()
    other.set_cookie("kiosk-staff", key)

    theirs = other.get(location).text
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        late = office.browser.get(location).text

    assert WROTE in office.browser.get(location).text
    assert WROTE not in theirs
    assert WROTE not in late


def test_a_slip_of_one_request_opens_no_other(office: Office) -> None:
    location = office.post(thread(office)).location
    elsewhere = location.replace(office.ids["request"], office.ids["done request"])

    assert "Look at their messages" not in office.browser.get(elsewhere).text
    assert office.post(f"/requests/{office.ids['done request']}").status_code == 409


def test_once_decided_the_messages_are_closed_again(office: Office) -> None:
    location = office.post(thread(office)).location
    office.post(concern(office), decision="spoken")

    assert WROTE not in office.browser.get(location).text
    refused = office.post(thread(office))
    assert refused.status_code == 409
    assert "no concern about it is open" in words(refused)
    assert "It is closed again" in words(office.get(concern(office)))


def test_a_mentor_is_suspended_by_a_decision_and_goes_on_later(office: Office) -> None:
    op = op_id()

    answers = [office.post(concern(office), decision="suspended", op_id=op) for _ in range(2)]
    listed = words(office.get("/concerns"))
    office.post(f"/mentors/{office.ids['mentor']}", answer="lift")

    assert {each.status_code for each in answers} == {303}
    assert "No concern is open." in listed
    assert "Let them go on Mina Osei" in listed
    assert "Let them go on" not in words(office.get("/concerns"))
    assert office.noted("decide-concern") == 1


def test_a_student_is_suspended_by_a_decision_and_goes_on_later(office: Office) -> None:
    with office.app.app_context(), writing():
        request = mentoring.request_of_event(office.hall.event_id, office.ids["request"])
        carols = attendees.get(request.seat_id)
        about = caring.raise_concern(request, carols, "They shouted.", clock.now())
        about_student = about.public_id

    office.post(f"/concerns/{about_student}", decision="suspended")
    page = words(office.get(f"/concerns/{about_student}"))
    listed = words(office.get("/concerns"))
    office.post(f"/students/{office.ids['asha']}/lift")

    assert "They are suspended now." in page
    assert "Let them go on Asha Patel" in listed
    with office.app.app_context():
        row = caring.mentee(office.hall.people["asha"])
        assert row is not None
        assert row.suspended_at is None


def test_a_concern_is_decided_once(office: Office) -> None:
    office.post(concern(office), decision="nothing")

    again = office.post(concern(office), decision="suspended")
    wrong = office.post(concern(office), decision="forgive")

    assert (again.status_code, wrong.status_code) == (409, 422)
    assert "That was decided already." in words(again)
    with office.app.app_context():
        assert office.mentor().suspended_at is None


def test_an_organiser_sees_how_many_concerns_are_open_and_none_of_them(office: Office) -> None:
    organiser = Office(office.hall, "organiser")
    page = organiser.get()

    assert "1 concern is open. A coordinator looks after them." in words(page)
    assert SAID not in page.text
    assert "/concerns" not in page.text
    for path in ("/concerns", concern(office), thread(office)):
        assert organiser.get(path).status_code == 403
    assert organiser.post(concern(office), decision="nothing").status_code == 403
    assert organiser.post(thread(office)).status_code == 403
    assert organiser.post(f"/students/{office.ids['asha']}/lift").status_code == 403


def test_an_organiser_cannot_read_by_the_slip_of_a_coordinator(office: Office) -> None:
    location = office.post(thread(office)).location

    assert Office(office.hall, "organiser").browser.get(location).status_code == 403


def test_with_people_under_18_a_coordinator_may_read_along(office: Office) -> None:
    office.post(concern(office), decision="nothing")
    assert "Their request Asha Patel" not in words(office.get())
    with office.app.app_context(), writing():
        attendees.get(office.hall.people["asha"]).under_18 = True

    page = words(office.get())

    assert "Asha Patel and Mina Osei : Read my CV Their request Asha Patel" in page
    assert WROTE in look(office)
    assert "Their request" not in words(Office(office.hall, "organiser").get())


def test_an_admin_may_all(office: Office) -> None:
    with office.app.app_context():
        hire(None, "ada", "admin")
        office.browser.set_cookie("kiosk-staff", open_session("ada"))

    assert SAID in words(office.get(concern(office)))
    assert WROTE in look(office)


def test_an_organiser_neither_suspends_nor_reads_what_somebody_under_18_wrote(
    office: Office,
) -> None:
    organiser = Office(office.hall, "organiser")

    page = words(organiser.get())
    answers = [
        organiser.post(f"/mentors/{office.ids['mentor']}", answer=each).status_code
        for each in ("suspend", "lift")
    ]

    assert answers == [403, 403]
    assert "Let it go on" in page
    assert WORDS not in page
    assert WORDS in words(office.get())
