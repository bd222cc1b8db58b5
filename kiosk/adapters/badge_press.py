"""The press: what a print job is about becomes pages, an address a printer.

Workers and doors know `badges` through it. What it may raise is `badges`' own tree: BadgeError,
PrinterUnavailable, OutcomeUnknown.
"""

from collections.abc import Callable

from PIL import Image

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
    image = badges.draw(face, stock)
    whole = Image.new("1", (stock.dots(stock.width_mm), stock.dots(stock.height_mm)), "white")
    left, top, _right, _bottom = stock.unreached_mm
    at = (stock.dots(left + printer.offset_x_mm), stock.dots(top + printer.offset_y_mm))
    whole.paste(image, at)
    return [Page(whole, stock.width_mm, stock.height_mm, stock.dpi)]


_DRAWN: dict[str, Callable[[Claimed, PrinterFacts, str], list[Page]]] = {"badge": _badge}
