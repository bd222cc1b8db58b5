"""The letters of mentoring, opened: their words, their calendar entries, and each of them once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import events, mentoring
from kiosk.domain.deliveries import Delivery
from kiosk.domain.mentoring import (
    Mentor,
    News,
    OfferDraft,
    Time,
    changing_offers,
    keeping,
    news,
    profiles,
    threads,
)
from kiosk.workers.mentoring import MentoringWorker, tidy
from tests.people import NOON, count
from tests.web.a_scheme import sign_up
from tests.workers.a_mailroom import Mailroom
from tests.workers.a_mentors_post import (
    HALF_AN_HOUR,
    SOON,
    accept,
    ask,
    carol_mentors,
    letters_to,
    subjects,
    tell,
)


@pytest.fixture
def carol(mailroom: Mailroom) -> Mentor:
    """Carol mentors at the fair."""
    return carol_mentors(mailroom)


def test_each_is_told_once_however_often_the_worker_looks(
    mailroom: Mailroom, carol: Mentor
) -> None:
    accept(mailroom, ask(mailroom, carol))

    for _time in range(3):
        tell(mailroom)

    assert subjects(mailroom, "Asha") == ["Carol Reed said yes: Mock interview"]
    assert subjects(mailroom, "Carol") == [
        "Your mentor page at Employer Fair",
        "You are a mentor at Employer Fair",
        "Agreed: Mock interview, Asha",  # that she was asked is no news any more
    ]
    assert count(News, News.told_at.is_(None)) == 4  # the reminders


def test_a_request_says_who_asks_what_for_and_until_when(mailroom: Mailroom, carol: Mentor) -> None:
    ask(mailroom, carol, "cv", "Could you read it?")

    tell(mailroom)

    letter = letters_to(mailroom, "Carol")[-1]
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == "Asha asks: Read my CV"
    assert "Could you read it?" in text
    assert "Tuesday 1 December, 12:00" in text
    assert f"/mentor/open#{mentoring.secret_of(carol)}." in text
    assert "asha@example.org" not in str(letter)


def test_reminders_go_a_day_and_an_hour_before_and_never_of_a_former_time(
    mailroom: Mailroom, carol: Mentor
) -> None:
    request = ask(mailroom, carol)
    accept(mailroom, request)
    with writing():
        later = Time("", SOON + timedelta(days=1), SOON + timedelta(days=1) + HALF_AN_HOUR)
        mentoring.move(request, later, "mentor", NOON)

    mailroom.pass_by(days=2, minutes=1)
    tell(mailroom)
    mailroom.pass_by(days=1)
    tell(mailroom)
    tomorrow = [each for each in subjects(mailroom, "Asha") if each.startswith("Tomorrow")]
    mailroom.pass_by(hours=23)
    tell(mailroom)

    assert tomorrow == ["Tomorrow: Mock interview, Carol Reed"]
    assert subjects(mailroom, "Asha")[-1] == "In an hour: Mock interview, Carol Reed"


def test_nobody_answers_and_others_are_named(mailroom: Mailroom, carol: Mentor) -> None:
    ask(mailroom, carol, "cv")
    with writing():
        dora = sign_up(mailroom.fair.id, "dora@example.org", NOON, name="Dora Lind")
        changing_offers.put_offer(dora, "cv", OfferDraft(), NOON)

    mailroom.pass_by(days=7)
    tidy(mailroom.at)
    tell(mailroom)

    letter = letters_to(mailroom, "Asha")[-1]
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == "No answer from Carol Reed"
    assert "Dora Lind" in text
    assert f".mentor.{dora.public_id}" in text


def test_a_message_is_mailed_and_its_links_are_whole(mailroom: Mailroom, carol: Mentor) -> None:
    request = ask(mailroom, carol)
    accept(mailroom, request)
    with writing():
        threads.write(request, mailroom.fair.person("Asha"), "See https://cv.example/asha", NOON)

    tell(mailroom)

    letter = letters_to(mailroom, "Carol")[-1]
    assert letter["Subject"] == "Asha wrote to you"
    assert "See https://cv.example/asha" in letter.get_body(("plain",)).get_content()


def test_the_link_to_a_page_goes_to_the_profiles_own_address_alone(
    mailroom: Mailroom, carol: Mentor
) -> None:
    with writing():
        mailroom.fair.person("Carol").email = "somebody.else@example.org"
    ask(mailroom, carol)

    tell(mailroom)

    secret = mentoring.secret_of(carol)
    assert not [each for each in letters_to(mailroom, "Carol") if secret in str(each)]


def test_letters_of_somebody_erased_lose_their_words(mailroom: Mailroom, carol: Mentor) -> None:
    ask(mailroom, carol, words="My secret plan")
    tell(mailroom)
    before = mailroom.fair.person("Carol").id

    mailroom.erase("Asha")

    query = db.select(Delivery).where(Delivery.attendee_id == before)
    held = [each.message for each in db.session.scalars(query) if each.message]
    assert not [each for each in held if b"secret plan" in each]


def test_whoever_let_a_request_lapse_is_asked_whether_to_pause(
    mailroom: Mailroom, carol: Mentor
) -> None:
    ask(mailroom, carol, "cv")
    mailroom.pass_by(days=20)

    for _time in range(2):
        tidy(mailroom.at)
        tell(mailroom)

    assert subjects(mailroom, "Carol").count("Shall we pause your mentoring at Employer Fair?") == 1


def test_unconfirmed_sign_ups_are_forgotten_after_two_weeks(mailroom: Mailroom) -> None:
    with writing():
        event = events.get(mailroom.fair.id)
        draft = profiles.ProfileDraft("Nora Ek")
        profiles.sign_up(event, draft, "nora@example.org", NOON)

    with writing():
        keeping.drop_old_profiles(NOON + timedelta(days=14))

    assert count(Mentor) == 0


def test_whoever_is_invited_is_asked_and_whoever_signed_up_gets_their_page(
    mailroom: Mailroom,
) -> None:
    with writing():
        event = events.get(mailroom.fair.id)
        profiles.invite(event, mailroom.fair.person("Carol"), "staff:x", NOON)
        profiles.sign_up(event, profiles.ProfileDraft("Ben"), "ben@example.org", NOON)

    tell(mailroom)

    assert subjects(mailroom, "Carol") == ["Would you mentor students at Employer Fair?"]
    assert subjects(mailroom, "Ben") == ["Your mentor page at Employer Fair"]


def test_news_that_cannot_be_written_holds_up_no_other(mailroom: Mailroom, carol: Mentor) -> None:
    tell(mailroom)
    with writing():
        seat = mailroom.fair.person("Carol").id
        for what in ("no_such_news", "approved"):
            news.tell(seat, mailroom.fair.id, what, NOON, about=carol.public_id, n=9)

    MentoringWorker(mailroom.settings).step()

    assert subjects(mailroom, "Carol")[-1] == "You are a mentor at Employer Fair"
    assert count(News, News.told_at.is_(None), News.due_at == NOON + timedelta(hours=1)) == 1
