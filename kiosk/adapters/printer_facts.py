"""A printer's facts as people type them, at the desk and at the command line; what CUPS has.

An address may carry a password, which is never shown again: it is masked, and kept when the masked
address comes back untouched.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import badges
from badges import FoundPrinter, cups_printers

__all__ = [
    "FACTS",
    "RESOLUTIONS",
    "FoundPrinter",
    "check_address",
    "cups_printers",
    "masked",
    "read_fact",
    "stocks",
    "unmasked",
]
MASK = "****"
RESOLUTIONS = (203, 300, 600)
"""The dots an inch that label printers have; others may be typed."""
PAPERS = ("badge", "slip", "sign", "tent")
MOST_LABELS = 100_000
MOST_MM = 20
_MM = re.compile(r"([+-]?)([0-9]{1,2}(?:\.[0-9]{1,2})?)")
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


def read_fact(key: str, typed: str) -> Any:
    """Return a fact of a printer as its record takes it.

    Raises:
        ValueError: it cannot be that, with a sentence for whoever typed it.
        KeyError: a printer has no such fact.
    """
    return _READERS[key](typed.strip())


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= 60 or not name.isprintable():
        raise ValueError("Write a name of 1 to 60 letters, all of them visible.")
    return name


def _url(typed: str) -> str:
    check_address(typed)
    if len(typed) > 300:
        raise ValueError("A printer's address has at most 300 letters.")
    return typed


def _stock(typed: str) -> str:
    if typed not in stocks():
        raise ValueError("Choose labels of the list.")
    return typed


def _dpi(typed: str) -> int:
    dpi = int(typed) if re.fullmatch("[0-9]{3,4}", typed) else 0
    if not 100 <= dpi <= 1200:
        raise ValueError("Write a resolution from 100 to 1200 dots an inch, as 300.")
    return dpi


def _colour(typed: str) -> bool:
    if typed.lower() not in _YES:
        raise ValueError("Write yes or no.")
    return _YES[typed.lower()]


def _prints(typed: str) -> list[str]:
    wanted = typed.replace(",", " ").split()
    if not wanted or not set(wanted) <= set(PAPERS):
        raise ValueError("Choose what it prints: badge, slip, sign, tent.")
    return [each for each in PAPERS if each in wanted]


def _mm(typed: str) -> float:
    read = _MM.fullmatch(typed.replace(",", ".").replace("\u2212", "-").replace(" ", "") or "0")
    if read is None or float(read[2]) > MOST_MM:
        raise ValueError("Write millimetres from -20 to 20, as 1.5.")
    return float(read[1] + read[2])


def _labels_left(typed: str) -> int | None:
    if not typed:
        return None
    if not re.fullmatch("[0-9]{1,6}", typed) or int(typed) > MOST_LABELS:
        raise ValueError("Write a number of labels up to 100000, or leave it empty.")
    return int(typed)


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
    """Return what a printer may hold, by name: labels and papers, width and height in mm."""
    held = badges.STOCKS | badges.PAPERS
    return {name: (stock.width_mm, stock.height_mm) for name, stock in held.items()}


_READERS: dict[str, Callable[[str], Any]] = {
    "name": _name,
    "url": _url,
    "stock": _stock,
    "dpi": _dpi,
    "colour": _colour,
    "prints": _prints,
    "offset_x_mm": _mm,
    "offset_y_mm": _mm,
    "labels_left": _labels_left,
}
FACTS = tuple(_READERS)
