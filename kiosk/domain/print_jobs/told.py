"""What is shown of printing: where one's badge is, what waits, what needs somebody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain.print_jobs.asking import SEEN
from kiosk.domain.print_jobs.batches import PrintBatch
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


@dataclass(frozen=True)
class Load:
    """What a printer has to do: the jobs it was given, and how many more wait that it may print."""

    has: list[PrintJob]
    waits: int


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


def newest(event_id: int, *, with_waiting: bool = True) -> list[PrintJob]:
    """Return the newest fifty jobs of an event, newest first; those that wait too, or not."""
    query = select(PrintJob).where(PrintJob.event_id == event_id)
    if not with_waiting:
        query = query.where(PrintJob.state != "queued")
    return list(db.session.scalars(query.order_by(PrintJob.id.desc()).limit(50)))


def next_up(event_id: int) -> list[PrintJob]:
    """Return the ten jobs of an event that are printed next, in that order."""
    query = (
        select(PrintJob)
        .outerjoin(PrintBatch, PrintBatch.id == PrintJob.batch_id)
        .where(PrintJob.event_id == event_id, PrintJob.state == "queued")
        .order_by(PrintBatch.paused_at.is_not(None), PrintJob.batch_id.is_not(None), PrintJob.id)
    )
    return list(db.session.scalars(query.limit(10)))


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


def counts_of(event_id: int) -> Counter[str]:
    """Return how many jobs of an event there are in each state."""
    query = select(PrintJob.state, func.count()).where(PrintJob.event_id == event_id)
    return Counter({state: n for state, n in db.session.execute(query.group_by(PrintJob.state))})


def loads_of(event_id: int) -> dict[int, Load]:
    """Return by row id what each printer that an event uses has to do; a paused batch waits."""
    here = select(PrintJob).where(PrintJob.event_id == event_id)
    given = list(db.session.scalars(here.where(PrintJob.state.in_(("claimed", "sent")))))
    queued = (
        select(PrintJob.what, PrintJob.printer_id, func.count())
        .outerjoin(PrintBatch, PrintBatch.id == PrintJob.batch_id)
        .where(PrintJob.event_id == event_id, PrintJob.state == "queued")
        .where(PrintBatch.paused_at.is_(None))
        .group_by(PrintJob.what, PrintJob.printer_id)
    )
    waiting = db.session.execute(queued).all()
    return {
        printer.id: Load(
            sorted((job for job in given if job.printer_id == printer.id), key=lambda job: job.id),
            sum(
                count
                for what, wanted, count in waiting
                if wanted in (None, printer.id) and what in (*printer.prints, "proof")
            ),
        )
        for printer in printers_of(event_id)
    }


def has_test_page(printer_id: int) -> bool:
    """Whether a test page waits for a printer, or is with it."""
    query = select(PrintJob.id).where(
        PrintJob.printer_id == printer_id,
        PrintJob.what == "proof",
        PrintJob.state.in_(("queued", "claimed", "sent")),
    )
    return db.session.scalars(query.limit(1)).first() is not None
