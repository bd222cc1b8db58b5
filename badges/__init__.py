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
    Printer,
    best_dpi,
    check_url,
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
    "draw",
    "missing_glyphs",
    "open_printer",
    "pdf",
    "png",
]
