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
from badges.printers import Printer, Receipt, open_printer
from badges.stock import STOCKS, Stock

__all__ = [
    "STOCKS",
    "BadgeError",
    "CodeUnfit",
    "Face",
    "GlyphMissing",
    "Kind",
    "NameMissing",
    "OutcomeUnknown",
    "Page",
    "Printer",
    "PrinterUnavailable",
    "Receipt",
    "Stock",
    "StockTooSmall",
    "draw",
    "hand_written",
    "missing_glyphs",
    "open_printer",
    "page",
    "pdf",
    "pdf_of",
    "png",
]
