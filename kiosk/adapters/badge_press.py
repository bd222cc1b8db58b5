"""The press: what a print job is about becomes pages, an address a printer.

Workers and doors know `badges` through it. What it may raise is `badges`' own tree: BadgeError,
PrinterUnavailable, OutcomeUnknown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import badges
from badges import (
    BadgeError,
    Condition,
    Fate,
    OutcomeUnknown,
    Page,
    Printer,
    PrinterUnavailable,
    Stock,
    open_printer,
)
from kiosk.adapters.badge_face import face_of
from kiosk.adapters.event_picture import logo_for
from kiosk.adapters.printed_papers import PAPERS, proof_page, sign_page, slip_pages, tent_page
from kiosk.domain import attendees, codes, employers
from kiosk.domain.attendees import Attendee
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
    stock = PAPERS[printer.stock].at(printer.dpi)
    return _DRAWN[job.what](_Order(job, printer, stock, public_url))


@dataclass(frozen=True)
class _Order:
    """One job with what it is drawn on."""

    job: Claimed
    printer: PrinterFacts
    stock: Stock
    public_url: str

    @property
    def offset_mm(self) -> tuple[float, float]:
        return self.printer.offset_x_mm, self.printer.offset_y_mm

    @property
    def attendee(self) -> Attendee:
        return attendees.get(self.job.attendee_id or 0)

    def moved(self, pages: Iterable[Page]) -> list[Page]:
        return [badges.moved(page, self.offset_mm) for page in pages]


def _badge(order: _Order) -> list[Page]:
    attendee = order.attendee
    code = codes.badge_code(attendee, order.job.serial)
    face = face_of(attendee, code, public_url=order.public_url)
    if order.job.by_hand:
        face = badges.hand_written(face)
    logo = logo_for(order.job.event_id)
    image = badges.draw(face, order.stock, colour=order.printer.colour, logo=logo)
    return [badges.page(image, order.stock, offset_mm=order.offset_mm)]


def _slip(order: _Order) -> list[Page]:
    return order.moved(slip_pages(order.attendee, order.stock))


def _sign(order: _Order) -> list[Page]:
    employer = employers.get(order.job.employer_id or 0)
    return order.moved([sign_page(employer, order.stock, public_url=order.public_url)])


def _tent(order: _Order) -> list[Page]:
    attendee = order.attendee
    code = codes.code_of("badge", attendee)
    return order.moved([tent_page(attendee, code, order.stock, public_url=order.public_url)])


def _proof(order: _Order) -> list[Page]:
    return order.moved([proof_page(order.printer.name, order.job.event_id, order.stock)])


_DRAWN: dict[str, Callable[[_Order], list[Page]]] = {
    "badge": _badge,
    "slip": _slip,
    "sign": _sign,
    "tent": _tent,
    "proof": _proof,
}
