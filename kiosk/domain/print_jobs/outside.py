"""Badges that somebody prints elsewhere, from a file: the queue learns that they are there.

It is a batch like one printed ahead, but for its being printed already. So nobody in it gets a
second badge at the door, where the page says that the first one waits.
"""

from collections.abc import Sequence
from datetime import datetime

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.print_jobs.batches import PrintBatch, put_first_badges


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
