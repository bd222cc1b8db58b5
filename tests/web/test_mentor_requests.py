"""What a mentor says to a request, what may not be said, and what twice comes to."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, mentoring
from kiosk.domain.mentoring import Concern, MentorRequest, Message, caring, closing, news
from tests.web.a_fair import words
from tests.web.a_hall import Hall, changed, everything, open_hall
from tests.web.a_mentor_walk import MentorsBrowser, mina

LATER = clock.now() + timedelta(days=20)
DAY = LATER.date().isoformat()


@pytest.fixture
def hall(app: Flask) -> Hall:
    return open_hall(app)


@pytest.fixture
def browser(hall: Hall) -> MentorsBrowser:
    return mina(hall)


def kept(hall: Hall, name: str = "open request") -> MentorRequest:
    """Return one of the hall's requests as the database has it."""
    with hall.app.app_context():
        query = db.select(MentorRequest).where(MentorRequest.public_id == hall.ids[name])
        found = db.session.scalars(query).one()
        db.session.refresh(found)
        db.session.expunge(found)
    return found


def let_wish(hall: Hall) -> None:
    """Let the student who waits wish one of the open slots."""
    with hall.app.app_context(), writing():
        found = mentoring.request_of_event(hall.event_id, hall.ids["open request"])
        mentoring.wish_time(found, hall.ids["slot"], clock.now())


def test_a_request_says_who_asks_what_for_and_no_address(
    hall: Hall, browser: MentorsBrowser
) -> None:
    page = browser.get(browser.request("open request"))

    assert "Asha" in words(page) and "I would like to build bridges." in words(page)
    assert "asha@example.org" not in page.text and "Patel" not in page.text
    assert "asha@example.org" in browser.get(browser.request()).text  # that one is agreed


def test_what_waits_for_a_coordinator_is_not_the_mentors_yet(browser: MentorsBrowser) -> None:
    assert browser.get(browser.request("held request")).status_code == 404
    assert browser.post(browser.request("held request", "/no"), reason="no_time").status_code == 404


def test_yes_with_a_slot_another_time_or_none_is_agreed_once(
    hall: Hall, browser: MentorsBrowser
) -> None:
    path, op_id = browser.request("open request", "/yes"), str(uuid4())
    sent = {"when": hall.ids["slot"], "where": "Room 9", "reply": "Gladly."}
    answers = [browser.post(path, op_id=op_id, **sent) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    found = kept(hall)
    assert (found.state, found.where, found.reply) == ("accepted", "Room 9", "Gladly.")
    assert found.booked_at is not None


def test_yes_to_the_wished_time_takes_it_and_to_one_that_changed_does_not(
    hall: Hall, browser: MentorsBrowser
) -> None:
    let_wish(hall)
    path = browser.request("open request", "/yes")
    assert "As wished" in words(browser.get(browser.request("open request")))

    changed_since = browser.post(path, when="wished", wished="1")
    browser.post(path, when="wished", wished=str(int(kept(hall).starts_at.timestamp())))  # type: ignore[union-attr]

    assert changed_since.status_code == 409
    assert "The time has changed meanwhile" in words(changed_since)
    assert kept(hall).booked_at == kept(hall).starts_at


def test_yes_from_a_page_of_before_a_suggestion_takes_no_time_that_nobody_agreed_to(
    hall: Hall, browser: MentorsBrowser
) -> None:
    path = browser.request("open request")
    browser.post(f"{path}/another-time", when=hall.ids["slot"])

    answer = browser.post(f"{path}/yes", when="none")

    assert answer.status_code == 409
    assert kept(hall).state == "suggested"


def test_yes_without_a_time_does_where_none_is_needed(hall: Hall, browser: MentorsBrowser) -> None:
    browser.post(browser.request("open request", "/yes"), when="none")

    assert (kept(hall).state, kept(hall).starts_at) == ("accepted", None)
    assert "You said yes" in words(browser.get(browser.request("open request")))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": "x", "starts": "10:00"}, "Choose a day, such as"),
        ({"day": DAY, "starts": ""}, "Choose a time, such as"),
        ({"day": DAY, "starts": "10:00", "lasts": "long"}, "Write a number"),
        ({"day": DAY, "starts": "10:00", "lasts": "700"}, "Choose up to ten hours"),
        ({"day": "2020-01-01", "starts": "10:00"}, "Choose a time from now on"),
        ({"day": "2027-03-28", "starts": "01:30"}, "The clocks change then"),
        ({"day": DAY, "starts": "10:00", "reply": "x" * 601}, "Keep it to 600 letters"),
    ],
)
def test_what_cannot_be_agreed_is_refused_beside_its_field_and_comes_back_as_typed(
    hall: Hall, browser: MentorsBrowser, sent: dict[str, str], said: str
) -> None:
    path = browser.request("open request", "/yes")

    answer = browser.post(path, when="other", where="Room 9", **sent)

    assert answer.status_code == 422
    assert said in words(answer) and 'aria-invalid="true"' in answer.text
    assert "Room 9" in answer.text
    assert kept(hall).state == "asked"


def test_a_full_offer_has_room_made_and_then_takes_one_more(
    hall: Hall, browser: MentorsBrowser
) -> None:
    browser.post("/offers/story", capacity="0")
    path = browser.request("open request")

    full = browser.post(f"{path}/yes", when="none", reply="Gladly.")
    browser.post(f"{path}/room")
    browser.post(f"{path}/yes", when="none")

    assert full.status_code == 409
    assert "Make room for one more" in words(full) and "Gladly." in full.text
    assert kept(hall).state == "accepted"


def test_another_time_is_suggested_in_the_mentors_own_zone(
    hall: Hall, browser: MentorsBrowser
) -> None:
    path = browser.request("open request", "/another-time")
    browser.post("/profile", name="Mina Osei", timezone="Asia/Kolkata")

    browser.post(path, when="other", day=DAY, starts="10:00", lasts="60", reply="Or later?")

    starts_at = kept(hall).starts_at
    assert starts_at is not None
    assert (kept(hall).state, f"{starts_at:%H:%M}") == ("suggested", "04:30")
    assert "You suggested" in words(browser.get(browser.request("open request")))
    assert browser.post(path).status_code == 422  # no time chosen


def test_no_needs_a_reason_and_is_said_once(hall: Hall, browser: MentorsBrowser) -> None:
    path = browser.request("open request", "/no")
    without = browser.post(path, reply="Sorry.")
    assert without.status_code == 422
    assert "Choose one of the reasons" in words(without) and "Sorry." in without.text

    for _twice in range(2):
        assert browser.post(path, reason="not_now", reply="Later?").status_code == 303

    assert (kept(hall).state, kept(hall).reason) == ("declined", "not_now")


def test_what_was_answered_meanwhile_is_told_calmly(hall: Hall, browser: MentorsBrowser) -> None:
    answer = browser.post(browser.request("request", "/no"), reason="no_time")

    assert answer.status_code == 409
    assert "This was answered meanwhile" in words(answer)
    assert kept(hall, "request").state == "accepted"


def test_what_is_agreed_is_moved_and_called_off(hall: Hall, browser: MentorsBrowser) -> None:
    path = browser.request()
    browser.post(f"{path}/move", when="other", day=DAY, starts="10:00", lasts="30")
    assert kept(hall, "request").sequence == 1

    for _twice in range(2):
        browser.post(f"{path}/off", reply="I am ill.")

    found = kept(hall, "request")
    assert (found.state, found.reply, found.sequence) == ("cancelled", "I am ill.", 2)


def test_a_message_is_kept_as_plain_words_and_links(hall: Hall, browser: MentorsBrowser) -> None:
    path, op_id = browser.request("request", "/words"), str(uuid4())
    hostile = "<script>alert(1)</script> https://example.org/a?b=1&c=2"

    for _twice in range(2):
        browser.post(path, op_id=op_id, words=hostile)

    page = browser.get(browser.request()).text
    assert "<script>alert" not in page and 'href="https://example.org/a?b=1&amp;c=2"' in page
    with hall.app.app_context():
        assert len(db.session.scalars(db.select(Message)).all()) == 2  # and Asha's
    assert browser.post(path, words=" ").status_code == 422


def test_it_is_done_or_missed_only_once_it_began(hall: Hall, browser: MentorsBrowser) -> None:
    path = browser.request()
    early = [browser.post(f"{path}/{verb}") for verb in ("done", "missed")]
    assert [answer.status_code for answer in early] == [409, 409]

    with time_machine.travel(clock.now() + timedelta(days=6)):
        assert "did not come" in words(browser.get(path))
        browser.post(f"{path}/missed")

    assert (kept(hall, "request").state, kept(hall, "request").missed_by) == ("missed", "student")


def test_how_it_was_is_said_once_and_thanks_are_passed_on(
    hall: Hall, browser: MentorsBrowser
) -> None:
    path = browser.request("done request")
    with hall.app.app_context(), writing():
        found = mentoring.request_of_event(hall.event_id, hall.ids["done request"])
        asha = attendees.get(hall.people["asha"])
        closing.give_feedback(found, asha, 3, "surer", "You were <b>kind</b>.", clock.now())
    assert browser.post(f"{path}/how").status_code == 422

    for thanks in ("Thank you for asking.", "Again."):
        browser.post(f"{path}/how", worth="3", came_of_it="next_step", thanks=thanks)

    page = browser.get(path)
    assert "You were &lt;b&gt;kind" in page.text
    assert "Thank you for asking." in words(page) and "Again." not in words(page)


def test_a_concern_reaches_the_coordinators_alone(hall: Hall, browser: MentorsBrowser) -> None:
    path = browser.request("request", "/concern")
    assert browser.post(path, words=" ").status_code == 422

    browser.post(path, words="He asked for money.")

    assert "He asked for money." not in browser.get(browser.request()).text
    with hall.app.app_context():
        said = [each.words for each in db.session.scalars(db.select(Concern))]
        assert "He asked for money." in said


def test_nothing_goes_on_while_a_coordinator_looks(hall: Hall, browser: MentorsBrowser) -> None:
    with hall.app.app_context(), writing():
        caring.suspend_mentee(attendees.get(hall.people["asha"]), clock.now())
    before = everything(hall.app)
    path = browser.request()

    answer = browser.post(f"{path}/words", words="Hello?")

    assert answer.status_code == 409
    assert "A coordinator is looking at this" in words(answer)
    assert "asha@example.org" not in browser.get(path).text
    assert set(changed(before, everything(hall.app))) <= {"operations"}


def test_a_student_under_18_is_named_so_and_needs_a_time(
    hall: Hall, browser: MentorsBrowser
) -> None:
    with hall.app.app_context(), writing():
        attendees.get(hall.people["asha"]).under_18 = True
    path = browser.request("open request")

    page, refused = browser.get(path), browser.post(f"{path}/yes", when="none")

    assert "is under 18" in words(page) and "It needs no time" not in words(page)
    assert refused.status_code == 422 and "Choose a day and a time" in words(refused)
    assert "asha@example.org" not in browser.get(browser.request()).text


def test_an_answer_is_told_to_the_student(hall: Hall, browser: MentorsBrowser) -> None:
    browser.post(browser.request("open request", "/yes"), when="none")

    with hall.app.app_context():
        query = db.select(news.News.what).where(news.News.about == hall.ids["open request"])
        assert "accepted" in db.session.scalars(query).all()
