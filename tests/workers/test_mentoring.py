"""The letters of mentoring, opened: their words, their calendar entries, and each of them once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from kiosk.db import db, writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.deliveries import Delivery
from kiosk.domain.mentoring import (
    Answer,
    Asked,
    Mentor,
    MentorRequest,
    News,
    OfferDraft,
    Time,
    changing_offers,
    keeping,
    openings,
    threads,
)
from kiosk.workers.mentoring import MentoringWorker, tidy
from tests.people import NOON, count
from tests.web.a_scheme import sign_up
from tests.workers.a_mailroom import Mailroom

HOSTILE = "<script>alert(1)</script> \"quoted\"; N:x, \\n =cmd|'/C calc'!A0"
SOON = NOON + timedelta(days=3)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def carol(mailroom: Mailroom) -> Mentor:
    """Carol mentors at the fair; her seat is the attendee of that address."""
    with writing():
        mentor = sign_up(mailroom.fair.id, "carol@example.org", NOON, name="Carol Reed")
        openings.open_slot(mentor, NOON.date() + timedelta(days=7), time(10), at=NOON, weekly=True)
    return mentor


def ask(room: Mailroom, mentor: Mentor, kind: str = "mock_interview", words: str = "Please"
        ) -> MentorRequest:  # fmt: skip
    with writing():
        draft = OfferDraft(lead_days=0, link="https://meet.example/carol")
        offer = changing_offers.put_offer(mentor, kind, draft, NOON)
        asked = Asked(words, agrees=True)
        return mentoring.ask(room.fair.person("Asha"), mentor, offer, asked, room.fair.facts, NOON)


def accept(room: Mailroom, request: MentorRequest, reply: str = "Gladly.") -> None:
    with writing():
        when = Time("", SOON, SOON + HALF_AN_HOUR)
        mentoring.accept(request, Answer(when, "", reply), room.fair.facts, NOON)


def tell(room: Mailroom) -> None:
    """Let the worker write what is due."""
    worker = MentoringWorker(room.settings)
    while worker.step():
        pass


def letters_to(room: Mailroom, first_name: str) -> list[Any]:
    """Return somebody's letters of mentoring, the first first."""
    db.session.rollback()
    query = db.select(Delivery).where(
        Delivery.kind == "mentoring", Delivery.attendee_id == room.fair.person(first_name).id
    )
    found = db.session.scalars(query.order_by(Delivery.edition))
    return [message_from_bytes(each.message or b"", policy=policy.default) for each in found]


def subjects(room: Mailroom, first_name: str) -> list[str]:
    return [str(each["Subject"]) for each in letters_to(room, first_name)]


def entry(letter: Any) -> tuple[Any, Any, str]:
    """Return a letter's calendar entry as two parsers read it, and its method."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 2  # among the words, and as a file: the same
    contents = {part.get_payload(decode=True) for part in parts}
    assert len(contents) == 1
    content = contents.pop().decode()
    calendar = icalendar.Calendar.from_ical(content)
    assert parts[0].get_param("method") == str(calendar["method"])
    return calendar.walk("VEVENT")[0], vobject.readOne(content).vevent, str(calendar["method"])


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


def test_the_entry_moves_and_goes_with_one_uid_and_a_rising_sequence(
    mailroom: Mailroom, carol: Mentor
) -> None:
    request = ask(mailroom, carol)
    accept(mailroom, request)
    tell(mailroom)
    with writing():
        later = Time("", SOON + timedelta(days=1), SOON + timedelta(days=1) + HALF_AN_HOUR)
        mentoring.move(request, later, "mentor", NOON)
    tell(mailroom)
    with writing():
        mentoring.cancel(request, "mentor", "I am ill.", NOON)
    tell(mailroom)

    for first_name in ("Asha", "Carol"):
        made, moved, gone = (entry(each) for each in letters_to(mailroom, first_name)[-3:])
        assert [each[2] for each in (made, moved, gone)] == ["REQUEST", "REQUEST", "CANCEL"]
        assert len({str(each[0]["uid"]) for each in (made, moved, gone)}) == 1
        assert [int(each[0]["sequence"]) for each in (made, moved, gone)] == [0, 1, 2]
        assert [each[1].sequence.value for each in (made, moved, gone)] == ["0", "1", "2"]
        for read, starts in ((made, SOON), (moved, SOON + timedelta(days=1))):
            assert read[0].decoded("dtstart") == read[1].dtstart.value == starts
            assert read[0].decoded("dtend") == read[1].dtend.value == starts + HALF_AN_HOUR
        assert str(gone[0]["status"]) == "CANCELLED"


def test_an_entry_names_its_reader_alone_and_rings_a_day_and_an_hour_before(
    mailroom: Mailroom, carol: Mentor
) -> None:
    accept(mailroom, ask(mailroom, carol))
    tell(mailroom)

    theirs, again, _method = entry(letters_to(mailroom, "Asha")[0])

    assert str(theirs["attendee"]) == "mailto:asha@example.org"
    assert "carol@example.org" not in theirs.to_ical().decode()
    alarms = [each.decoded("trigger") for each in theirs.walk("VALARM")]
    assert alarms == [timedelta(days=-1), timedelta(hours=-1)]
    assert str(theirs["organizer"]) == "mailto:fair@fair.example"
    assert again.location.value == "https://meet.example/carol"


@pytest.mark.parametrize(
    "day",
    [
        datetime(2027, 3, 27, 10, tzinfo=UTC),  # before the clocks change, and after
        datetime(2027, 3, 29, 9, tzinfo=UTC),
        datetime(2026, 12, 20, 10, tzinfo=UTC),
    ],
)
def test_ten_o_clock_stays_ten_o_clock_in_the_entry_whatever_the_season(
    mailroom: Mailroom, carol: Mentor, day: datetime
) -> None:
    request = ask(mailroom, carol)
    with writing():
        when = Time("", day, day + HALF_AN_HOUR)
        mentoring.accept(request, Answer(when), mailroom.fair.facts, NOON)
    tell(mailroom)

    letter = letters_to(mailroom, "Asha")[0]
    read = entry(letter)

    london = ZoneInfo("Europe/London")
    for instant in (read[0].decoded("dtstart"), read[1].dtstart.value):
        assert instant.astimezone(london).hour == 10
    assert "10:00" in letter.get_body(("plain",)).get_content()


def test_hostile_words_stay_words(mailroom: Mailroom, carol: Mentor) -> None:
    request = ask(mailroom, carol, words=HOSTILE)
    with writing():
        mentoring.record.get(carol.id).name = HOSTILE[:100]
        attendees.get(request.student_id).given_name = HOSTILE[:60]
    accept(mailroom, request, HOSTILE)

    tell(mailroom)

    for first_name in (HOSTILE[:60], "Carol"):
        letter = letters_to(mailroom, first_name)[-1]
        html = letter.get_body(("html",)).get_content()
        made, again, _method = entry(letter)
        assert "<script>" not in html
        assert str(made["summary"]) == again.summary.value
        assert len(icalendar.Calendar.from_ical(
            next(p for p in letter.walk() if p.get_content_type() == "text/calendar")
            .get_payload(decode=True)
        ).walk("VEVENT")) == 1  # fmt: skip


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
        draft = mentoring.profiles.ProfileDraft("Nora Ek")
        mentoring.profiles.sign_up(event, draft, "nora@example.org", NOON)

    with writing():
        keeping.drop_old_profiles(NOON + timedelta(days=14))

    assert count(Mentor) == 0
