"""What a printer's writer does with jobs: takes one, notes its number, says what became of it.

`sending_at` is committed before anything goes to the printer, and the printer's own number for the
job before a dot of it does. After a crash a job without a number was surely not printed, and the
number tells the rest. What no number tells ends as `unknown`: it asks a person, and is never
printed again by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import aliased

from kiosk.db import db
from kiosk.domain.devices import Device
from kiosk.domain.print_jobs.asking import ALL_CANCELLED, retire_older
from kiosk.domain.print_jobs.batches import PrintBatch
from kiosk.domain.print_jobs.printers import STILL_SEEN, Printer, PrinterFacts
from kiosk.domain.print_jobs.record import LEASE, PrintJob

OWN_PRINTER_FIRST = timedelta(seconds=20)
"""How long a badge waits for its station's own printer while others could print it."""
MOST_DEATHS = 5
LOOK_BACK = timedelta(hours=2)
_USES_A_LABEL = ("printed", "unknown")


@dataclass(frozen=True)
class Claimed:
    """A job in a writer's hands, copied: a row read again would carry another's epoch."""

    id: int
    public_id: str
    event_id: int
    what: str
    attendee_id: int | None
    employer_id: int | None
    serial: int
    epoch: int
    state: str
    number: str | None
    """What the printer calls it; "" once it is sent to one that gives no number before."""
    sending_at: datetime | None
    why: str
    is_wanted_back: bool
    by_hand: bool


def _copied(job: PrintJob) -> Claimed:
    return Claimed(
        job.id, job.public_id, job.event_id, job.what, job.attendee_id, job.employer_id,
        job.serial, job.epoch, job.state, job.number, job.sending_at, job.why or "",
        job.take_back_at is not None, job.by_hand,
    )  # fmt: skip


def waits_for(printer: PrinterFacts, at: datetime) -> bool:
    """Whether something waits for a printer: a cheap look, before the turn to write is taken."""
    query = _ready(printer, at).with_only_columns(PrintJob.id).order_by(None).limit(1)
    return db.session.scalar(query) is not None


def claim(printer: PrinterFacts, at: datetime) -> Claimed | None:
    """Take what this printer should print next, or None; only one writer gets a job.

    Whoever stands at a door goes before what is printed ahead; then the oldest first.
    """
    query = _ready(printer, at).order_by(PrintJob.batch_id.is_not(None), PrintJob.id)
    locked = query.limit(1).with_for_update(skip_locked=True, of=PrintJob)
    job = db.session.scalar(locked)
    if job is None:
        return None
    job.state, job.lease_until = "claimed", at + LEASE
    job.printer_id, job.stock, job.number = printer.id, printer.stock, None
    job.sending_at = job.take_back_at = None  # what an earlier try began is over
    job.epoch += 1
    job.attempts += 1
    db.session.flush()
    return _copied(job)


def _ready(printer: PrinterFacts, at: datetime) -> Select[PrintJob]:
    waits = PrintJob.not_before.between(at + timedelta(microseconds=1), at + LEASE)
    return (
        select(PrintJob)
        .outerjoin(PrintBatch, PrintBatch.id == PrintJob.batch_id)
        .where(PrintJob.event_id == printer.event_id, PrintJob.state == "queued")
        # Further ahead than a lease: our clock was set back.
        .where(or_(PrintJob.not_before.is_(None), ~waits))
        .where(PrintBatch.paused_at.is_(None))
        .where(or_(PrintJob.printer_id.is_(None), PrintJob.printer_id == printer.id))
        .where(or_(PrintJob.what.in_(printer.prints), PrintJob.what == "proof"))
        .where(_is_not_for_another(printer, at))
    )


def _is_not_for_another(printer: PrinterFacts, at: datetime) -> ColumnElement[bool]:
    """A badge waits a moment for the printer of its station, if that one can print."""
    own = aliased(Printer)
    able = and_(
        own.removed_at.is_(None), own.paused_at.is_(None),
        own.state.in_(("ready", "busy")), own.seen_at > at - STILL_SEEN,
    )  # fmt: skip
    query = select(own.id).join(Device, Device.printer_id == own.id)
    other = query.where(Device.id == PrintJob.device_id, own.id != printer.id, able)
    return or_(PrintJob.created_at < at - OWN_PRINTER_FIRST, ~other.exists())


def begin_sending(job: Claimed, at: datetime) -> bool:
    """Commit to sending: from here a crash needs evidence. False: it is not ours any more."""
    return _advance(job, ("claimed",), sending_at=at, lease_until=at + LEASE)


def note_number(job: Claimed, number: str, at: datetime) -> bool:
    """Keep what the printer calls the job, or "". False: it is not ours any more."""
    return _advance(job, ("claimed",), number=number[:60], lease_until=at + LEASE)


def record(
    job: Claimed, state: str, at: datetime, *, why: str = "", number: str | None = None,
    later: timedelta = timedelta(seconds=1),
) -> bool:  # fmt: skip
    """Record what became of a job. False: another writer, or a person, has said it already.

    `queued` means that surely nothing of it was printed: another try begins afresh.
    """
    values: dict[str, object] = {"state": state, "why": why[:120] or None}
    values["settled_at"] = None if state in {"sent", "queued"} else at
    if number is not None:
        values["number"] = number[:60]
    if state == "queued":
        values |= _afresh(job, at, later)
    if not _advance(job, ("claimed", "sent", "unknown"), **values):
        return False
    row = db.session.get_one(PrintJob, job.id, populate_existing=True)
    if state in _USES_A_LABEL and job.state != "unknown":
        _use_a_label(row.printer_id)
    if state == "printed":
        retire_older(row, at)
    return True


def _afresh(job: Claimed, at: datetime, later: timedelta) -> dict[str, object]:
    """Return what a job begins another try with; one that nobody wants any more ends here."""
    values: dict[str, object] = dict.fromkeys(
        ("sending_at", "number", "take_back_at", "lease_until")
    )
    values["not_before"] = at + later
    if job.what != "proof":
        values["printer_id"] = None
    if job.why == ALL_CANCELLED:
        return values | {"state": "voided", "why": job.why, "settled_at": at}
    if job.state == "unknown" and _has_another(job):
        return values | {"state": "failed", "settled_at": at}
    return values


def _has_another(job: Claimed) -> bool:
    """Whether its person was given another try meanwhile."""
    query = select(PrintJob.id).where(
        PrintJob.attendee_id == job.attendee_id, PrintJob.what == job.what, PrintJob.id > job.id
    )
    return db.session.scalars(query.limit(1)).first() is not None


def _use_a_label(printer_id: int | None) -> None:
    query = update(Printer).where(Printer.id == printer_id, Printer.labels_left > 0)
    db.session.execute(query.values(labels_left=Printer.labels_left - 1))


def _advance(job: Claimed, states: Iterable[str], **values: object) -> bool:
    query = (
        update(PrintJob)
        .where(PrintJob.id == job.id, PrintJob.epoch == job.epoch, PrintJob.state.in_(states))
        .values(**values)
        .returning(PrintJob.id)
    )
    return db.session.execute(query).first() is not None


def in_hand(printer: PrinterFacts, at: datetime) -> list[Claimed]:
    """Return the jobs whose fate at this printer is to be asked: oldest first.

    Those it has; those whose writer died while it sent them; and, for two hours, those of which
    nobody knows whether they came out, or that somebody wants stopped.
    """
    has_number = PrintJob.number.is_not(None)
    lately = PrintJob.settled_at > at - LOOK_BACK
    query = select(PrintJob).where(
        PrintJob.printer_id == printer.id,
        or_(
            PrintJob.state == "sent",
            and_(PrintJob.state == "claimed", PrintJob.sending_at.is_not(None), _is_over(at)),
            and_(PrintJob.state == "unknown", lately),
            and_(PrintJob.state == "failed", has_number, PrintJob.take_back_at.is_not(None)),
        ),
    )
    return [_copied(job) for job in db.session.scalars(query.order_by(PrintJob.id).limit(50))]


def release_expired(at: datetime) -> None:
    """Put jobs back into the queue whose writer died before it began to send them.

    One that no writer survives fails, so that somebody sees it and it holds up nobody.
    """
    expired = update(PrintJob).where(
        PrintJob.state == "claimed", PrintJob.sending_at.is_(None), _is_over(at)
    )
    hopeless = expired.where(PrintJob.attempts >= MOST_DEATHS)
    db.session.execute(hopeless.values(state="failed", why="keeps_failing", settled_at=at))
    db.session.execute(expired.values(state="queued", printer_id=None, lease_until=None))


def has_expired(at: datetime) -> bool:
    """Whether a job's writer died before it began to send it: a cheap look."""
    query = select(PrintJob.id).where(
        PrintJob.state == "claimed", PrintJob.sending_at.is_(None), _is_over(at)
    )
    return db.session.scalars(query.limit(1)).first() is not None


def _is_over(at: datetime) -> ColumnElement[bool]:
    # No lease reaches further ahead than it lasts: after such a one our clock was set back.
    return ~PrintJob.lease_until.between(at, at + LEASE)


def stop_asking(job: Claimed) -> None:
    """Note that a printer was told to stop a job that nobody wants any more."""
    query = update(PrintJob).where(PrintJob.id == job.id, PrintJob.epoch == job.epoch)
    db.session.execute(query.values(take_back_at=None))
