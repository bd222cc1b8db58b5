"""The press: what a print job is about becomes pages, an address a printer.

Workers and doors know `badges` through it. What it may raise is `badges`' own tree: BadgeError,
PrinterUnavailable, OutcomeUnknown.
"""

from collections.abc import Callable

import badges
from badges import (
    BadgeError,
    Condition,
    Fate,
    OutcomeUnknown,
    Page,
    Printer,
    PrinterUnavailable,
    open_printer,
)
from kiosk.adapters.badge_face import face_of
from kiosk.adapters.event_picture import logo_for
from kiosk.domain import attendees, codes
from kiosk.domain.print_jobs import Claimed, PrinterFacts

__all__ = [
    "BadgeError",
    "Condition",
    "Fate",
    "OutcomeUnknown",
    "Page",
    "Printer",
    "PrinterUnavailable",
    "open_printer",
    "pages_of",
]


def pages_of(job: Claimed, printer: PrinterFacts, public_url: str) -> list[Page]:
    """Return what a printer is given for a job: on its stock, at its resolution, at its offset.

    Raises:
        BadgeError: no typeface has a letter, there is no name, or the stock is too small.
    """
    return _DRAWN[job.what](job, printer, public_url)


def _badge(job: Claimed, printer: PrinterFacts, public_url: str) -> list[Page]:
    attendee = attendees.get(job.attendee_id or 0)
    face = face_of(attendee, codes.badge_code(attendee, job.serial), public_url=public_url)
    stock = badges.STOCKS[printer.stock].at(printer.dpi)
    image = badges.draw(face, stock, colour=printer.colour, logo=logo_for(job.event_id))
    offset_mm = (printer.offset_x_mm, printer.offset_y_mm)
    return [badges.page(image, stock, offset_mm=offset_mm)]


_DRAWN: dict[str, Callable[[Claimed, PrinterFacts, str], list[Page]]] = {"badge": _badge}
