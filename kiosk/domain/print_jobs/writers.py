"""The one process that writes to a printer: it holds the printer by a lease, and says how it is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import false, func, or_, update

from kiosk.db import db
from kiosk.domain.print_jobs.printers import Printer

WRITER_LEASE = timedelta(seconds=30)


def is_lease(until: datetime, at: datetime) -> bool:
    """Whether a writer's lease holds; one that reaches too far ahead is of a clock set back."""
    return at <= until <= at + WRITER_LEASE


def hold_writer(printer_id: int, writer: str, at: datetime) -> bool:
    """Be the one process that writes to a printer for half a minute; False: another one is."""
    free = or_(
        Printer.writer.is_(None),
        Printer.writer == writer,
        ~func.coalesce(Printer.writer_until.between(at, at + WRITER_LEASE), false()),
    )
    query = update(Printer).where(Printer.id == printer_id, free)
    held = query.values(writer=writer, writer_until=at + WRITER_LEASE).returning(Printer.id)
    return db.session.execute(held).first() is not None


def let_go_of_writer(writer: str) -> None:
    """Let another process write to what this one wrote to."""
    query = update(Printer).where(Printer.writer == writer)
    db.session.execute(query.values(writer=None, writer_until=None))


def note_condition(
    printer_id: int, writer: str, at: datetime, *, state: str, reason: str = "",
    warnings: Iterable[str] = (),
) -> None:  # fmt: skip
    """Keep how a printer is, as its writer sees it."""
    printer = db.session.get_one(Printer, printer_id)
    if printer.writer != writer:
        return
    seen = (state, reason[:60], list(warnings)[:8])
    if seen != (printer.state, printer.reason, printer.warnings):
        if state != printer.state or reason != printer.reason:
            printer.since = at
        printer.state, printer.reason, printer.warnings = seen
    printer.seen_at = at
