"""How a request ends: its numbers are free again, its CV is deleted, its reminders stay unsent."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain import events, phones
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.requests import LIVE, LONGEST_LIFE, MentorRequest
from kiosk.domain.mentoring.threads import drop_paper

USED_UP = ("done", "missed", "lapsed")
"""Ends that keep their place of the period: the mentor gave the time."""
TIME_FOR_FEEDBACK = timedelta(days=14)


def close(request: MentorRequest, state: str, by: str, at: datetime) -> None:
    """End a request that its caller holds."""
    request.state, request.settled_at, request.settled_by = state, at, by
    request.open_no, request.due_at, request.booked_at = None, None, None
    if state not in USED_UP:
        request.place, request.period, request.opening_id = None, None, None
    news.drop_reminders(request)
    drop_paper(request.id)
    db.session.flush()
    if not has_live(request.student_id):
        event = events.get(request.event_id)
        phones.end_at(request.student_id, max(event.ends_at + phones.LIVES_AFTER,
                                              at + TIME_FOR_FEEDBACK))  # fmt: skip


def has_live(attendee_id: int) -> bool:
    """Whether a student or a mentor has a request of which anything may still come."""
    whose = (MentorRequest.student_id == attendee_id) | (MentorRequest.seat_id == attendee_id)
    query = select(func.count()).where(whose, MentorRequest.state.in_(LIVE))
    return bool(db.session.scalar(query))


def keep_phones(attendee_id: int, at: datetime) -> None:
    """Let linked phones live as long as a request may, for whoever has one that is live."""
    if has_live(attendee_id):
        phones.keep_until(attendee_id, at + LONGEST_LIFE)
