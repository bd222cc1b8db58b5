"""What is shown of printing: where one's badge is, what waits, what needs somebody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain.print_jobs.asking import SEEN
from kiosk.domain.print_jobs.printers import Printer, printers_of
from kiosk.domain.print_jobs.record import PrintJob


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody's badge is: the printer that has it, and the one that keeps it waiting."""

    state: str
    why: str
    printer: str = ""
    """The printer's name, where the event has several."""
    stuck: Printer | None = None
    """A printer that somebody must see to before the badge comes out."""


def where_is(job: PrintJob, at: datetime) -> Whereabouts:
    """Return where a badge is, for the person who waits for it."""
    printers = printers_of(job.event_id)
    own = next((each for each in printers if each.id == job.printer_id), None)
    named = own.name if own is not None and len(printers) > 1 else ""
    return Whereabouts(job.state, job.why or "", named, _stuck(job, own, printers, at))


def _stuck(
    job: PrintJob, own: Printer | None, printers: list[Printer], at: datetime
) -> Printer | None:
    if job.state in ("claimed", "sent") and own is not None:
        return own if own.state in ("stopped", "away") else None
    if job.state != "queued" or any(each.can_take(at) for each in printers):
        return None
    troubled = [each for each in printers if each.paused_at or each.state in ("stopped", "away")]
    return troubled[0] if troubled else None


def newest(event_id: int) -> list[PrintJob]:
    """Return the newest fifty jobs of an event, newest first."""
    query = select(PrintJob).where(PrintJob.event_id == event_id)
    return list(db.session.scalars(query.order_by(PrintJob.id.desc()).limit(50)))


def needing_somebody(event_id: int) -> list[PrintJob]:
    """Return the badges of an event that failed or ended unknown, newest first.

    Only a person's newest badge counts, and not one that staff have seen to.
    """
    newest_ids = select(func.max(PrintJob.id)).where(
        PrintJob.event_id == event_id, PrintJob.what == "badge"
    )
    query = select(PrintJob).where(
        PrintJob.id.in_(newest_ids.group_by(PrintJob.attendee_id)),
        PrintJob.state.in_(("failed", "unknown")),
        func.coalesce(PrintJob.why, "") != SEEN,
    )
    return list(db.session.scalars(query.order_by(PrintJob.id.desc()).limit(50)))


def waiting(event_id: int) -> int:
    """Return how many badges of an event wait to be printed."""
    query = select(func.count()).where(
        PrintJob.event_id == event_id, PrintJob.state.in_(("queued", "claimed"))
    )
    return db.session.scalar(query) or 0
