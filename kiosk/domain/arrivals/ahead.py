"""Badges printed ahead, when their people come before them: who stands at the door goes first.

A check-in has no time for it, so the print room asks every two seconds.
"""

from sqlalchemy import ColumnElement, select, update

from kiosk.db import db
from kiosk.domain.arrivals.record import Arrival
from kiosk.domain.print_jobs import PrintJob


def _arrived_before_their_badge() -> list[ColumnElement[bool]]:
    arrived = select(Arrival.id).where(Arrival.attendee_id == PrintJob.attendee_id)
    return [
        PrintJob.state == "queued",
        PrintJob.batch_id.is_not(None),
        arrived.where(Arrival.kind == "entry", Arrival.undone_at.is_(None)).exists(),
    ]


def somebody_waits_for_a_batch() -> bool:
    """Whether somebody is here whose badge still waits in a batch: a cheap look."""
    query = select(PrintJob.id).where(*_arrived_before_their_badge())
    return db.session.scalars(query.limit(1)).first() is not None


def let_arrived_go_first() -> None:
    """Take the badges of those who are here out of their batch: they are printed first."""
    query = update(PrintJob).where(*_arrived_before_their_badge()).values(batch_id=None)
    db.session.execute(query)
