"""Badges: a face on a stock becomes a picture and a print job. Knows no event and no database."""

from badges.draw import draw, png
from badges.errors import (
    BadgeError,
    CodeUnfit,
    GlyphMissing,
    NameMissing,
    OutcomeUnknown,
    PrinterUnavailable,
    StockTooSmall,
)
from badges.face import Face, Kind, hand_written, missing_glyphs
from badges.page import Page
from badges.pages import page, pdf, pdf_of
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
    "CodeUnfit",
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
    "StockTooSmall",
    "best_dpi",
    "check_url",
    "draw",
    "hand_written",
    "missing_glyphs",
    "open_printer",
    "page",
    "pdf",
    "pdf_of",
    "png",
]
