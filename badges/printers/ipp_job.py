"""How a badge is asked for: the document, and the job attributes that this printer has.

An attribute that a printer does not name is left out: some refuse a job for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from badges.page import Page
from badges.printers import media
from badges.printers.documents import Document, document
from badges.printers.ipp_message import KEYWORD, RESOLUTION, Attribute, Group, Resolution

PER_INCH = 3  # RFC 8010, 3.9: the unit of a resolution


@dataclass(frozen=True)
class Plan:
    """What is sent, and the attributes of its job: a printer may do without each of them."""

    document: Document
    attributes: Sequence[Attribute]


def plan(pages: Sequence[Page], printer: Group) -> Plan:
    """Return how to print pages, all of one size, on a printer of these attributes.

    Raises:
        PrinterUnavailable: it takes no format of ours, or not at this resolution.
    """
    medium = media.choose(pages[0], printer)
    chosen = document(pages, printer, medium)
    colour = "color" if pages[0].image.mode == "RGB" else "monochrome"
    attributes = [medium.attribute()] if medium else []
    for name, wanted in (
        ("print-scaling", "none"),  # PWG 5100.16: dot for dot, or a code loses its sharp bars
        ("print-color-mode", colour),
        ("sides", "one-sided"),
    ):
        if wanted in printer.texts(f"{name}-supported"):
            attributes.append((KEYWORD, name, [wanted]))
    dots = Resolution(chosen.dpi, chosen.dpi, PER_INCH)
    if dots in printer.all("printer-resolution-supported"):
        attributes.append((RESOLUTION, "printer-resolution", [dots]))
    return Plan(chosen, attributes)
