"""Signs for stands and tent cards for mentors through the queue: one of each is under way."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.domain.events import hold
from kiosk.domain.print_jobs.asking import queue_paper
from kiosk.domain.print_jobs.record import PrintJob


def queue_signs(event_id: int, employers: Sequence[Employer], at: datetime) -> int:
    """Queue the signs of these stands; return how many: one that is under way is not asked twice.

    They come out in the order given.
    """
    hold(event_id)
    under_way = _under_way(event_id, (each.id for each in employers))
    wanted = [each.id for each in employers if each.id not in under_way]
    for employer_id in wanted:
        queue_paper(event_id, "sign", employer_id=employer_id, at=at)
    return len(wanted)


def _under_way(event_id: int, employer_ids: Iterable[int]) -> set[int | None]:
    query = select(PrintJob.employer_id).where(
        PrintJob.event_id == event_id,
        PrintJob.what == "sign",
        PrintJob.state.in_(("queued", "claimed", "sent")),
        PrintJob.employer_id.in_(list(employer_ids)),
    )
    return set(db.session.scalars(query))


def queue_tents(event_id: int, mentors: Sequence[Attendee], at: datetime) -> int:
    """Queue the tent cards of these people; return how many: one under way is not asked twice."""
    asked = [queue_paper(event_id, "tent", attendee_id=each.id, at=at) for each in mentors]
    return len([each for each in asked if each is not None])
