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
from badges.pdf_file import pdf_of
from badges.printers import Printer, Receipt, open_printer
from badges.sheets import SHEETS, Imposition, Sheet, sheets, sheets_pdf
from badges.stock import STOCKS, Stock

__all__ = [
    "SHEETS",
    "STOCKS",
    "BadgeError",
    "Face",
    "GlyphMissing",
    "Imposition",
    "Kind",
    "LogoRefused",
    "NameMissing",
    "OutcomeUnknown",
    "Printer",
    "PrinterUnavailable",
    "Receipt",
    "Sheet",
    "Stock",
    "draw",
    "logo_png",
    "missing_glyphs",
    "open_printer",
    "pdf",
    "pdf_of",
    "png",
    "read_logo",
    "sheets",
    "sheets_pdf",
]
