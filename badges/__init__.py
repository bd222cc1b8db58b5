"""Badges: a face on a stock becomes a picture and a print job. Knows no event and no database."""

from badges.draw import draw, png
from badges.errors import (
    BadgeError,
    CodeUnfit,
    GlyphMissing,
    LogoRefused,
    NameMissing,
    OutcomeUnknown,
    PrinterUnavailable,
    StockTooSmall,
)
from badges.face import Face, Kind, hand_written, missing_glyphs
from badges.logo import logo_png, read_logo
from badges.page import Page
from badges.pages import moved, page, pdf
from badges.papers.canvas import PAPERS
from badges.papers.proof import Proof, draw_proof, proof_code, proof_scale
from badges.papers.sign import Sign, draw_sign
from badges.papers.slip import Met, Slip, draw_slip
from badges.papers.tent import Tent, draw_tent
from badges.pdf_file import pdf_of
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
from badges.sheets import SHEETS, Imposition, Sheet, sheets, sheets_pdf
from badges.stock import STOCKS, Stock

__all__ = [
    "PAPERS",
    "SHEETS",
    "STOCKS",
    "Abilities",
    "BadgeError",
    "CodeUnfit",
    "Condition",
    "Face",
    "Fate",
    "FoundPrinter",
    "GlyphMissing",
    "Imposition",
    "Kind",
    "LogoRefused",
    "Met",
    "NameMissing",
    "OutcomeUnknown",
    "Page",
    "Printer",
    "PrinterUnavailable",
    "Proof",
    "Sheet",
    "Sign",
    "Slip",
    "Stock",
    "StockTooSmall",
    "Tent",
    "best_dpi",
    "check_url",
    "cups_printers",
    "draw",
    "draw_proof",
    "draw_sign",
    "draw_slip",
    "draw_tent",
    "hand_written",
    "logo_png",
    "missing_glyphs",
    "moved",
    "open_printer",
    "page",
    "pdf",
    "pdf_of",
    "png",
    "proof_code",
    "proof_scale",
    "read_logo",
    "sheets",
    "sheets_pdf",
]
