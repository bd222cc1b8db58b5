"""The badge press: a face becomes a page, an address a printer. Workers know `badges` through it.

What it may raise is `badges`' own tree: BadgeError, PrinterUnavailable, OutcomeUnknown.
"""

import badges
from badges import (
    BadgeError,
    Face,
    OutcomeUnknown,
    Printer,
    PrinterUnavailable,
    Receipt,
    open_printer,
)

__all__ = [
    "BadgeError",
    "OutcomeUnknown",
    "Printer",
    "PrinterUnavailable",
    "Receipt",
    "open_printer",
    "page_of",
]


def page_of(face: Face, stock: str) -> bytes:
    """Return a badge as the PNG page that a printer takes.

    Raises:
        BadgeError: no typeface has a letter, or there is no name.
    """
    size = badges.STOCKS[stock]
    return badges.png(badges.draw(face, size), size)
