"""Badges printed ahead: a batch in the order of names, that can be paused, resumed and cancelled.

A badge of a batch is its person's first badge, so nobody gets a second one at the door; whoever
comes to the door before the batch has come to them goes first (`arrivals.ahead`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, one_of, plain
from kiosk.domain.attendees import Attendee
from kiosk.domain.attendees.search import fold
from kiosk.domain.codes import Code
from kiosk.domain.operations import insert_statement
from kiosk.domain.print_jobs.record import PrintJob
from kiosk.errors import NotKnown


class PrintBatch(Model):
    """Some badges that are printed ahead, before anybody comes."""

    __tablename__ = "print_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="", info=plain("a kind, or all"))
    size: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant]
    paused_at: Mapped[OptionalInstant]
    cancelled_at: Mapped[OptionalInstant]


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch is: badges by what became of them; with `at_door` they sum to its size."""

    batch: PrintBatch
    waiting: int
    printed: int
    troubled: int
    voided: int

    @property
    def at_door(self) -> int:
        """How many came to the door before their badge was printed, and left the batch."""
        settled = self.waiting + self.printed + self.troubled + self.voided
        return self.batch.size - settled

    @property
    def is_over(self) -> bool:
        """Whether nothing of it waits any more."""
        return self.waiting == 0


def people_ahead(event_id: int, kind: str = "") -> list[Attendee]:
    """Return who is expected, of a kind or of all, and has no badge, nor one on its way."""
    query = select(Attendee).where(*_without_badge(event_id))
    if kind:
        query = query.where(Attendee.kind == kind)
    return list(db.session.scalars(query.order_by(Attendee.id)))


def count_ahead(event_id: int) -> dict[str, int]:
    """Return by kind how many people `people_ahead` would return."""
    query = select(Attendee.kind, func.count()).where(*_without_badge(event_id))
    return {kind: n for kind, n in db.session.execute(query.group_by(Attendee.kind))}


def _without_badge(event_id: int) -> tuple[ColumnElement[bool], ...]:
    gone = PrintJob.state.in_(("failed", "voided"))
    own = select(PrintJob.id).where(
        PrintJob.attendee_id == Attendee.id, PrintJob.what == "badge", ~gone
    )
    return (
        Attendee.event_id == event_id,
        Attendee.status == "expected",
        Attendee.erased_at.is_(None),
        ~own.exists(),
    )


def print_ahead(
    event_id: int, people: Sequence[Attendee], *, kind: str = "", at: datetime
) -> PrintBatch:
    """Queue the badges of people who have none yet, in the order of names; return the batch.

    The order is that of a box in which a steward looks for them. The same people again make a
    batch of nobody.
    """
    batch = PrintBatch(event_id=event_id, kind=kind, created_at=at)
    db.session.add(batch)
    db.session.flush()
    put_first_badges(batch, people)
    return batch


def put_first_badges(batch: PrintBatch, people: Sequence[Attendee], **settled: Any) -> None:
    """Put the first badges of people into a batch, in the order of names, and say its size.

    Who has a first badge, or any on its way, gets no other; `settled` is what is known of them.
    """
    connection = db.session.connection()
    statement = insert_statement(PrintJob, connection.dialect.name)
    serials = _badge_serials(batch.event_id)
    alike = {"event_id": batch.event_id, "batch_id": batch.id, "reason": "arrival",
             "created_at": batch.created_at, **settled}  # fmt: skip
    batch.size = sum(
        connection.execute(
            statement,
            {
                **alike, "public_id": new_public_id(), "attendee_id": person.id,
                "serial": serials.get(person.id, 1),
            },
        ).first()
        is not None
        for person in sorted(people, key=in_the_box)
    )  # fmt: skip
    db.session.flush()


def in_the_box(person: Attendee) -> tuple[str, str]:
    """Return what badges are sorted by: as a steward looks for them in a box."""
    words = person.name.split() or [""]
    return fold(person.family_name or words[-1]), fold(person.name)


def _badge_serials(event_id: int) -> dict[int, int]:
    query = (
        select(Code.attendee_id, func.max(Code.serial))
        .where(Code.event_id == event_id, Code.kind == "badge", Code.died_at.is_(None))
        .group_by(Code.attendee_id)
    )
    return {attendee_id: serial for attendee_id, serial in db.session.execute(query)}


def pause_batch(batch: PrintBatch, at: datetime) -> None:
    """Let a batch wait; what a printer has already comes out. Paused already changes nothing."""
    batch.paused_at = batch.paused_at or at


def resume_batch(batch: PrintBatch) -> None:
    """Let a batch go on."""
    batch.paused_at = None


def cancel_batch(batch: PrintBatch, at: datetime) -> None:
    """Take what waits of a batch out of the queue; again changes nothing."""
    batch.cancelled_at = batch.cancelled_at or at
    query = update(PrintJob).where(PrintJob.batch_id == batch.id, PrintJob.state == "queued")
    db.session.execute(query.values(state="voided", settled_at=at, why="batch_cancelled"))


def batch_by_public_id(event_id: int, public_id: str) -> PrintBatch:
    """Return a batch of this event.

    Raises:
        NotKnown: none of this event.
    """
    unknown = NotKnown("no_such_batch", "There is no such batch of badges.")
    return one_of(PrintBatch, event_id, public_id, unknown)


def progress_of(event_id: int) -> list[BatchProgress]:
    """Return how far each of an event's newest ten batches is, newest first."""
    query = select(PrintBatch).where(PrintBatch.event_id == event_id)
    batches = list(db.session.scalars(query.order_by(PrintBatch.id.desc()).limit(10)))
    counted = (
        select(PrintJob.batch_id, PrintJob.state, func.count())
        .where(PrintJob.batch_id.in_([batch.id for batch in batches]))
        .group_by(PrintJob.batch_id, PrintJob.state)
    )
    states: dict[int, dict[str, int]] = {}
    for batch_id, state, count in db.session.execute(counted):
        states.setdefault(batch_id or 0, {})[state] = count
    return [_progress(batch, states.get(batch.id, {})) for batch in batches]


def _progress(batch: PrintBatch, states: dict[str, int]) -> BatchProgress:
    waiting = sum(states.get(state, 0) for state in ("queued", "claimed", "sent"))
    troubled = states.get("failed", 0) + states.get("unknown", 0)
    return BatchProgress(
        batch, waiting, states.get("printed", 0), troubled, states.get("voided", 0)
    )


def people_with_badge(event_id: int) -> set[int]:
    """Return whose badge was printed, by row id."""
    query = select(PrintJob.attendee_id).where(
        PrintJob.event_id == event_id, PrintJob.what == "badge", PrintJob.state == "printed"
    )
    return {attendee_id for attendee_id in db.session.scalars(query) if attendee_id is not None}
