"""A request of mine: where it stands, when we meet, what we wrote, and its calendar entry."""

from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import MentorRequest, caring, closing, threads
from kiosk.web import appointments, mentor_papers, offer_words
from kiosk.web.identity import access
from kiosk.web.phone import bp
from kiosk.web.phone.mentor_asking import slots_of
from kiosk.web.phone.mentors import WORDS
from kiosk.web.phone.pack_reader import PackReader, reading


@bp.get("/me/mentors/asked/<public_id>")
@access("phone", "reader", event="reader")
def asked(public_id: str) -> ResponseReturnValue:
    """Show a student one of their requests."""
    reader = reading()
    return request_page(reader, mentoring.students_own(reader.person, public_id))


def request_page(reader: PackReader, request: MentorRequest, **more: Any) -> str:
    """Draw one of a student's requests; `more` is what was typed and what is wrong with it."""
    at = clock.now()
    _request, offer, mentor, student = mentoring.row_of(request)
    said = closing.feedback_of(request.id)
    values = {"wrong": {}, "typed": {}, **more}
    is_open = request.state in {"asked", "suggested", "accepted"}
    return render_template(
        "phone/asked.html",
        fair=reader.event,
        request=request,
        offer=offer,
        mentor=mentor,
        when=offer_words.moment(request.starts_at, mentor.timezone),
        due=offer_words.moment(request.due_at, mentor.timezone),
        reason=offer_words.REASONS.get(request.reason or "", ""),
        slots=slots_of(mentor, at, offer.lead_days, but=request.id) if is_open else [],
        thread=offer_words.thread(request, student.id),
        said_at=lambda instant: offer_words.moment(instant, mentor.timezone),
        is_minor=_is_minor(reader, student, at),
        address=offer_words.address_of_other(
            request, mentor, student, to_mentor=False, is_minor=_is_minor(reader, student, at)
        ),
        paper=_paper_url(request, at),
        on_hold=caring.is_on_hold(request),
        is_over=mentoring.is_over(request, at),
        is_missable=mentoring.is_missable(request, at),
        at_work=offer.kind in mentoring.AT_WORK,
        mine=said.get(student.id),
        theirs=said.get(request.seat_id),
        worth=offer_words.WORTH,
        came_of_it=offer_words.CAME_OF_IT,
        **WORDS,
        **values,
    )


def _is_minor(reader: PackReader, student: Attendee, at: datetime) -> bool:
    return caring.needs_coordinator(student, reader.event, at)


def _paper_url(request: MentorRequest, at: datetime) -> str:
    paper = threads.paper_of(request.id)
    return mentor_papers.address(paper, at) if paper else ""


@bp.get("/me/mentors/asked/<public_id>/appointment.ics")
@access("phone", "reader", event="reader")
def appointment(public_id: str) -> ResponseReturnValue:
    """Give a student the calendar entry of a request."""
    request = mentoring.students_own(reading().person, public_id)
    url = url_for("phone.asked", public_id=public_id, _external=True)
    return appointments.entry_of(request, url, to_mentor=False)
