"""How something gets into the print queue, and what a person says of it afterwards.

A badge is printed again only with a reason and with a new code: the old code dies when the new
badge is out, or at once when the old one was lost.
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from kiosk.db import db, new_public_id
from kiosk.domain import codes
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.codes import Code
from kiosk.domain.operations import insert_once, insert_statement
from kiosk.domain.print_jobs.record import PrintJob
from kiosk.errors import Refused

SEEN, ALL_CANCELLED = "seen_by_staff", "all_cancelled"
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
        "created_at": at,
        "whose": attendee.id,
    }
    statement = insert_statement(PrintJob, connection.dialect.name, serial=_NEWEST)
    made = connection.execute(statement, values).first()
    return str(values["public_id"]) if made else None


def queue_paper(
    event_id: int,
    what: str,
    *,
    at: datetime,
    attendee_id: int | None = None,
    employer_id: int | None = None,
    device_id: int | None = None,
    printer_id: int | None = None,
) -> str | None:
    """Queue a slip, sign, tent card or test page; return its public id, None: one is under way."""
    made = insert_once(
        PrintJob, public_id=new_public_id(), event_id=event_id, what=what, reason="asked",
        attendee_id=attendee_id, employer_id=employer_id, device_id=device_id,
        printer_id=printer_id, created_at=at,
    )  # fmt: skip
    return made.public_id if made is not None else None


def reprint(attendee: Attendee, *, reason: str, at: datetime, by_hand: bool = False) -> str:
    """Queue a new badge with a new code; a job that has not begun is voided first.

    The old code dies when the new badge is printed, or now when the badge was lost. `by_hand`: a
    line to write the name on takes the name's place.

    Raises:
        Refused: a badge of theirs is being printed at this moment.
    """
    hold(attendee.id)
    void_waiting(attendee.id, at)
    job = queue(attendee, reason=reason, device_id=None, at=at)
    if job is None:  # before a code is made or dies: a refusal is committed too
        raise Refused("printing_now", "Their badge is printing now. Wait for it, then try again.")
    serial = codes.advance(attendee, lost=reason == "lost", at=at)
    db.session.execute(
        update(PrintJob).where(PrintJob.public_id == job).values(serial=serial, by_hand=by_hand)
    )
    return job


def void_waiting(attendee_id: int, at: datetime) -> None:
    """Take what is queued for a person out of the queue."""
    query = update(PrintJob).where(PrintJob.attendee_id == attendee_id, PrintJob.state == "queued")
    db.session.execute(query.values(state="voided", settled_at=at))


def void_all(event_id: int, at: datetime) -> int:
    """Take all of an event that waits out of the queue; return how many.

    What a printer has already is asked back from it; what has begun comes out.
    """
    waiting = update(PrintJob).where(PrintJob.event_id == event_id, PrintJob.state == "queued")
    voided = waiting.values(state="voided", settled_at=at, why=ALL_CANCELLED)
    count = len(db.session.execute(voided.returning(PrintJob.id)).all())
    sent = update(PrintJob).where(PrintJob.event_id == event_id, PrintJob.state == "sent")
    db.session.execute(sent.values(take_back_at=at, why=ALL_CANCELLED))
    return count


def take_back(job: PrintJob, at: datetime) -> None:
    """Ask a printer to give a job back, so that another prints it; again changes nothing.

    Its writer does it, and only what surely never began goes back into the queue.

    Raises:
        Refused: no printer has it.
    """
    if job.state != "sent":
        raise Refused("not_sent", "No printer has that badge just now.")
    job.take_back_at = job.take_back_at or at


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
        retire_older(job, at)
    elif job.number:  # should its printer still have it, no second label comes out later
        job.take_back_at = at


def retire_older(job: PrintJob, at: datetime) -> None:
    """Let a person's older codes die: the badge of this job is out."""
    if job.what == "badge" and job.attendee_id is not None:
        codes.retire(job.attendee_id, below=job.serial, at=at)


def leave(job: PrintJob, at: datetime) -> None:
    """Mark a failed job as seen to: nobody wants that badge any more. Again changes nothing."""
    if job.state == "failed":
        job.why, job.settled_at = SEEN, at
