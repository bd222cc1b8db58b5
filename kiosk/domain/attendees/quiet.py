"""Who would rather come when it is quieter: their own word, and to everybody else a number alone.

It may say something about somebody's health: it is printed, listed, searched and passed on nowhere,
and it is counted only once five people share the number.
"""

from datetime import datetime

from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain.attendees.record import Attendee

FEWEST = 5


def prefer_quiet(attendee: Attendee, wants: bool, at: datetime) -> None:
    """Let somebody say that they would rather come to the quiet hour, or not; again is the same."""
    if bool(attendee.wants_quiet) != wants:
        attendee.wants_quiet, attendee.updated_at = wants or None, at


def quiet_wishes(event_id: int) -> int | None:
    """Return how many would rather come then; None: fewer than five, and nobody learns how many."""
    query = select(func.count()).where(
        Attendee.event_id == event_id, Attendee.wants_quiet.is_(True), Attendee.erased_at.is_(None)
    )
    many = db.session.scalar(query) or 0
    return many if many >= FEWEST else None
