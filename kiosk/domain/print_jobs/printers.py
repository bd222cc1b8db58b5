"""Printers: where they are, what is in them, how each is just now, and who may write to it.

An event begins with the printers of KIOSK_PRINTER_URL; once the desk has added one of its own,
only the desk's are used. What its writer sees of a printer is kept here, so that every page can say
it without asking the printer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Json,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    one_of,
    plain,
)
from kiosk.domain.events import Event
from kiosk.domain.print_jobs.record import STOCK, PrintJob
from kiosk.errors import NotKnown

CONDITIONS = ("unseen", "ready", "busy", "stopped", "away")
STILL_SEEN = timedelta(seconds=15)
"""How old what was last seen of a printer may be before nobody relies on it."""
FEW_LABELS = 20
BADGES_AND_SLIPS = ["badge", "slip"]
_PAST = timedelta(days=1)
_LIVE = "removed_at IS NULL"


class Printer(Model):
    """One printer of an event."""

    __tablename__ = "printers"
    __table_args__ = (
        CheckConstraint(f"state IN {CONDITIONS}", name="state"),
        CheckConstraint("dpi BETWEEN 100 AND 1200", name="dpi"),
        CheckConstraint("abs(offset_x_mm) <= 20 AND abs(offset_y_mm) <= 20", name="offset"),
        CheckConstraint("labels_left IS NULL OR labels_left >= 0", name="labels"),
        Index("uq_printers_live_name", "event_id", "name", unique=True,
              sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
        Index("uq_printers_live_url", "event_id", "url", unique=True,
              sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str] = mapped_column(String(60), info=plain("a printer's name"))
    url: Mapped[str] = mapped_column(String(300), info=plain("a printer's address"))
    from_setting: Mapped[bool] = mapped_column(default=False)
    stock: Mapped[str] = mapped_column(String(20), default=STOCK, info=plain("a stock's name"))
    dpi: Mapped[int] = mapped_column(default=300)
    colour: Mapped[bool] = mapped_column(default=False)
    prints: Mapped[list[str]] = mapped_column(
        Json, default=lambda: list(BADGES_AND_SLIPS), info=plain("what it may print")
    )
    offset_x_mm: Mapped[float] = mapped_column(default=0.0)
    offset_y_mm: Mapped[float] = mapped_column(default=0.0)
    labels_left: Mapped[int | None]
    """How many labels are left on the roll, by what somebody said and what was printed since."""
    paused_at: Mapped[OptionalInstant]
    paused_why: Mapped[str | None] = mapped_column(String(60), info=plain("a slug"))
    """`desk`, or the trouble for which it was paused by itself."""
    state: Mapped[str] = mapped_column(String(10), default="unseen", info=plain("a condition"))
    reason: Mapped[str] = mapped_column(String(60), default="", info=plain("a printer's reason"))
    warnings: Mapped[list[str]] = mapped_column(Json, default=list, info=plain("its warnings"))
    since: Mapped[OptionalInstant]
    """Since when it is as it is."""
    seen_at: Mapped[OptionalInstant]
    writer: Mapped[str | None] = mapped_column(String(32), info=plain("a process's random name"))
    writer_until: Mapped[OptionalInstant]
    created_at: Mapped[Instant]
    removed_at: Mapped[OptionalInstant]

    def can_take(self, at: datetime) -> bool:
        """Whether a badge sent now would begin to print."""
        seen = self.seen_at is not None and self.seen_at > at - STILL_SEEN
        return self.paused_at is None and seen and self.state in ("ready", "busy")

    @property
    def is_low(self) -> bool:
        """Whether its labels will be out soon: it says so, or the count does."""
        counted = self.labels_left is not None and self.labels_left <= FEW_LABELS
        return counted or any(each.endswith("-low") for each in self.warnings)


@dataclass(frozen=True)
class PrinterFacts:
    """A printer as its writer knows it, copied: nothing is held while it prints."""

    id: int
    event_id: int
    name: str
    url: str
    stock: str
    dpi: int
    colour: bool
    prints: tuple[str, ...]
    offset_x_mm: float
    offset_y_mm: float
    is_in_use: bool
    """Whether it may be given anything: neither paused nor removed."""
    state: str
    reason: str
    warnings: tuple[str, ...]
    seen_at: datetime | None
    writer: str | None
    writer_until: datetime | None


def printer_facts(printer_id: int) -> PrinterFacts:
    """Return what a printer's writer must know."""
    printer = db.session.get_one(Printer, printer_id, populate_existing=True)
    own = {name: getattr(printer, name) for name in _COPIED}
    return PrinterFacts(
        **own,
        prints=tuple(printer.prints),
        warnings=tuple(printer.warnings),
        is_in_use=printer.paused_at is None and printer.removed_at is None,
    )


_COPIED = [
    name
    for name in PrinterFacts.__dataclass_fields__
    if name not in {"prints", "warnings", "is_in_use"}
]


def printer_of(printer_id: int) -> Printer:
    """Return the printer of a row that names it."""
    return db.session.get_one(Printer, printer_id)


def printers_of(event_id: int) -> list[Printer]:
    """Return the printers that an event uses, in the order in which they were added."""
    query = select(Printer).where(Printer.event_id == event_id, Printer.removed_at.is_(None))
    found = list(db.session.scalars(query.order_by(Printer.id)))
    own = [each for each in found if not each.from_setting]
    return own or found


def printers_that_print(event_id: int, what: str) -> list[Printer]:
    """Return those printers of an event that print a kind of paper."""
    return [each for each in printers_of(event_id) if what in each.prints]


def printers_to_serve(at: datetime) -> list[Printer]:
    """Return the printers of every event that is not over, or that has something to print.

    Also those that are not used any more and still have a job.
    """
    going_on = or_(Event.never_closes, Event.ends_at > at - _PAST)
    has_jobs = (
        select(PrintJob.id)
        .where(PrintJob.event_id == Event.id, PrintJob.state.in_(("queued", "claimed", "sent")))
        .exists()
    )
    events = db.session.scalars(select(Event.id).where(or_(going_on, has_jobs)))
    used = [printer for event_id in events for printer in printers_of(event_id)]
    at_work = PrintJob.state.in_(("claimed", "sent"))
    held = select(Printer).join(PrintJob, PrintJob.printer_id == Printer.id).where(at_work)
    return list({printer.id: printer for printer in (*used, *db.session.scalars(held))}.values())


def others_can_take(printer: PrinterFacts, at: datetime) -> bool:
    """Whether another printer of the event would print what this one does not."""
    others = (each for each in printers_of(printer.event_id) if each.id != printer.id)
    return any(each.can_take(at) and set(each.prints) >= set(printer.prints) for each in others)


def printer_by_public_id(event_id: int, public_id: str) -> Printer:
    """Return a printer of this event that was not removed.

    Raises:
        NotKnown: none of this event.
    """
    unknown = NotKnown("no_such_printer", "There is no such printer.")
    printer = one_of(Printer, event_id, public_id, unknown)
    if printer.removed_at is not None:
        raise unknown
    return printer


def printer_names(event_id: int) -> dict[int, str]:
    """Return by row id the names of an event's printers, also of those it uses no more."""
    query = select(Printer.id, Printer.name).where(Printer.event_id == event_id)
    return {row_id: name for row_id, name in db.session.execute(query)}
