"""A printer's form: added by hand or with one tap from what CUPS has, and changed.

The address may hold a password, which is never shown again; the setting's own printers keep theirs.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.adapters.printer_facts import (
    FACTS,
    RESOLUTIONS,
    FoundPrinter,
    cups_printers,
    masked,
    read_fact,
    stocks,
    unmasked,
)
from kiosk.domain import print_jobs
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.domain.print_jobs import Printer
from kiosk.errors import Invalid, Refused
from kiosk.web.desk import bp, paper_words, words
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.desk.print_words import FOUND_STATES, PAPERS
from kiosk.web.desk.printers_told import size_of
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _

_HELD = words.STOCKS | paper_words.PAPERS


class PrinterForm(Command):
    """A printer as it is typed; what is not sent keeps its usual value."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    url: Annotated[str, Field(max_length=300)] = ""
    stock: Annotated[Line, Field(max_length=20)] = print_jobs.STOCK
    dpi: Annotated[Line, Field(max_length=4)] = "300"
    colour: Literal["yes", ""] = ""
    prints: tuple[Literal["badge", "slip", "sign", "tent"], ...] = ()
    offset_x_mm: Annotated[Line, Field(max_length=8)] = ""
    offset_y_mm: Annotated[Line, Field(max_length=8)] = ""
    labels_left: Annotated[Line, Field(max_length=6)] = ""


@bp.get("/<slug>/printers/new")
@access("organiser", event="staff")
def new_printer(slug: str) -> ResponseReturnValue:
    """Let the organiser say what a new printer is, or take one that CUPS has."""
    typed = {"prints": ["badge", "slip"], "stock": print_jobs.STOCK, "dpi": "300"}
    return _form(slug, None, {}, typed, found=_not_known_yet(this_event(slug)))


@bp.get("/<slug>/printers/<printer>")
@access("organiser", event="staff")
def printer_page(slug: str, printer: str) -> ResponseReturnValue:
    """Let the organiser change a printer."""
    event = this_event(slug)
    known = print_jobs.printer_by_public_id(event.id, printer)
    return _form(slug, known, {}, _as_known(known))


def _as_known(printer: Printer) -> dict[str, Any]:
    left = printer.labels_left
    return {
        "name": printer.name,
        "url": masked(printer.url),
        "stock": printer.stock,
        "dpi": str(printer.dpi),
        "colour": printer.colour,
        "prints": printer.prints,
        "offset_x_mm": f"{printer.offset_x_mm:g}",
        "offset_y_mm": f"{printer.offset_y_mm:g}",
        "labels_left": "" if left is None else str(left),
    }


def _form(
    slug: str, known: Printer | None, wrong: dict[str, str], typed: dict[str, Any],
    found: Sequence[FoundPrinter] = (),
) -> str:  # fmt: skip
    event = this_event(slug)
    dpis = sorted({*RESOLUTIONS, *([known.dpi] if known else [])})
    return show(
        "printer",
        event,
        here="printing",
        known=known,
        wrong=wrong,
        typed=typed,
        papers=PAPERS,
        found_states=FOUND_STATES,
        stock_options=[(name, _HELD.get(name) or size_of(name)) for name in stocks()],
        dpi_options=[(str(dpi), _("%(n)s dots an inch", n=dpi)) for dpi in dpis],
        found=found,
        keeps_password=known is not None and masked(known.url) != known.url,
        is_first=not any(not each.from_setting for each in print_jobs.printers_of(event.id)),
    )


def _not_known_yet(event: Event) -> list[FoundPrinter]:
    look = current_app.config.get("FOUND_PRINTERS", cups_printers)
    used = {printer.url for printer in print_jobs.printers_of(event.id) if not printer.from_setting}
    return [each for each in look() if each.url not in used]


@bp.post("/<slug>/printers")
@access("organiser", event="staff", op_id=True)
def add_printer(slug: str) -> ResponseReturnValue:
    """Add a printer."""
    return _shaped(slug, None)


@bp.post("/<slug>/printers/<printer>")
@access("organiser", event="staff", op_id=True)
def change_printer(slug: str, printer: str) -> ResponseReturnValue:
    """Change a printer."""
    return _shaped(slug, printer)


def _shaped(slug: str, public_id: str | None) -> ResponseReturnValue:
    event = this_event(slug)
    known = print_jobs.printer_by_public_id(event.id, public_id) if public_id else None
    try:
        command = read_form(PrinterForm)
        facts = read_printer(command, known)
        _act(event, command, public_id, facts)
    except Invalid as fault:
        return _form(slug, known, fault.fields, _as_sent()), 422
    except Refused as refused:
        if refused.slug != "printer_known":
            raise
        return _form(slug, known, {"name": refused.sentence}, _as_sent()), 409
    flash(_("Saved. A test page shows whether size and place are right."))
    return redirect(url_for("desk.printing_page", slug=slug), 303)


def _as_sent() -> dict[str, Any]:
    sent: dict[str, Any] = request.form.to_dict()
    return sent | {"prints": request.form.getlist("prints")}


def _act(event: Event, command: PrinterForm, public_id: str | None, facts: dict[str, Any]) -> None:
    acted(
        command,
        event.id,
        "change-printer" if public_id else "add-printer",
        lambda at: _saved(event.id, public_id, facts, at),
        subject=public_id or "",
    )


def _saved(event_id: int, public_id: str | None, facts: dict[str, Any], at: datetime) -> Outcome:
    if public_id is None:
        made = print_jobs.add_printer(event_id, at, **facts)
        return Outcome(201, "added", {"printer": made.public_id})
    print_jobs.change_printer(print_jobs.printer_by_public_id(event_id, public_id), **facts)
    return Outcome(200, "changed")


def read_printer(form: PrinterForm, known: Printer | None) -> dict[str, Any]:
    """Return a printer's facts as its record takes them.

    Raises:
        Invalid: one of them cannot be; each with its sentence.
    """
    facts: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for key in FACTS:
        try:
            facts[key] = _read(key, form, known)
        except ValueError as fault:
            wrong[key] = str(fault)
    if wrong:
        raise Invalid(wrong)
    return facts


def _read(key: str, form: PrinterForm, known: Printer | None) -> Any:
    if key == "prints":
        return read_fact(key, " ".join(form.prints))
    if key != "url" or known is None:
        return read_fact(key, getattr(form, key))
    return (
        known.url if known.from_setting else read_fact(key, unmasked(form.url.strip(), known.url))
    )
