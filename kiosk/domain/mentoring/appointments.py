"""Appointments: when the two meet; moved, cancelled, done, or missed.

Each change counts the calendar entry's sequence up (RFC 5546, 2.1.4), so that calendars move their
entry, or remove it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.db import db
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.caring import refuse_while_held
from kiosk.domain.mentoring.offers import AT_WORK, MentorOffer, hold_offer
from kiosk.domain.mentoring.openings import Busy, free_slots, openings_of
from kiosk.domain.mentoring.record import Mentor, hold
from kiosk.domain.mentoring.requests import MentorRequest, busy_of, hold_request
from kiosk.errors import Invalid, Refused

LATEST = timedelta(days=180)
LONGEST = timedelta(hours=10)
MISSED_AFTER = timedelta(minutes=10)
ASK_AFTER = timedelta(hours=2)
"""How long after a meeting both are asked how it was."""


@dataclass(frozen=True)
class Time:
    """A time for two to meet: one of the open slots by its key, or any other."""

    slot: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    opening_id: int | None = None


def check_time(
    mentor: Mentor, offer: MentorOffer, time: Time, at: datetime, *, but: int = 0, lead: bool = True
) -> Time:
    """Return a time that can be kept, whole; the request `but` is not in its own way.

    Raises:
        Refused: slot_taken.
        Invalid: it lies behind, too far ahead, is too long, or the mentor is taken then.
    """
    busy = busy_of(mentor.id, but=but)
    if time.slot:
        since = at + timedelta(days=offer.lead_days if lead else 0)
        free = free_slots(openings_of(mentor.id), busy, since)
        found = next((slot for slot in free if slot.key == time.slot), None)
        if found is None:
            raise Refused("slot_taken", "That time is taken meanwhile. Choose another.")
        return Time(time.slot, found.starts_at, found.ends_at, found.opening_id)
    if time.starts_at is None or time.ends_at is None:
        raise Invalid({"starts": "Choose a day and a time."})
    if not at < time.starts_at <= at + LATEST:
        raise Invalid({"starts": "Choose a time from now on, within half a year."})
    if not timedelta(0) < time.ends_at - time.starts_at <= LONGEST:
        raise Invalid({"lasts": "Choose up to ten hours."})
    # A day at work may lie beside other things; a slot is booked once, whatever it is booked for.
    alone = time.opening_id is not None or offer.kind not in AT_WORK
    if alone and _is_taken(busy, time):
        raise Invalid({"starts": "Something else is agreed for that time. Choose another."})
    return time


def _is_taken(busy: list[Busy], time: Time) -> bool:
    assert time.starts_at is not None
    assert time.ends_at is not None
    return any(time.starts_at < b.ends_at and b.starts_at < time.ends_at for b in busy)


def set_time(request: MentorRequest, time: Time | None, at: datetime) -> None:
    """Keep an agreed time and put its reminders, in place of earlier ones."""
    news.drop_reminders(request)
    request.starts_at = time.starts_at if time else None
    request.ends_at = time.ends_at if time else None
    request.opening_id = time.opening_id if time else None
    request.booked_at = request.starts_at if time and time.opening_id else None
    db.session.flush()
    if request.starts_at is None or request.ends_at is None:
        return
    due = {"day_before": request.starts_at - timedelta(days=1),
           "hour_before": request.starts_at - timedelta(hours=1)}  # fmt: skip
    for what, when in due.items():
        if when > at:
            news.tell_student(request, what, when)
            news.tell_mentor(request, what, when)


def move(request: MentorRequest, time: Time, by: str, at: datetime) -> None:
    """Meet at another time: a student chooses among the open slots, a mentor any time.

    The same time again changes nothing.

    Raises:
        Refused: not_accepted, on_hold, or slot_taken.
        Invalid: the time cannot be kept.
    """
    offer = hold_offer(request.offer_id)
    mentor = hold(request.mentor_id)
    request = _accepted(request)
    if by == "student" and not time.slot:
        raise Invalid({"slot": "Choose one of the times."})
    time = check_time(mentor, offer, time, at, but=request.id, lead=by == "student")
    if (time.starts_at, time.ends_at) == (request.starts_at, request.ends_at):
        return
    request.sequence += 1
    set_time(request, time, at)
    news.tell_student(request, "moved", at)
    news.tell_mentor(request, "moved_by_student" if by == "student" else "moved", at)


def _accepted(request: MentorRequest) -> MentorRequest:
    request = hold_request(request.id)
    if request.state != "accepted":
        raise Refused("not_accepted", "This is not agreed, or it is closed.")
    refuse_while_held(request)
    return request


def is_over(request: MentorRequest, at: datetime) -> bool:
    """Whether what was agreed has begun, so that it can be called done."""
    return request.state == "accepted" and (request.starts_at is None or request.starts_at <= at)


def is_missable(request: MentorRequest, at: datetime) -> bool:
    """Whether somebody has waited long enough to say that the other did not come."""
    return (
        request.state == "accepted"
        and request.starts_at is not None
        and request.starts_at + MISSED_AFTER <= at
    )
