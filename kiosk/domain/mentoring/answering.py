"""Answering: a mentor accepts, suggests another time, or declines kindly.

No more are accepted than an offer has places, however many accept at once: each takes a number that
a constraint gives out once, and the offer is held meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.db import db
from kiosk.domain import attendees
from kiosk.domain.events import EventFacts
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.appointments import Time, check_time, set_time
from kiosk.domain.mentoring.caring import needs_coordinator, refuse_while_held
from kiosk.domain.mentoring.ending import close
from kiosk.domain.mentoring.offers import AT_A_TIME, MentorOffer, hold_offer, period_now
from kiosk.domain.mentoring.record import Mentor, hold
from kiosk.domain.mentoring.requests import (
    ANSWER_WITHIN,
    LONGEST_MESSAGE,
    REASONS,
    MentorRequest,
    hold_request,
    places_taken,
)
from kiosk.domain.mentoring.standing import fill_places
from kiosk.errors import Invalid, Refused


@dataclass(frozen=True)
class Answer:
    """What a mentor says: when (none for what needs no time), where, and a few words."""

    time: Time | None = None
    where: str = ""
    reply: str = ""


def accept(
    request: MentorRequest, answer: Answer, event: EventFacts, at: datetime
) -> MentorRequest:
    """Say yes: take a place of the offer, and a time. Again changes nothing.

    Without a time of their own, the time that the student wished counts.

    Raises:
        Refused: answered_already, on_hold, no_place, or slot_taken.
        Invalid: a time is missing or cannot be kept.
    """
    offer = hold_offer(request.offer_id)
    mentor = hold(request.mentor_id)
    request = hold_request(request.id)
    if request.state == "accepted":
        return request
    if request.state not in {"asked", "suggested"}:
        raise Refused("answered_already", "This was answered meanwhile. Please look again.")
    refuse_while_held(request)
    time = _time_of(request, answer, mentor, offer, event, at)
    request.where = answer.where.strip()[:300] or offer.link
    request.reply = _short(answer.reply)
    return _agree(request, mentor, offer, time, at)


def _time_of(
    request: MentorRequest, answer: Answer, mentor: Mentor, offer: MentorOffer, event: EventFacts,
    at: datetime,
) -> Time | None:  # fmt: skip
    wanted = answer.time
    if wanted is None and request.starts_at is not None:
        wanted = Time("", request.starts_at, request.ends_at, request.opening_id)
        if _is_of_slot(request):
            return _still_free(mentor, offer, request, at)
    if wanted is not None:
        return check_time(mentor, offer, wanted, at, but=request.id, lead=False)
    student = attendees.get(request.student_id)
    if offer.kind in AT_A_TIME or needs_coordinator(student, event, at):
        raise Invalid({"starts": "Choose a day and a time."})
    return None


def _is_of_slot(request: MentorRequest) -> bool:
    return request.opening_id is not None


def _still_free(mentor: Mentor, offer: MentorOffer, request: MentorRequest, at: datetime) -> Time:
    time = Time("", request.starts_at, request.ends_at, request.opening_id)
    try:
        return check_time(mentor, offer, time, at, but=request.id, lead=False)
    except Invalid:
        raise Refused("slot_taken", "That time is taken meanwhile. Choose another.") from None


def _agree(
    request: MentorRequest, mentor: Mentor, offer: MentorOffer, time: Time | None, at: datetime
) -> MentorRequest:
    period = period_now(offer, mentor, at)
    taken = places_taken(offer.id, period)
    free = sorted(set(range(1, offer.capacity + 1)) - taken)
    if not free or len(taken) >= offer.capacity:  # a higher number may be held from roomier days
        said = "All places of this offer are taken for now. Make room for one more, or wait."
        raise Refused("no_place", said)
    request.state, request.period, request.place = "accepted", period, free[0]
    request.open_no, request.due_at, request.answered_at = None, None, at
    mentor.last_active_at = at
    set_time(request, time, at)
    news.tell_student(request, "accepted", at)
    if time is not None:
        news.tell_mentor(request, "time_taken", at)
    return request


def suggest(request: MentorRequest, time: Time, reply: str, at: datetime) -> None:
    """Suggest another time; the student says whether it suits, within a week.

    Raises:
        Refused: answered_already, on_hold, or slot_taken.
        Invalid: the time cannot be kept.
    """
    offer = hold_offer(request.offer_id)
    mentor = hold(request.mentor_id)
    request = hold_request(request.id)
    if request.state not in {"asked", "suggested"}:
        raise Refused("answered_already", "This was answered meanwhile. Please look again.")
    refuse_while_held(request)
    time = check_time(mentor, offer, time, at, but=request.id, lead=False)
    same = (request.starts_at, request.ends_at) == (time.starts_at, time.ends_at)
    if request.state == "suggested" and same:
        return
    request.state, request.reply, request.due_at = "suggested", _short(reply), at + ANSWER_WITHIN
    request.starts_at, request.ends_at = time.starts_at, time.ends_at
    request.opening_id, request.answered_at = time.opening_id, request.answered_at or at
    mentor.last_active_at = at
    db.session.flush()
    news.tell_student(request, "suggested", at, n=int(at.timestamp()))


def agree_to(request: MentorRequest, event: EventFacts, at: datetime) -> MentorRequest:
    """Say, as the student, that the suggested time suits. Again changes nothing.

    Raises:
        Refused: answered_already, on_hold, no_place, or slot_taken.
    """
    offer = hold_offer(request.offer_id)
    mentor = hold(request.mentor_id)
    request = hold_request(request.id)
    if request.state == "accepted":
        return request
    if request.state != "suggested":
        raise Refused("answered_already", "This was answered meanwhile. Please look again.")
    refuse_while_held(request)
    time = _still_free(mentor, offer, request, at)
    request.where = request.where or offer.link
    return _agree(request, mentor, offer, time, at)


def decline(request: MentorRequest, reason: str, reply: str, at: datetime) -> None:
    """Say no, kindly, with a reason; whoever is next in line moves up. Again changes nothing.

    Raises:
        Refused: answered_already.
        Invalid: no reason.
    """
    if reason not in REASONS:
        raise Invalid({"reason": "Choose one of the reasons."})
    hold_offer(request.offer_id)
    mentor = hold(request.mentor_id)
    request = hold_request(request.id)
    if request.state == "declined":
        return
    if request.state not in {"asked", "suggested"}:
        raise Refused("answered_already", "This was answered meanwhile. Please look again.")
    request.reason, request.reply = reason, _short(reply)
    request.answered_at = request.answered_at or at
    mentor.last_active_at = at
    close(request, "declined", "mentor", at)
    news.tell_student(request, "declined", at)
    fill_places(request.offer_id, at)


def _short(reply: str) -> str:
    reply = reply.strip()
    if len(reply) > LONGEST_MESSAGE:
        raise Invalid({"reply": "Keep it to 600 letters, please."})
    return reply
