"""Badges: a face on a stock becomes a picture and a print job. Knows no event and no database."""

from badges.draw import draw, missing_glyphs, png
from badges.errors import BadgeError, GlyphMissing, NameMissing, OutcomeUnknown, PrinterUnavailable
from badges.face import Face, Kind
from badges.page import Page
from badges.pages import pdf
from badges.printers import (
    Abilities,
    Condition,
    Fate,
    FoundPrinter,
    Printer,
    best_dpi,
    check_url,
    cups_printers,
    open_printer,
)
from badges.stock import STOCKS, Stock

__all__ = [
    "STOCKS",
    "Abilities",
    "BadgeError",
    "Condition",
    "Face",
    "Fate",
    "FoundPrinter",
    "GlyphMissing",
    "Kind",
    "NameMissing",
    "OutcomeUnknown",
    "Page",
    "Printer",
    "PrinterUnavailable",
    "Stock",
    "best_dpi",
    "check_url",
    "cups_printers",
    "draw",
    "missing_glyphs",
    "open_printer",
    "pdf",
    "png",
]
