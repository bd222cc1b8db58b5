"""What becomes of it: moved, called off, done, missed, closed by time; and how it was."""

from datetime import timedelta

import pytest

from kiosk.db import db, writing
from kiosk.domain import attendees, mentoring
from kiosk.domain.mentoring import (
    Feedback,
    MentorRequest,
    Message,
    News,
    Paper,
    Time,
    caring,
    closing,
    keeping,
    threads,
)
from kiosk.errors import Invalid, Refused
from tests.domain.mentoring.a_scheme import HALF_AN_HOUR, SOON, WEEK, Scheme, as_it_is, told
from tests.people import NOON, count
from tests.web.a_scheme import PDF

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def scheme(records: None) -> Scheme:
    return Scheme()


def reminders(request: MentorRequest) -> list[tuple[str, int]]:
    query = db.select(News).where(News.request_id == request.id, News.told_at.is_(None))
    rows = db.session.scalars(query.where(News.what.like("%before")))
    return sorted({(row.what, row.sequence) for row in rows})


def test_both_are_reminded_a_day_and_an_hour_before(scheme: Scheme) -> None:
    request = scheme.agreed()

    query = db.select(News.due_at).where(News.request_id == request.id, News.what.like("%before"))

    assert sorted(db.session.scalars(query)) == sorted(
        [SOON - timedelta(days=1), SOON - timedelta(hours=1)] * 2
    )


def test_a_move_counts_the_entry_up_and_its_old_reminders_stay_unsent(scheme: Scheme) -> None:
    request = scheme.agreed()

    with writing():
        mentoring.move(request, Time("", SOON + WEEK, SOON + WEEK + HALF_AN_HOUR), "mentor", NOON)

    assert as_it_is(request).sequence == 1
    assert reminders(request) == [("day_before", 1), ("hour_before", 1)]
    assert told(request.student_id)[-1] == "moved"


def test_a_student_moves_to_an_open_slot_alone(scheme: Scheme) -> None:
    request = scheme.agreed()

    with pytest.raises(Invalid), writing():
        mentoring.move(request, Time("", SOON + WEEK, SOON + WEEK + HALF_AN_HOUR), "student", NOON)

    assert as_it_is(request).sequence == 0


@pytest.mark.parametrize("by", ["student", "mentor"])
def test_what_is_called_off_tells_both_and_reminds_nobody(scheme: Scheme, by: str) -> None:
    request = scheme.agreed()

    for _time in range(2):
        with writing():
            mentoring.cancel(request, by, "", NOON)

    assert (as_it_is(request).state, request.sequence) == ("cancelled", 1)
    assert reminders(request) == []
    assert told(request.student_id).count("cancelled") == 1
    assert told(request.seat_id).count("cancelled") == 1


def test_nothing_is_done_before_it_begins_and_nobody_missed_within_ten_minutes(
    scheme: Scheme,
) -> None:
    request = scheme.agreed()
    early, late = SOON - timedelta(minutes=1), SOON + timedelta(minutes=9)

    with pytest.raises(Refused, match="not_yet"), writing():
        mentoring.mark_done(request, "mentor", early)
    with pytest.raises(Refused, match="not_yet"), writing():
        mentoring.mark_missed(request, "student", late)

    with writing():
        mentoring.mark_missed(request, "student", SOON + timedelta(minutes=10))
    assert (as_it_is(request).state, request.missed_by) == ("missed", "mentor")


def test_done_asks_the_other_and_thanks_are_passed_on(scheme: Scheme) -> None:
    request = scheme.agreed()
    with writing():
        mentoring.mark_done(request, "mentor", SOON)

    with writing():
        student = attendees.get(request.student_id)
        closing.give_feedback(request, student, 3, "next_step", " Thank you. ", SOON)
        closing.give_feedback(request, student, 1, "not_much", "Other", SOON)

    assert told(request.student_id)[-1] == "how_was_it"
    assert told(request.seat_id)[-1] == "thanks"
    assert closing.feedback_of(request.id)[request.student_id].thanks == "Thank you."
    assert count(Feedback) == 1


def test_nobody_says_how_it_was_before_it_is_over(scheme: Scheme) -> None:
    request = scheme.agreed()

    with pytest.raises(Refused, match="not_over"), writing():
        closing.give_feedback(request, attendees.get(request.student_id), 3, "surer", "", NOON)

    assert count(Feedback) == 0


def test_a_request_nobody_answers_ends_after_a_week(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))
    assert keeping.due_to_expire(NOON + WEEK - timedelta(seconds=1)) == []

    with writing():
        for request_id in keeping.due_to_expire(NOON + WEEK):
            keeping.expire(request_id, NOON + WEEK)
            keeping.expire(request_id, NOON + WEEK)

    assert (as_it_is(request).state, request.open_no) == ("expired", None)
    assert told(request.student_id) == ["expired"]
    assert told(request.seat_id)[-1] == "expired_to_mentor"


def test_a_mentor_who_answers_nothing_is_asked_once_whether_to_pause(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))
    later = NOON + 3 * WEEK
    with writing():
        keeping.expire(request.id, later)

    with writing():
        counts = [keeping.ask_whether_to_pause(later) for _time in range(2)]

    assert counts == [1, 0]
    assert told(request.seat_id)[-1] == "still_there"


def test_what_nobody_closes_is_closed_after_half_a_year(scheme: Scheme) -> None:
    request = scheme.agreed()
    later = NOON + timedelta(days=180)

    with writing():
        for request_id in keeping.due_to_lapse(later):
            keeping.lapse(request_id, later)

    assert as_it_is(request).state == "lapsed"


def test_the_two_write_once_it_is_agreed_and_only_while_it_is(scheme: Scheme) -> None:
    carol = scheme.mentor()
    request = scheme.ask(carol, scheme.offer(carol))
    student = scheme.student()
    with pytest.raises(Refused, match="not_accepted"), writing():
        threads.write(request, student, "Hello", NOON)
    scheme.accept(request)

    with writing():
        threads.write(request, student, " Hello\nhttps://cv.example ", NOON)

    assert [each.words for each in threads.thread_of(request.id)] == ["Hello\nhttps://cv.example"]
    assert told(request.seat_id)[-1] == "message"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html>%PDF-1.4 %%EOF",
        b"%PDF-1.4 no end",
        PDF + b" " * threads.LARGEST_PAPER + PDF,
    ],
)
def test_what_is_no_pdf_by_its_content_is_not_kept(scheme: Scheme, content: bytes) -> None:
    request = scheme.agreed()

    with pytest.raises(Invalid), writing():
        threads.put_paper(request, scheme.student(), content, NOON)

    assert count(Paper) == 0


def test_while_one_is_suspended_nothing_goes_on(scheme: Scheme) -> None:
    request = scheme.agreed()
    with writing():
        caring.suspend_mentee(scheme.student(), NOON)

    with pytest.raises(Refused, match="on_hold"), writing():
        threads.write(request, scheme.student(), "Hello", NOON)

    assert count(Message) == 0
