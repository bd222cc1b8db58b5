"""The print job's record: one thing to be printed, where it is, and how it is found.

The picture is drawn when the job is claimed and kept nowhere. `number` is what the printer calls
the job, "" where it gives no number before; it is committed before a dot leaves, so that a crash
can be settled by asking the printer.
"""

from datetime import timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, one_of, plain
from kiosk.errors import NotKnown

STATES = ("queued", "claimed", "sent", "printed", "failed", "unknown", "voided")
REASONS = ("arrival", "entry", "reprint", "lost", "corrected", "spoiled", "asked")
"""Why it is printed: `asked` is for papers; the rest is for badges."""
WHATS = ("badge", "slip", "sign", "tent", "proof")
LEASE = timedelta(seconds=60)
STOCK = "62x100"
_LIVE = "state IN ('queued', 'claimed', 'sent')"
_IN_A_BATCH, _AT_A_PRINTER = "batch_id IS NOT NULL", "printer_id IS NOT NULL"
_FIRST = "reason = 'arrival' AND state NOT IN ('failed', 'voided')"


class PrintJob(Model):
    """A badge, or another paper, to be printed."""

    __tablename__ = "print_jobs"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"reason IN {REASONS}", name="reason"),
        CheckConstraint(f"what IN {WHATS}", name="what"),
        CheckConstraint("what <> 'badge' OR attendee_id IS NOT NULL", name="somebodys_badge"),
        Index("uq_print_jobs_live", "attendee_id", "what", unique=True,
              sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
        Index("uq_print_jobs_first", "attendee_id", unique=True,
              sqlite_where=text(_FIRST), postgresql_where=text(_FIRST)),
        Index("ix_print_jobs_state", "state", "id"),
        # Partial, so that a check-in writes no page of theirs.
        Index("ix_print_jobs_batch", "batch_id",
              sqlite_where=text(_IN_A_BATCH), postgresql_where=text(_IN_A_BATCH)),
        Index("ix_print_jobs_printer", "printer_id",
              sqlite_where=text(_AT_A_PRINTER), postgresql_where=text(_AT_A_PRINTER)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    what: Mapped[str] = mapped_column(String(10), default="badge", info=plain("what is printed"))
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("attendees.id"))
    """Whose badge, slip or tent card; nobody's for a sign or a test page."""
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"))
    """Whose stand a sign is for."""
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("print_batches.id"))
    """The batch it is printed ahead with: whoever stands at a door goes first."""
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    printer_id: Mapped[int | None] = mapped_column(ForeignKey("printers.id"))
    """The printer that took it; before that, the only one it is for (a test page)."""
    serial: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(10), info=plain("why it is printed"))
    by_hand: Mapped[bool] = mapped_column(default=False)
    """A line to write the name on takes the name's place: no typeface has its letters."""
    stock: Mapped[str | None] = mapped_column(String(20), info=plain("the stock it is on"))
    state: Mapped[str] = mapped_column(String(10), default="queued", info=plain("a state"))
    number: Mapped[str | None] = mapped_column(String(60), info=plain("the printer's job number"))
    epoch: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[OptionalInstant]
    not_before: Mapped[OptionalInstant]
    sending_at: Mapped[OptionalInstant]
    take_back_at: Mapped[OptionalInstant]
    """When somebody wanted it taken from its printer, so that another prints it."""
    why: Mapped[str | None] = mapped_column(String(120), info=plain("an error's slug or state"))
    created_at: Mapped[Instant]
    settled_at: Mapped[OptionalInstant]


def by_public_id(event_id: int, public_id: str) -> PrintJob:
    """Return a job of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        PrintJob, event_id, public_id, NotKnown("no_such_print_job", "There is no such print job.")
    )


def latest_of(attendee_id: int, what: str = "badge") -> PrintJob | None:
    """Return a person's newest print job of a kind."""
    query = select(PrintJob).where(PrintJob.attendee_id == attendee_id, PrintJob.what == what)
    return db.session.scalars(query.order_by(PrintJob.id.desc()).limit(1)).first()
