"""Printing as `badges` wants it: a person's badge as a page, and the printers of the settings."""

from pathlib import Path

import badges
from badges import Printer, open_printer
from badges.errors import BadgeError, OutcomeUnknown, PrinterUnavailable
from kiosk.adapters.badge_face import face_of
from kiosk.domain.attendees import Attendee

__all__ = ["BadgeError", "OutcomeUnknown", "Printer", "PrinterUnavailable", "page", "printers"]


def page(attendee: Attendee, code: str, stock_name: str, public_url: str) -> bytes:
    """Return one badge as a PNG in the stock's own dots.

    Raises:
        BadgeError: no typeface has a letter of it, or there is no name at all.
    """
    stock = badges.STOCKS[stock_name]
    return badges.png(badges.draw(face_of(attendee, code, public_url=public_url), stock), stock)


def printers(urls: str, data_dir: Path) -> list[tuple[str, Printer]]:
    """Return the printers of KIOSK_PRINTER_URL with the names people see, in its order.

    Raises:
        PrinterUnavailable: an address is of a kind we cannot speak with.
    """
    return [
        (f"Printer {number}", open_printer(url, data_dir))
        for number, url in enumerate(urls.split(), 1)
    ]
