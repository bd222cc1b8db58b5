"""Printers that this machine's CUPS already knows, for a form to choose from."""

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urlsplit

from badges.errors import PrinterUnavailable
from badges.printers import ipp_answers
from badges.printers import ipp_message as ipp
from badges.printers.ipp_address import PORT, Address
from badges.printers.ipp_line import IppLine

CUPS = f"ipp://localhost:{PORT}/"
WITHIN_S = 2.0
_WANTED = (
    "printer-name",
    "printer-make-and-model",
    "media-ready",
    "media-supported",
    *ipp_answers.HOW,
)


@dataclass(frozen=True)
class FoundPrinter:
    """A queue: its name, the address to print to, and how it is."""

    name: str
    url: str
    make_and_model: str
    state: Literal["ready", "busy", "stopped", "away"]
    media: tuple[str, ...]


def cups_printers(url: str = CUPS) -> list[FoundPrinter]:
    """Return the queues of a CUPS by name (CUPS-Get-Printers); none where no CUPS answers in 2 s.

    Raises:
        ValueError: the address cannot be one.
    """
    address = replace(Address.read(url), path="/")
    line = IppLine(address, ask_within_s=WITHIN_S, send_within_s=WITHIN_S)
    wanted: ipp.Attribute = (ipp.KEYWORD, "requested-attributes", _WANTED)
    try:
        answer = line.ask(ipp.CUPS_GET_PRINTERS, [wanted])
    except PrinterUnavailable:
        return []
    queues = [each for each in answer.each(ipp.PRINTER_GROUP) if each.text("printer-name")]
    return sorted((_found(queue, url) for queue in queues), key=lambda each: each.name.casefold())


def _found(queue: ipp.Group, url: str) -> FoundPrinter:
    name = queue.text("printer-name")
    media = queue.texts("media-ready") + queue.texts("media-supported")
    return FoundPrinter(
        name,
        urlsplit(url)._replace(path=f"/printers/{quote(name, safe='')}").geturl(),
        queue.text("printer-make-and-model"),
        ipp_answers.condition(queue).state,
        tuple(dict.fromkeys(media)),
    )
