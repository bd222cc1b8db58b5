"""The badge press: a face becomes a page, an address a printer. Workers know `badges` through it.

What it may raise is `badges`' own tree: BadgeError, PrinterUnavailable, OutcomeUnknown.
"""

from PIL import Image

import badges
from badges import (
    BadgeError,
    Face,
    OutcomeUnknown,
    Page,
    Printer,
    PrinterUnavailable,
    open_printer,
)

__all__ = [
    "BadgeError",
    "OutcomeUnknown",
    "Page",
    "Printer",
    "PrinterUnavailable",
    "open_printer",
    "page_of",
]


def page_of(face: Face, stock: str) -> Page:
    """Return a badge as the whole page that a printer takes.

    Raises:
        BadgeError: no typeface has a letter, or there is no name.
    """
    size = badges.STOCKS[stock]
    drawn = badges.draw(face, size)
    whole = Image.new("1", (size.dots(size.width_mm), size.dots(size.height_mm)), "white")
    whole.paste(drawn, (size.dots(size.unreached_mm[0]), size.dots(size.unreached_mm[1])))
    return Page(whole, size.width_mm, size.height_mm, size.dpi)
