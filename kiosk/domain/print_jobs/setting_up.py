"""Which printers an event uses: those of the setting, or its own; paused, resumed, removed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from kiosk.db import db, new_public_id
from kiosk.domain.events import Event, hold
from kiosk.domain.operations import insert_once
from kiosk.domain.print_jobs.printers import Printer
from kiosk.domain.print_jobs.record import PrintJob
from kiosk.errors import Refused

_CHANGEABLE = {"name", "url", "stock", "dpi", "colour", "prints", "offset_x_mm", "offset_y_mm",
               "labels_left"}  # fmt: skip


def events_without(urls: Iterable[str]) -> list[int]:
    """Return the events whose printers are not those that the setting says now."""
    wanted = set(urls)
    query = select(Printer.event_id, Printer.url).where(
        Printer.from_setting, Printer.removed_at.is_(None)
    )
    known: dict[int, set[str]] = {}
    for event_id, url in db.session.execute(query):
        known.setdefault(event_id, set()).add(url)
    return [each for each in db.session.scalars(select(Event.id)) if known.get(each) != wanted]


def follow_setting(event_id: int, urls: Iterable[str], at: datetime) -> None:
    """Let an event have the printers that KIOSK_PRINTER_URL names; the same again does nothing."""
    hold(event_id)
    live = select(Printer).where(Printer.event_id == event_id, Printer.removed_at.is_(None))
    known = {printer.url: printer for printer in db.session.scalars(live)}
    wanted = list(dict.fromkeys(urls))
    for url, printer in known.items():
        if printer.from_setting and url not in wanted:
            printer.removed_at = at
    db.session.flush()
    for number, url in enumerate(wanted, 1):
        if url not in known:
            name = _free_name(event_id, f"Printer {number}")
            insert_once(Printer, public_id=new_public_id(), event_id=event_id, name=name, url=url,
                        from_setting=True, created_at=at)  # fmt: skip


def _free_name(event_id: int, name: str) -> str:
    query = select(Printer.name).where(Printer.event_id == event_id, Printer.removed_at.is_(None))
    taken = set(db.session.scalars(query))
    names = (name, *(f"Printer {number}" for number in range(1, len(taken) + 2)))
    return next(each for each in names if each not in taken)


def add_printer(event_id: int, at: datetime, **facts: Any) -> Printer:
    """Add a printer of the desk's own: name, url and whatever of its record is known.

    Raises:
        Refused: a printer of that name or address is there already.
    """
    made = insert_once(
        Printer, public_id=new_public_id(), event_id=event_id, created_at=at, **_checked(facts)
    )
    if made is None:
        raise Refused("printer_known", "A printer of that name or address is there already.")
    return made


def change_printer(printer: Printer, **facts: Any) -> None:
    """Change what is known of a printer; the same again changes nothing.

    Raises:
        Refused: another printer of the event has that name or address.
    """
    for column in ("name", "url"):
        if column in facts and _another(printer, column, facts[column]):
            raise Refused("printer_known", "A printer of that name or address is there already.")
    if facts.get("url", printer.url) != printer.url:
        printer.state, printer.seen_at, printer.from_setting = "unseen", None, False
    for name, value in _checked(facts).items():
        setattr(printer, name, value)


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - _CHANGEABLE
    if unknown:
        raise ValueError(f"a printer has no {', '.join(sorted(unknown))}")
    return facts


def _another(printer: Printer, column: str, value: object) -> bool:
    query = select(Printer.id).where(
        Printer.event_id == printer.event_id, Printer.id != printer.id,
        Printer.removed_at.is_(None), getattr(Printer, column) == value,
    )  # fmt: skip
    return db.session.scalars(query).first() is not None


def remove_printer(printer: Printer, at: datetime) -> None:
    """Let an event use a printer no more; what it has already is still watched until it ends.

    Raises:
        Refused: it is one of the setting's, which would bring it back.
    """
    if printer.from_setting:
        raise Refused(
            "printer_of_setting", "KIOSK_PRINTER_URL names this printer. Pause it here instead."
        )
    printer.removed_at = printer.removed_at or at
    # What waits for it alone, a test page, would wait for ever.
    its_own = update(PrintJob).where(PrintJob.printer_id == printer.id, PrintJob.state == "queued")
    db.session.execute(its_own.values(state="voided", settled_at=at, why="printer_removed"))


def pause_printer(printer: Printer, at: datetime, why: str = "desk") -> None:
    """Give a printer nothing more to print; paused already changes nothing."""
    if printer.paused_at is None:
        printer.paused_at, printer.paused_why = at, why


def resume_printer(printer: Printer) -> None:
    """Give a printer badges again."""
    printer.paused_at = printer.paused_why = None
