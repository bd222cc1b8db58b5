"""From a printer's address to a printer: one row for each kind of address."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from badges.errors import PrinterUnavailable
from badges.printers.folder import FolderPrinter
from badges.printers.ipp import IppPrinter
from badges.printers.ipp_address import Address
from badges.printers.printer import Printer


def open_printer(url: str, data_dir: Path) -> Printer:
    """Return the printer of an address: `folder:` writes files below the data folder.

    `folder:/some/where` names another folder; `ipp://host:631/printers/badge` is a printer or a
    queue on the network, `ipps:` the same over TLS (`badges.printers.ipp_address`).

    Raises:
        PrinterUnavailable: no printer here has such an address.
    """
    try:
        check_url(url)
    except ValueError as error:
        slug = "printer_address_wrong" if _scheme(url) in KINDS else "printer_unknown"
        raise PrinterUnavailable(slug, str(error), permanent=True) from error
    return KINDS[_scheme(url)](url, data_dir)


def check_url(url: str) -> None:
    """Look whether an address can be a printer's; nothing is asked of it.

    Raises:
        ValueError: it cannot, with a sentence for the form it was written into.
    """
    scheme = _scheme(url)
    if scheme not in KINDS:
        kinds = ", ".join(f"{kind}:" for kind in KINDS)
        raise ValueError(f"This printer's address is not one we know. It begins with {kinds}.")
    if scheme != "folder":
        Address.read(url)
    elif "\0" in url:
        raise ValueError("A folder's name has no control characters.")


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _folder(url: str, data_dir: Path) -> Printer:
    path = url.partition(":")[2]
    return FolderPrinter(Path(path) if path else data_dir / "badges")


def _ipp(url: str, data_dir: Path) -> Printer:
    return IppPrinter(url)


KINDS: dict[str, Callable[[str, Path], Printer]] = {"folder": _folder, "ipp": _ipp, "ipps": _ipp}
