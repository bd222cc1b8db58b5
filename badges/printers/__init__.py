"""Printers: where finished badges go. A printer is an address; each kind of address has one file.

What a printer took is not yet printed: never say the second for the first.
"""

from badges.printers.discovery import FoundPrinter, cups_printers
from badges.printers.opening import check_url, open_printer
from badges.printers.printer import Abilities, Condition, Fate, Printer, best_dpi

__all__ = [
    "Abilities",
    "Condition",
    "Fate",
    "FoundPrinter",
    "Printer",
    "best_dpi",
    "check_url",
    "cups_printers",
    "open_printer",
]
