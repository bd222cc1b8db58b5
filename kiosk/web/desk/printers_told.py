"""A fair's printers as the desk tells them: how each is, what it needs, what it has to do."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.adapters.printer_facts import stocks
from kiosk.domain import attendees, devices, print_jobs
from kiosk.domain.events import Event
from kiosk.domain.print_jobs import Load, Printer
from kiosk.web.language import _
from kiosk.web.printer_words import LIVES, life_of, what_it_needs, word_for
from kiosk.web.times import time_of

ALARMING = ("stopped", "away", "silent")


@dataclass(frozen=True)
class PrinterTold:
    """One printer as the desk shows it."""

    printer: Printer
    life: str
    mark: str
    word: str
    needs: str
    """What it needs, as a sentence, or ""."""
    load: Load
    now: str
    """Whose badge it prints now, or ""."""
    beside: list[str]
    """The stations whose badges are asked of it first."""
    size: str
    others_go_on: bool
    """Whether another printer prints all that this one would."""

    @property
    def is_alarming(self) -> bool:
        """Whether somebody must go there."""
        return _needs_somebody(self.printer, self.life)


def printers_told(event: Event, at: datetime) -> list[PrinterTold]:
    """Return the printers that an event uses, in the order in which they were added."""
    printers, loads = print_jobs.printers_of(event.id), print_jobs.loads_of(event.id)
    stations = devices.of_event(event.id)
    first = {load.has[0].attendee_id or 0 for load in loads.values() if load.has}
    people = attendees.by_ids(event.id, first)
    told = []
    for printer in printers:
        load, life = loads[printer.id], life_of(printer, at)
        person = people.get(load.has[0].attendee_id or 0) if load.has else None
        told.append(
            PrinterTold(
                printer,
                life,
                LIVES[life][0],
                word_for(printer, life),
                needs_of(event, printer, life),
                load,
                person.name if person else "",
                [each.name for each in stations if each.printer_id == printer.id],
                size_of(printer.stock),
                any(
                    other.can_take(at) and set(other.prints) >= set(printer.prints)
                    for other in printers
                    if other.id != printer.id
                ),
            )
        )
    return told


def needs_of(event: Event, printer: Printer, life: str) -> str:
    """Return what a printer needs, as a sentence, or nothing."""
    if life == "silent" and printer.seen_at is not None:
        return _(
            "Nothing was heard of %(printer)s since %(time)s. Tell whoever looks after the server.",
            printer=printer.name,
            time=time_of(event, printer.seen_at),
        )
    return what_it_needs(printer)


def size_of(stock: str) -> str:
    """Return a stock in millimetres: "62 × 100 mm"; its name where it is none of ours."""
    if stock not in stocks():
        return stock
    width, height = stocks()[stock]
    return _("%(width)s × %(height)s mm", width=f"{width:g}", height=f"{height:g}")


def printer_alarms(event: Event, at: datetime) -> list[PrinterTold]:
    """Return the printers that need somebody now, then those whose labels are nearly out.

    A fair that is over is not printed for, so its printers alarm nobody.
    """
    if event.is_over(at) or not any(_is_troubled(p, at) for p in print_jobs.printers_of(event.id)):
        return []
    told = printers_told(event, at)
    alarming = [each for each in told if each.is_alarming]
    low = [each for each in told if each.printer.is_low and not each.is_alarming]
    return alarming + low


def _is_troubled(printer: Printer, at: datetime) -> bool:
    return printer.is_low or _needs_somebody(printer, life_of(printer, at))


def _needs_somebody(printer: Printer, life: str) -> bool:
    by_itself = life == "paused" and printer.paused_why != "desk"
    return life in ALARMING or by_itself
