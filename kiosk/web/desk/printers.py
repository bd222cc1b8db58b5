"""What staff do with a printer: pause it, say how many labels are left, test it, take it away."""

from datetime import datetime
from typing import Annotated, Literal

from flask import flash
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.adapters.printer_facts import read_fact
from kiosk.domain import print_jobs
from kiosk.domain.operations import Outcome
from kiosk.errors import Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, go_back, this_event
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _


class Use(Command):
    """Whether a printer is given anything more."""

    answer: Literal["pause", "go_on"]


class Labels(Command):
    """How many labels are on the roll that was put in."""

    labels_left: Annotated[Line, Field(max_length=6)] = ""


@bp.post("/<slug>/printers/<printer>/use")
@access("steward", event="staff", op_id=True)
def use_printer(slug: str, printer: str) -> ResponseReturnValue:
    """Let the steward pause a printer, or let it go on."""
    event = this_event(slug)
    command = read_form(Use)
    acted(
        command,
        event.id,
        "use-printer",
        lambda at: _used(event.id, printer, command.answer, at),
        subject=printer,
        answer=command.answer,
    )
    return go_back(slug, "printing")


def _used(event_id: int, public_id: str, answer: str, at: datetime) -> Outcome:
    printer = print_jobs.printer_by_public_id(event_id, public_id)
    if answer == "pause":
        print_jobs.pause_printer(printer, at)
    else:
        print_jobs.resume_printer(printer)
    return Outcome(200, answer)


@bp.post("/<slug>/printers/<printer>/labels")
@access("steward", event="staff", op_id=True)
def count_labels(slug: str, printer: str) -> ResponseReturnValue:
    """Let the steward say how many labels a new roll has."""
    event = this_event(slug)
    command = read_form(Labels)
    count = _labels(command.labels_left)
    acted(
        command,
        event.id,
        "count-labels",
        lambda _at: _counted(event.id, printer, count),
        subject=printer,
    )
    flash(_("Noted. Each label that is used is taken off."))
    return go_back(slug, "printing")


def _labels(typed: str) -> int | None:
    try:
        count: int | None = read_fact("labels_left", typed)
    except ValueError as fault:
        raise Refused("labels_wrong", str(fault)) from None
    return count


def _counted(event_id: int, public_id: str, count: int | None) -> Outcome:
    printer = print_jobs.printer_by_public_id(event_id, public_id)
    print_jobs.change_printer(printer, labels_left=count)
    return Outcome(200, "counted")


@bp.post("/<slug>/printers/<printer>/test")
@access("steward", event="staff", op_id=True)
def test_printer(slug: str, printer: str) -> ResponseReturnValue:
    """Let a test page come out: a ruler and a code that prove size, scale and place."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command, event.id, "test-printer", lambda at: _tested(event.id, printer, at),
        subject=printer,
    )  # fmt: skip
    flash(_("A test page is on its way."))
    return go_back(slug, "printing")


def _tested(event_id: int, public_id: str, at: datetime) -> Outcome:
    printer = print_jobs.printer_by_public_id(event_id, public_id)
    if not print_jobs.has_test_page(printer.id):  # pressed twice, it prints one
        print_jobs.queue_paper(event_id, "proof", printer_id=printer.id, at=at)
    return Outcome(201, "queued")


@bp.post("/<slug>/printers/<printer>/remove")
@access("organiser", event="staff", op_id=True)
def remove_printer(slug: str, printer: str) -> ResponseReturnValue:
    """Let the fair use a printer no more."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command, event.id, "remove-printer", lambda at: _removed(event.id, printer, at),
        subject=printer,
    )  # fmt: skip
    flash(_("Taken away. What it has already still comes out."))
    return go_back(slug, "printing")


def _removed(event_id: int, public_id: str, at: datetime) -> Outcome:
    print_jobs.remove_printer(print_jobs.printer_by_public_id(event_id, public_id), at)
    return Outcome(200, "removed")
