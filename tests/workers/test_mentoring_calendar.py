"""The calendar entries in letters of mentoring, as two parsers read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from kiosk.db import writing
from kiosk.domain import attendees, mentoring
from kiosk.domain.mentoring import (
    Answer,
    Mentor,
    Time,
)
from tests.people import NOON
from tests.workers.a_mailroom import Mailroom
from tests.workers.a_mentors_post import (
    HALF_AN_HOUR,
    HOSTILE,
    SOON,
    accept,
    ask,
    carol_mentors,
    entry,
    letters_to,
    tell,
)


@pytest.fixture
def carol(mailroom: Mailroom) -> Mentor:
    """Carol mentors at the fair."""
    return carol_mentors(mailroom)


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
