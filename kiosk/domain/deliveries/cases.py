"""Cases: every letter that is not accepted, with its person, how far it came and what was said.

One row a person, of their newest edition; paged, because a fair has thousands.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries.record import STATES, Delivery, DeliveryAttempt


@dataclass(frozen=True)
class Case:
    """One letter that is not accepted, and whose it is."""

    letter: Delivery
    person: Attendee
    phase: str
    """How far its last try came; nothing when there was none."""


def cases(
    event_id: int,
    kind: str = "pack",
    states: Iterable[str] | None = None,
    *,
    offset: int = 0,
    limit: int = 50,
) -> list[Case]:
    """Return the letters that are not accepted (or are in one of these states), by name."""
    query = (
        select(Delivery, Attendee, DeliveryAttempt.phase)
        .join(Attendee, Attendee.id == Delivery.attendee_id)
        .outerjoin(DeliveryAttempt, and_(DeliveryAttempt.delivery_id == Delivery.id,
                                         DeliveryAttempt.n == Delivery.attempts))
        .where(*_those(event_id, kind, states))
        .order_by(Attendee.name, Delivery.id)
    )  # fmt: skip
    rows = db.session.execute(query.offset(offset).limit(limit))
    return [Case(letter, person, phase or "") for letter, person, phase in rows]


def _those(
    event_id: int, kind: str, states: Iterable[str] | None
) -> tuple[ColumnElement[bool], ...]:
    wanted = tuple(state for state in STATES if state != "accepted")
    if states is not None:
        wanted = tuple(state for state in states if state != "accepted")
    later = aliased(Delivery)
    newer = select(later.id).where(
        later.attendee_id == Delivery.attendee_id,
        later.kind == kind,
        later.edition > Delivery.edition,
    )
    return (
        Delivery.event_id == event_id,
        Delivery.kind == kind,
        Delivery.state.in_(wanted),
        ~newer.exists(),
    )
