"""A print room without a printer: what a writer does with jobs, in one call each."""

from datetime import datetime, timedelta
from typing import Any

from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import Claimed, Printer, PrinterFacts, PrintJob
from tests.people import NOON


def ready_printer(
    event_id: int, name: str = "Printer 1", at: datetime = NOON, state: str = "ready", **facts: Any
) -> PrinterFacts:
    """A printer of an event that is ready, or as `state` says; made when it is not there yet."""
    with writing():
        known = {printer.name: printer for printer in print_jobs.printers_of(event_id)}
        printer = known.get(name) or print_jobs.add_printer(
            event_id, at, name=name, url=f"ipp://{name.lower().replace(' ', '-')}.example", **facts
        )
        see(printer, state, at)
        printer_id = printer.id
    return print_jobs.printer_facts(printer_id)


def see(printer: Printer, state: str, at: datetime = NOON, reason: str = "") -> None:
    """Let a printer's writer say how it is."""
    print_jobs.hold_writer(printer.id, "tests", at)
    db.session.refresh(printer)
    print_jobs.note_condition(printer.id, "tests", at, state=state, reason=reason)
    db.session.flush()


def claim(event_id: int, at: datetime = NOON, printer: PrinterFacts | None = None) -> Claimed:
    """The job that a printer of the event takes next."""
    job = try_claim(event_id, at, printer)
    assert job is not None
    return job


def try_claim(
    event_id: int, at: datetime = NOON, printer: PrinterFacts | None = None
) -> Claimed | None:
    """The job that a printer of the event takes next, or None."""
    printer = printer or ready_printer(event_id, at=at)
    with writing():
        return print_jobs.claim(printer, at)


def begin(job: Claimed, at: datetime = NOON, number: str = "") -> bool:
    """Begin to send a job; with a number, as one that the printer knows by then."""
    with writing():
        begun = print_jobs.begin_sending(job, at)
        return begun and (not number or print_jobs.note_number(job, number, at))


def record(job: Claimed, state: str, why: str = "", at: datetime = NOON, **facts: Any) -> bool:
    """Record what became of a job."""
    with writing():
        return print_jobs.record(job, state, at, why=why, **facts)


def print_now(event_id: int, state: str = "printed", at: datetime = NOON, why: str = "") -> Claimed:
    """Let the next job of an event end in a state."""
    job = claim(event_id, at)
    assert begin(job, at)
    assert record(job, state, why, at)
    return job


def later(seconds: float, at: datetime = NOON) -> datetime:
    """The instant that many seconds later."""
    return at + timedelta(seconds=seconds)


def the_job(public_id: str) -> PrintJob:
    """A job's row as it is now."""
    db.session.expire_all()
    return db.session.query(PrintJob).filter_by(public_id=public_id).one()
