"""One request as its mentor sees it: who asks, what for, when; and what can be said to it."""

from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.mentoring import Mentor, MentorRequest, Row, caring, closing, threads
from kiosk.domain.mentoring.offers import AT_A_TIME
from kiosk.web import appointments, mentor_papers, offer_words
from kiosk.web.identity import access
from kiosk.web.mentor import bp
from kiosk.web.mentor.own_act import me
from kiosk.web.mentor.typed_times import day_of, minutes_of, next_slots

WORDS: dict[str, Any] = {
    "asked_for": offer_words.asked_for,
    "formats": offer_words.FORMATS,
    "states": offer_words.STATES,
    "reasons": offer_words.REASONS,
    "worth": offer_words.WORTH,
    "came_of_it": offer_words.CAME_OF_IT,
}


@bp.get("/requests/<request_id>")
@access("mentor", event="mentor")
def asked(request_id: str) -> ResponseReturnValue:
    """Show a mentor one of the requests they were asked."""
    mentor = me()
    return request_page(mentor, mentoring.mentors_own(mentor.id, request_id))


@bp.get("/requests/<request_id>/appointment.ics")
@access("mentor", event="mentor")
def appointment(request_id: str) -> ResponseReturnValue:
    """Give a mentor the calendar entry of a request."""
    request = mentoring.mentors_own(me().id, request_id)
    url = url_for("mentor.asked", request_id=request_id, _external=True)
    return appointments.entry_of(request, url, to_mentor=True)


def fair_of(request: MentorRequest) -> EventFacts:
    """Return the fair a request is of."""
    return events.facts(events.get(request.event_id))


def request_page(mentor: Mentor, request: MentorRequest, **more: Any) -> str:
    """Draw a request; `more` is what was typed, and what is wrong with it or was refused."""
    at, row = clock.now(), mentoring.row_of(request)
    said, student = closing.feedback_of(request.id), row[3]
    return render_template(
        "mentor/asked.html",
        request=request,
        offer=row[1],
        mentor=mentor,
        student=student,
        day_of=lambda instant: day_of(instant, mentor),
        when=offer_words.moment(request.starts_at, mentor.timezone),
        is_over=mentoring.is_over(request, at),
        is_missable=mentoring.is_missable(request, at),
        on_hold=caring.is_on_hold(request),
        at_work=row[1].kind in mentoring.AT_WORK,
        mine=said.get(request.seat_id),
        theirs=said.get(student.id),
        **_talk(request, row, at),
        **_times(request, row, at),
        **WORDS,
        **{"wrong": {}, "typed": {}, "refused": "", "form": "", **more},
    )


def _talk(request: MentorRequest, row: Row, at: datetime) -> dict[str, Any]:
    _request, _offer, mentor, student = row
    minor, paper = is_minor(request, student, at), threads.paper_of(request.id)
    return {
        "is_minor": minor,
        "thread": offer_words.thread(request, request.seat_id),
        "said_at": lambda instant: offer_words.moment(instant, mentor.timezone),
        "address": offer_words.address_of_other(
            request, mentor, student, to_mentor=True, is_minor=minor
        ),
        # As with the address: whom a coordinator holds, or who is kept away, reads no more of them.
        "paper": mentor_papers.address(paper, at)
        if paper and not caring.is_on_hold(request)
        else "",
    }


def _times(request: MentorRequest, row: Row, at: datetime) -> dict[str, Any]:
    _request, offer, mentor, student = row
    is_open = request.state in {"asked", "suggested", "accepted"}
    slots = next_slots(mentor, at, but=request.id) if is_open else []
    wished = offer_words.moment(request.starts_at, mentor.timezone)
    needed = offer.kind in AT_A_TIME or is_minor(request, student, at)
    return {
        "needs_time": needed,
        "lasts": minutes_of(request),
        "slots": [each for each in slots if each[1] != wished],
    }


def is_minor(request: MentorRequest, student: Attendee, at: datetime) -> bool:
    """Whether who asks is under 18, so that a coordinator knows of it."""
    return mentoring.needs_coordinator(student, fair_of(request), at)


def seat_of(request: MentorRequest) -> Attendee:
    """Return the attendee the mentor of a request is at its fair."""
    return attendees.get(request.seat_id)
