"""Printers: where finished badges go. A printer is an address; each kind of address has one file.

"sent" means that the printer took it, "printed" that it came out: never say the second for the
first.
"""

from badges.printers.opening import open_printer
from badges.printers.printer import Printer, Receipt

__all__ = ["Printer", "Receipt", "open_printer"]
