"""Printers as the desk sets them up: their addresses, the stocks there are, and what CUPS has.

An address may carry a password, which is never shown again: it is masked, and kept when the masked
address comes back untouched.
"""

from urllib.parse import urlsplit

import badges
from badges import FoundPrinter, cups_printers

__all__ = ["FoundPrinter", "check_address", "cups_printers", "masked", "stocks", "unmasked"]
MASK = "****"


def check_address(url: str) -> None:
    """Look whether an address can be a printer's on the network; a folder is none.

    Raises:
        ValueError: it cannot, with a sentence for the form it was written into.
    """
    if not url.startswith(("ipp://", "ipps://")):
        raise ValueError("Write a printer's address as ipp://host:631/printers/badge.")
    badges.check_url(url)


def masked(url: str) -> str:
    """Return an address as it may be shown: with its password masked."""
    password = _password(url)
    return url.replace(f":{password}@", f":{MASK}@", 1) if password else url


def unmasked(typed: str, known: str) -> str:
    """Return the address that was meant: the known one where it came back untouched.

    Raises:
        ValueError: the address was changed and the password is still masked. It is never sent
            to another host than the one it was typed for.
    """
    if typed == masked(known):
        return known
    if _password(typed) == MASK:
        raise ValueError("The address has changed, so type the password again.")
    return typed


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def stocks() -> dict[str, tuple[float, float]]:
    """Return the labels a printer may have, by name: width and height in millimetres."""
    return {name: (stock.width_mm, stock.height_mm) for name, stock in badges.STOCKS.items()}
