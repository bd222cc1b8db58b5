"""Badges: a face on a stock becomes a picture and a print job. Knows no event and no database."""

from badges.draw import draw, missing_glyphs, png
from badges.errors import BadgeError, GlyphMissing, NameMissing, OutcomeUnknown, PrinterUnavailable
from badges.face import Face, Kind
from badges.pages import pdf
from badges.printers import Printer, Receipt, open_printer
from badges.stock import STOCKS, Stock

__all__ = [
    "STOCKS",
    "BadgeError",
    "Face",
    "GlyphMissing",
    "Kind",
    "NameMissing",
    "OutcomeUnknown",
    "Printer",
    "PrinterUnavailable",
    "Receipt",
    "Stock",
    "draw",
    "missing_glyphs",
    "open_printer",
    "pdf",
    "png",
]
