"""What a pack's readers wish: to be reminded once, and whether the fair may count them."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries import Delivery
from kiosk.domain.packs.record import Pack

NUDGE_AFTER = timedelta(hours=48)


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


def due_for_nudge(event_id: int, at: datetime, limit: int = 100) -> list[Attendee]:
    """Return who asked to be reminded, had their pack two days ago, and was never reminded."""
    of_event = Delivery.event_id == event_id
    had = select(Delivery.attendee_id).where(of_event, Delivery.kind == "pack")
    had = had.where(Delivery.state == "accepted", Delivery.settled_at <= at - NUDGE_AFTER)
    reminded = select(Delivery.id).where(
        Delivery.attendee_id == Attendee.id, Delivery.kind == "nudge"
    )
    query = select(Attendee).where(Attendee.event_id == event_id, Attendee.wants_nudge.is_(True))
    query = query.where(Attendee.id.in_(had), ~reminded.exists())
    query = query.where(Attendee.erased_at.is_(None), Attendee.email.is_not(None))
    return list(db.session.scalars(query.order_by(Attendee.id).limit(limit)))


def may_still_wish(reader: Attendee, at: datetime) -> bool:
    """Whether a reminder still makes sense: their pack has not been there for two days."""
    query = select(Delivery.id).where(Delivery.attendee_id == reader.id, Delivery.kind == "pack")
    query = query.where(Delivery.state == "accepted", Delivery.settled_at <= at - NUDGE_AFTER)
    return bool(reader.email) and db.session.scalar(query.limit(1)) is None


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
