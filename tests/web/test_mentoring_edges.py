"""Edges of mentoring's pages: days at the ends of the calendar, a CV held back, asking in vain."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, mentoring
from kiosk.domain.mentoring import availability, caring
from tests.web.a_hall import Hall, open_hall
from tests.web.a_mentor_walk import MentorsBrowser, mina
from tests.web.a_mentoring_walk import PLACES, Asking, mentor_of
from tests.web.a_phone import a_meeting


@pytest.fixture
def hall(app: Flask) -> Hall:
    return open_hall(app)


@pytest.fixture
def browser(hall: Hall) -> MentorsBrowser:
    return mina(hall)


@pytest.mark.parametrize("zone", ["Europe/London", "America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize("day", [date.max.isoformat(), date.min.isoformat()])
def test_a_day_at_the_end_of_the_calendar_is_a_fault_beside_its_field(
    hall: Hall, browser: MentorsBrowser, zone: str, day: str
) -> None:
    with hall.app.app_context(), writing():
        mentoring.of_event(hall.event_id, hall.ids["mentor"]).timezone = zone

    for starts in ("00:00", "23:59"):
        times = {"when": "other", "day": day, "starts": starts, "lasts": "30"}
        answer = browser.post(browser.request("open request", "/another-time"), **times)
        opened = browser.post("/slots", day=day, starts=starts, lasts="30", buffer="10")
        assert (answer.status_code, opened.status_code) == (422, 422)


def test_a_cv_is_read_no_more_by_a_mentor_whom_its_owner_keeps_away(
    hall: Hall, browser: MentorsBrowser
) -> None:
    assert "/papers/" in browser.get(browser.request()).text

    with hall.app.app_context(), writing():
        asha = attendees.get(hall.people["asha"])
        caring.suspend_mentee(asha, clock.now())

    assert "/papers/" not in browser.get(browser.request()).text


def test_a_letters_link_to_an_offer_leads_on_where_asking_would_be_refused(app: Flask) -> None:
    fair, asha, _ben, _met = a_meeting(app)
    with fair.app.app_context(), writing():
        asking = Asking(fair, mentor_of(fair))
        story, declined = asking.ask("story"), asking.ask("cv")
        mentoring.decline(declined, "no_time", "", clock.now())
        mentor = f"{PLACES}/{asking.mentor.public_id}"
        own = {offer.id: offer.public_id for offer in mentoring.live_offers(asking.mentor.id)}
        asked, again = own[story.offer_id], own[declined.offer_id]

    already, open_one = asha.get(f"{mentor}/{asked}"), asha.get(f"{mentor}/{again}")
    with fair.app.app_context(), writing():
        availability.pause(mentoring.get(asking.mentor.id), None, clock.now())
    paused = asha.get(f"{mentor}/{again}")

    assert open_one.status_code == 200
    assert [(each.status_code, each.location) for each in (already, paused)] == [(302, mentor)] * 2


def test_what_was_written_stays_where_the_time_was_taken_meanwhile(app: Flask) -> None:
    fair, asha, _ben, _met = a_meeting(app)
    with fair.app.app_context(), writing():
        asking = Asking(fair, mentor_of(fair))
        declined = asking.ask("cv")
        mentoring.decline(declined, "no_time", "", clock.now())
        offer = mentoring.live_offers(asking.mentor.id)[0].public_id
        path = f"{PLACES}/{asking.mentor.public_id}/{offer}"

    answer = asha.post(path, message="I build bridges.", slot="0123456789abcdef.20261201")

    assert answer.status_code == 409
    assert "I build bridges." in answer.text
    assert "That time is taken" in answer.text
