"""Badges: a face on a stock becomes a picture and a print job. Knows no event and no database."""

from badges.draw import draw, missing_glyphs, png
from badges.errors import BadgeError, GlyphMissing, NameMissing, PrinterUnavailable
from badges.face import Face, Kind
from badges.stock import STOCKS, Stock

__all__ = [
    "STOCKS",
    "BadgeError",
    "Face",
    "GlyphMissing",
    "Kind",
    "NameMissing",
    "PrinterUnavailable",
    "Stock",
    "draw",
    "missing_glyphs",
    "png",
]
