"""What a pack's readers wish: to be reminded once, and whether the fair may count them."""

from datetime import datetime

from sqlalchemy import func, select, update

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.packs.record import Pack


def let_count(reader: Attendee, said: bool, at: datetime) -> None:
    """Keep whether the fair may count that a reader opened their pack's page. Repeatable.

    Who takes it back is not counted any more, nor for what was before.
    """
    reader.lets_count = said
    if said:
        _count(reader, at)
        return
    mine = update(Pack).where(Pack.attendee_id == reader.id)
    db.session.execute(mine.values(opened_at=None))


def count_opened(reader: Attendee, at: datetime) -> None:
    """Keep that a reader opened their pack's page, of those alone who allowed it."""
    if reader.lets_count:
        _count(reader, at)


def _count(reader: Attendee, at: datetime) -> None:
    mine = update(Pack).where(Pack.attendee_id == reader.id, Pack.opened_at.is_(None))
    db.session.execute(mine.values(opened_at=at))


def wish_nudge(reader: Attendee, said: bool) -> None:
    """Keep whether a reader wants to be reminded once, two days after their pack. Repeatable."""
    reader.wants_nudge = said


def count_readers(event_id: int) -> tuple[int, int]:
    """Return how many let the fair count them, and how many of those opened their pack."""
    query = select(
        func.count(func.distinct(Pack.attendee_id)),
        func.count(func.distinct(Pack.attendee_id)).filter(Pack.opened_at.is_not(None)),
    ).join(Attendee, Attendee.id == Pack.attendee_id)
    row = db.session.execute(
        query.where(Pack.event_id == event_id, Attendee.lets_count.is_(True))
    ).one()
    return int(row[0]), int(row[1])
