"""How letters stand: how many in which state, and who exactly has not got theirs, and why.

Of somebody who has several editions the newest counts, so that the states always sum to the people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries.record import STATES, Delivery, DeliveryAttempt

OPEN = ("unknown", "rejected", "failed")
"""States that somebody must look at."""


@dataclass(frozen=True)
class Case:
    """One letter that has not arrived as far as anybody knows, with its person."""

    letter: Delivery
    person: Attendee
    phase: str
    """How far its last try came; empty before the first."""
    tried_at: datetime | None


def _newest(event_id: int, kind: str) -> Select[int | None, int]:
    query = select(Delivery.attendee_id, func.max(Delivery.edition).label("edition"))
    of_event = (Delivery.event_id == event_id, Delivery.kind == kind)
    return query.where(*of_event).group_by(Delivery.attendee_id)


def counts(event_id: int, kind: str = "pack", edition: int | None = None) -> dict[str, int]:
    """Return how many letters are in each state; states nobody is in are left out.

    Of each person the newest edition counts, or the one that is asked for.
    """
    query = select(Delivery.state, func.count()).group_by(Delivery.state)
    query = query.where(Delivery.event_id == event_id, Delivery.kind == kind)
    if edition is None:
        newest = _newest(event_id, kind).subquery()
        mine = (newest.c.attendee_id == Delivery.attendee_id) & (
            newest.c.edition == Delivery.edition
        )
        query = query.outerjoin(newest, mine)
        # A test letter is of no attendee, and each counts.
        query = query.where(newest.c.edition.is_not(None) | Delivery.attendee_id.is_(None))
    else:
        query = query.where(Delivery.edition == edition)
    found = {state: int(n) for state, n in db.session.execute(query)}
    return {state: found[state] for state in STATES if state in found}


def cases(
    event_id: int,
    kind: str = "pack",
    states: Iterable[str] | None = None,
    *,
    offset: int = 0,
    limit: int = 50,
) -> list[Case]:
    """Return whose newest letter is not accepted (or is in one of these states), by name."""
    newest = _newest(event_id, kind).subquery()
    mine = (newest.c.attendee_id == Delivery.attendee_id) & (newest.c.edition == Delivery.edition)
    last = (DeliveryAttempt.delivery_id == Delivery.id) & (DeliveryAttempt.n == Delivery.attempts)
    wanted = Delivery.state.in_(tuple(states)) if states else Delivery.state != "accepted"
    query = (
        select(Delivery, Attendee, DeliveryAttempt.phase, DeliveryAttempt.began_at)
        .join(newest, mine)
        .join(Attendee, Attendee.id == Delivery.attendee_id)
        .outerjoin(DeliveryAttempt, last)
        .where(Delivery.event_id == event_id, Delivery.kind == kind, wanted)
        .order_by(Attendee.name, Delivery.id)
        .offset(offset)
        .limit(limit)
    )
    return [Case(row[0], row[1], row[2] or "", row[3]) for row in db.session.execute(query)]


def open_cases(
    event_id: int, kind: str = "pack", states: Iterable[str] = OPEN
) -> list[tuple[Delivery, Attendee]]:
    """Return the letters somebody must look at, with their people, by name."""
    found = cases(event_id, kind, states, limit=100_000)
    return [(case.letter, case.person) for case in found]
