"""Print jobs: the queue between a check-in and paper, and the truth about what came out.

    queued -> claimed -> sent -> printed | failed | unknown | voided

Claimed with a lease. `sending_at` is committed before the first byte goes to the printer, so a
crash there ends as `unknown`, which asks a person and is never printed twice by itself. "Sent" is
never shown as "printed". This file stands before `arrivals` because a check-in queues its badge.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, one_of, plain
from kiosk.domain import codes
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.codes import Code
from kiosk.domain.operations import insert_statement
from kiosk.errors import NotKnown, Refused

STATES = ("queued", "claimed", "sent", "printed", "failed", "unknown", "voided")
REASONS = ("arrival", "entry", "reprint", "lost", "corrected")
LEASE = timedelta(seconds=60)
STOCK = "62x100"
SEEN = "seen_by_staff"
_LIVE = "state IN ('queued', 'claimed', 'sent')"
_FIRST = "reason = 'arrival' AND state NOT IN ('failed', 'voided')"


class PrintJob(Model):
    """One badge to be printed; the picture is drawn when it is claimed and kept nowhere."""

    __tablename__ = "print_jobs"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"reason IN {REASONS}", name="reason"),
        Index("uq_print_jobs_live", "attendee_id", unique=True,
              sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
        Index("uq_print_jobs_first", "attendee_id", unique=True,
              sqlite_where=text(_FIRST), postgresql_where=text(_FIRST)),
        Index("ix_print_jobs_state", "state", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    serial: Mapped[int]
    reason: Mapped[str] = mapped_column(String(10), info=plain("why it is printed"))
    stock: Mapped[str] = mapped_column(String(20), info=plain("a stock's name"))
    state: Mapped[str] = mapped_column(String(10), default="queued", info=plain("a state"))
    printer: Mapped[str | None] = mapped_column(String(60), info=plain("a printer's name"))
    epoch: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[OptionalInstant]
    not_before: Mapped[OptionalInstant]
    sending_at: Mapped[OptionalInstant]
    why: Mapped[str | None] = mapped_column(String(120), info=plain("an error's slug or state"))
    created_at: Mapped[Instant]
    settled_at: Mapped[OptionalInstant]


_NEWEST = func.coalesce(
    select(func.max(Code.serial))
    .where(Code.attendee_id == bindparam("whose"), Code.kind == "badge", Code.died_at.is_(None))
    .scalar_subquery(),
    1,
)


def queue(attendee: Attendee, *, reason: str, device_id: int | None, at: datetime) -> str | None:
    """Queue a person's badge in one statement; return the job's public id.

    None: a job for them is under way, or (`arrival`) was printed already.
    """
    connection = db.session.connection()
    values = {
        "public_id": new_public_id(),
        "event_id": attendee.event_id,
        "attendee_id": attendee.id,
        "device_id": device_id,
        "reason": reason,
        "stock": STOCK,
        "created_at": at,
        "whose": attendee.id,
    }
    statement = insert_statement(PrintJob, connection.dialect.name, serial=_NEWEST)
    made = connection.execute(statement, values).first()
    return str(values["public_id"]) if made else None


def reprint(attendee: Attendee, *, reason: str, at: datetime) -> str:
    """Queue a new badge with a new code; a job that has not begun is voided first.

    The old code dies when the new badge is printed, or now when the badge was lost.

    Raises:
        Refused: a badge of theirs is being printed at this moment.
    """
    hold(attendee.id)
    void_waiting(attendee.id, at)
    job = queue(attendee, reason=reason, device_id=None, at=at)
    if job is None:  # before a code is made or dies: a refusal is committed too
        raise Refused("printing_now", "Their badge is printing now. Wait for it, then try again.")
    serial = codes.advance(attendee, lost=reason == "lost", at=at)
    db.session.execute(update(PrintJob).where(PrintJob.public_id == job).values(serial=serial))
    return job


def void_waiting(attendee_id: int, at: datetime) -> None:
    """Take a person's queued badge out of the queue."""
    query = update(PrintJob).where(PrintJob.attendee_id == attendee_id, PrintJob.state == "queued")
    db.session.execute(query.values(state="voided", settled_at=at))


def claim(at: datetime) -> PrintJob | None:
    """Take the oldest waiting job for a minute, or None; only one worker gets it."""
    waits = PrintJob.not_before.between(at + timedelta(microseconds=1), at + LEASE)
    ready = PrintJob.not_before.is_(None) | ~waits  # further ahead: our clock was set back
    query = select(PrintJob).where(PrintJob.state == "queued", ready).order_by(PrintJob.id)
    job = db.session.scalar(query.limit(1).with_for_update(skip_locked=True))
    if job is None:
        return None
    job.state, job.lease_until = "claimed", at + LEASE
    job.sending_at = None  # what an earlier try began is over: a crash now goes back in the queue
    job.epoch += 1
    job.attempts += 1
    return job


def begin_sending(job_id: int, epoch: int, printer: str, at: datetime) -> bool:
    """Commit to sending: from here a crash means `unknown`. False: the job is not ours any more."""
    lease = at + LEASE  # drawing took some of the first one
    return _advance(job_id, epoch, ("claimed",), sending_at=at, lease_until=lease, printer=printer)


def record(job_id: int, epoch: int, state: str, *, why: str = "", at: datetime) -> bool:
    """Record what became of a claimed job; a newer badge out lets the older code die."""
    settled = None if state in {"sent", "queued"} else at
    values = {"state": state, "why": why[:120] or None, "settled_at": settled}
    if state == "queued":  # no printer took a byte of it: the next try begins afresh
        values |= {"not_before": at + timedelta(seconds=15), "sending_at": None}
    if not _advance(job_id, epoch, ("claimed", "sent"), **values):
        return False
    if state == "printed":
        job = db.session.get_one(PrintJob, job_id)
        codes.retire(job.attendee_id, below=job.serial, at=at)
    return True


def _advance(job_id: int, epoch: int, states: Iterable[str], **values: object) -> bool:
    query = (
        update(PrintJob)
        .where(PrintJob.id == job_id, PrintJob.epoch == epoch, PrintJob.state.in_(states))
        .values(**values)
        .returning(PrintJob.id)
    )
    return db.session.execute(query).first() is not None


def release_expired(at: datetime) -> None:
    """Settle jobs whose worker died: back in the queue, or `unknown` once sending had begun."""
    # No lease reaches further ahead than it lasts: after such a one our clock was set back.
    over = ~PrintJob.lease_until.between(at, at + LEASE)
    past = (PrintJob.state.in_(("claimed", "sent")), over)
    unsent = update(PrintJob).where(*past, PrintJob.sending_at.is_(None))
    db.session.execute(unsent.values(state="queued"))
    begun = update(PrintJob).where(*past, PrintJob.sending_at.is_not(None))
    db.session.execute(begun.values(state="unknown", settled_at=at, why="worker_gone"))


def settle_unknown(job: PrintJob, *, came_out: bool, at: datetime) -> None:
    """Say what a person saw: the badge came out, or it did not and may be printed again.

    Raises:
        Refused: nobody asked; the job is not unknown.
    """
    if job.state != "unknown":
        raise Refused("not_unknown", "That badge's state is known already.")
    job.state = "printed" if came_out else "failed"
    job.why, job.settled_at = SEEN, at
    if came_out:
        codes.retire(job.attendee_id, below=job.serial, at=at)


def leave(job: PrintJob, at: datetime) -> None:
    """Mark a failed job as seen to: nobody wants that badge any more. Again changes nothing."""
    if job.state == "failed":
        job.why, job.settled_at = SEEN, at


def by_public_id(event_id: int, public_id: str) -> PrintJob:
    """Return a job of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        PrintJob, event_id, public_id, NotKnown("no_such_print_job", "There is no such print job.")
    )


def latest_of(attendee_id: int) -> PrintJob | None:
    """Return a person's newest print job."""
    query = select(PrintJob).where(PrintJob.attendee_id == attendee_id)
    return db.session.scalars(query.order_by(PrintJob.id.desc()).limit(1)).first()


def newest(event_id: int) -> list[PrintJob]:
    """Return the newest fifty jobs of an event, newest first."""
    query = select(PrintJob).where(PrintJob.event_id == event_id)
    return list(db.session.scalars(query.order_by(PrintJob.id.desc()).limit(50)))


def needing_somebody(event_id: int) -> list[PrintJob]:
    """Return the jobs of an event that failed or ended unknown, newest first.

    Only a person's newest job counts, and not one that staff have seen to.
    """
    newest = select(func.max(PrintJob.id)).where(PrintJob.event_id == event_id)
    query = select(PrintJob).where(
        PrintJob.id.in_(newest.group_by(PrintJob.attendee_id)),
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
