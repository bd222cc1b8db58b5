"""Asking: a student asks for one offer, takes it back, or says which time suits.

A verb about a request holds its offer first and the request then, so that no two wait for each
other.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import attendees, meetings, phones
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.appointments import Time, check_time
from kiosk.domain.mentoring.caring import (
    agree,
    has_agreed,
    is_on_hold,
    mentee,
    needs_coordinator,
    refuse_while_held,
)
from kiosk.domain.mentoring.ending import close
from kiosk.domain.mentoring.offers import MentorOffer, hold_offer
from kiosk.domain.mentoring.record import Mentor, seat_at
from kiosk.domain.mentoring.requests import (
    ANSWER_WITHIN,
    LIVE,
    LONGEST_LIFE,
    LONGEST_MESSAGE,
    OPEN,
    MentorRequest,
    hold_request,
)
from kiosk.domain.mentoring.standing import fill_places, has_room, put_to_mentor, takes_requests
from kiosk.errors import Invalid, Refused

ASKERS = ("student", "guest")
"""The kinds of people who may ask a mentor."""


@dataclass(frozen=True)
class Asked:
    """What a student says when asking."""

    message: str
    slot: str = ""
    """The key of the slot they would like."""
    agrees: bool = False
    """They accept the code of conduct, which counts once."""


def ask(
    student: Attendee, mentor: Mentor, offer: MentorOffer, asked: Asked, event: EventFacts,
    at: datetime,
) -> MentorRequest:  # fmt: skip
    """Ask for one offer; it waits for the mentor, in line, or for a coordinator first.

    Raises:
        Refused: not_for_you, on_hold, not_open, asked_already, three_open, or slot_taken.
        Invalid: a field is missing or too long.
    """
    _check_words(student, asked)
    attendees.hold(student.id)
    offer = hold_offer(offer.id)
    seat = _check_standing(student, mentor, offer, at)
    number = _free_number(student, offer)
    time = check_time(mentor, offer, Time(asked.slot), at) if asked.slot else None
    if asked.agrees:
        agree(student, at)
    state = "held" if needs_coordinator(student, event, at) else "waiting"
    if state == "waiting" and has_room(mentor, offer, at):
        state = "asked"
    request = MentorRequest(
        event_id=student.event_id, student_id=student.id, mentor_id=mentor.id, seat_id=seat.id,
        offer_id=offer.id, state=state, open_no=number, message=asked.message.strip(),
        asked_at=at, queued_at=at, format=offer.format,
        starts_at=time.starts_at if time else None, ends_at=time.ends_at if time else None,
        opening_id=time.opening_id if time else None,
        due_at=at + ANSWER_WITHIN if state == "asked" else None,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    if state == "asked":
        news.tell_mentor(request, "asked", at)
    phones.keep_until(student.id, at + LONGEST_LIFE)
    return request


def _check_words(student: Attendee, asked: Asked) -> None:
    message = asked.message.strip()
    if student.kind not in ASKERS:
        raise Refused("not_for_you", "Mentors are here for students.")
    wrong = {}
    if not message:
        wrong["message"] = "Say in two or three sentences what you would like."
    if len(message) > LONGEST_MESSAGE:
        wrong["message"] = "Keep it to 600 letters, please."
    if not asked.agrees and not has_agreed(student.id):
        wrong["agrees"] = "Please read the code of conduct and tick that you keep to it."
    if wrong:
        raise Invalid(wrong)


def _check_standing(
    student: Attendee, mentor: Mentor, offer: MentorOffer, at: datetime
) -> Attendee:
    known, seat = mentee(student.id), seat_at(student.event_id, mentor.id)
    if known is not None and known.suspended_at is not None:
        raise Refused("on_hold", "A coordinator is looking at this. They write to you.")
    pair = (student.id, seat.id) if seat else (student.id, student.id)
    apart = meetings.kept_apart(student.event_id, pair).withholds(*pair)
    # Whoever is kept away is told what anybody is told of a mentor who is paused.
    if seat is None or apart or seat.id == student.id or not takes_requests(mentor, offer, at):
        raise Refused("not_open", "They take no requests for this just now. Others do.")
    return seat


def _free_number(student: Attendee, offer: MentorOffer) -> int:
    query = select(MentorRequest.offer_id, MentorRequest.state, MentorRequest.open_no)
    mine = db.session.execute(query.where(MentorRequest.student_id == student.id)).all()
    if any(each.offer_id == offer.id and each.state in LIVE for each in mine):
        raise Refused("asked_already", "You have asked for this already.")
    free = {1, 2, 3} - {each.open_no for each in mine}
    if not free:
        said = "Three requests wait for an answer already. Take one back first."
        raise Refused("three_open", said)
    return min(free)


def withdraw(request: MentorRequest, at: datetime) -> None:
    """Take a request back that has not been accepted; whoever is next moves up. Again is nothing.

    Raises:
        Refused: answered_already.
    """
    hold_offer(request.offer_id)
    request = hold_request(request.id)
    if request.state == "withdrawn":
        return
    if request.state not in OPEN:
        raise Refused("answered_already", "This was answered meanwhile. Please look again.")
    knows = request.state in {"asked", "suggested"}
    close(request, "withdrawn", "student", at)
    if knows:
        news.tell_mentor(request, "withdrawn", at)
    fill_places(request.offer_id, at)


def wish_time(request: MentorRequest, slot: str, at: datetime) -> None:
    """Say which open slot suits better; the mentor is asked again.

    Raises:
        Refused: answered_already, on_hold, or slot_taken.
    """
    offer = hold_offer(request.offer_id)
    request = hold_request(request.id)
    if request.state not in {"asked", "suggested"}:
        raise Refused("answered_already", "This was answered meanwhile. Please look again.")
    refuse_while_held(request)
    mentor = db.session.get_one(Mentor, request.mentor_id)
    time = check_time(mentor, offer, Time(slot), at)
    request.starts_at, request.ends_at = time.starts_at, time.ends_at
    request.opening_id = time.opening_id
    if request.state == "suggested":
        put_to_mentor(request, at)
        news.tell_mentor(request, "asked", at, n=int(at.timestamp()))


def let_ask(request: MentorRequest, at: datetime) -> None:
    """Let the request of somebody under 18 go to its mentor. Again changes nothing."""
    offer = hold_offer(request.offer_id)
    request = hold_request(request.id)
    if request.state != "held":
        return
    mentor = db.session.get_one(Mentor, request.mentor_id)
    request.state = "waiting"
    if is_on_hold(request):
        return  # it waits, in line, until a coordinator lifts that
    if takes_requests(mentor, offer, at) and has_room(mentor, offer, at):
        put_to_mentor(request, at)


def hold_back(request: MentorRequest, at: datetime) -> None:
    """Let the request of somebody under 18 not go to its mentor, and tell them kindly."""
    hold_offer(request.offer_id)
    request = hold_request(request.id)
    if request.state == "held":
        close(request, "declined", "desk", at)
        news.tell_student(request, "held_back", at)
