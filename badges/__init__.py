"""Badges: a face on a stock becomes a picture and a print job. Knows no event and no database."""

from badges.draw import draw, missing_glyphs, png
from badges.errors import (
    BadgeError,
    GlyphMissing,
    LogoRefused,
    NameMissing,
    OutcomeUnknown,
    PrinterUnavailable,
)
from badges.face import Face, Kind
from badges.logo import logo_png, read_logo
from badges.pages import pdf
from badges.printers import Printer, Receipt, open_printer
from badges.stock import STOCKS, Stock

__all__ = [
    "STOCKS",
    "BadgeError",
    "Face",
    "GlyphMissing",
    "Kind",
    "LogoRefused",
    "NameMissing",
    "OutcomeUnknown",
    "Printer",
    "PrinterUnavailable",
    "Receipt",
    "Stock",
    "draw",
    "logo_png",
    "missing_glyphs",
    "open_printer",
    "pdf",
    "png",
    "read_logo",
]
