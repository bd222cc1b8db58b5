"""Badges that somebody prints elsewhere, from a file: the queue learns that they are there.

It is a batch like one printed ahead, but for its being printed already, by no printer of ours. So
nobody in it gets a second badge at the door, where the page says that the first one waits.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.print_jobs.batches import PrintBatch, put_first_badges
from kiosk.domain.print_jobs.record import PrintJob


def printed_outside(
    event_id: int, people: Sequence[Attendee], *, kind: str = "", at: datetime
) -> PrintBatch:
    """Record the first badges of people as printed outside the queue; return the batch.

    Who has a badge already, or one on its way, stays as they are: the same people again make a
    batch of nobody.
    """
    batch = PrintBatch(event_id=event_id, kind=kind, created_at=at)
    db.session.add(batch)
    db.session.flush()
    put_first_badges(batch, people, state="printed", settled_at=at)
    return batch


def outside_batches(event_id: int) -> list[tuple[PrintBatch, int]]:
    """Return the newest ten batches that were printed elsewhere, each with how many badges."""
    query = (
        select(PrintBatch, func.count(PrintJob.id))
        .join(PrintJob, PrintJob.batch_id == PrintBatch.id)
        .where(PrintBatch.event_id == event_id, *_printed_elsewhere())
        .group_by(PrintBatch.id)
        .order_by(PrintBatch.id.desc())
    )
    return [(batch, count) for batch, count in db.session.execute(query.limit(10))]


def not_printed_outside(batch: PrintBatch, at: datetime) -> int:
    """Take back that a batch was printed elsewhere; return how many badges the door prints again.

    Again it changes nothing.
    """
    mine = update(PrintJob).where(PrintJob.batch_id == batch.id, *_printed_elsewhere())
    voided = mine.values(state="voided", settled_at=at, why="batch_cancelled")
    count = len(db.session.execute(voided.returning(PrintJob.id)).all())
    if count:
        batch.cancelled_at = batch.cancelled_at or at
    return count


def _printed_elsewhere() -> tuple[ColumnElement[bool], ...]:
    return PrintJob.state == "printed", PrintJob.printer_id.is_(None)
