"""From a printer's address to a printer: one row for each kind of address."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from badges.errors import PrinterUnavailable
from badges.printers.folder import FolderPrinter
from badges.printers.ipp import IppPrinter
from badges.printers.printer import Printer


def open_printer(url: str, data_dir: Path) -> Printer:
    """Return the printer of an address: `folder:` writes files below the data folder.

    `folder:/some/where` names another folder; `ipp://host:631/printers/badge` is a printer or a
    queue on the network.

    Raises:
        PrinterUnavailable: no printer here has such an address.
    """
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in KINDS:
        kinds = ", ".join(f"{kind}:" for kind in KINDS)
        raise PrinterUnavailable(
            "printer_unknown",
            f"This printer's address is not one we know. It begins with {kinds}.",
            permanent=True,
        )
    return KINDS[scheme](url, data_dir)


def _folder(url: str, data_dir: Path) -> Printer:
    path = url.partition(":")[2]
    return FolderPrinter(Path(path) if path else data_dir / "badges")


def _ipp(url: str, data_dir: Path) -> Printer:
    try:
        return IppPrinter(url)
    except ValueError as error:
        raise PrinterUnavailable(
            "printer_address_wrong",
            "This printer's address is not complete. Write it as ipp://host:631/printers/badge.",
            permanent=True,
        ) from error


KINDS: dict[str, Callable[[str, Path], Printer]] = {"folder": _folder, "ipp": _ipp}
