"""What staff do with the queue: cancel all of it, move one job, print badges ahead.

A steward steers what goes on; only an organiser begins to print ahead.
"""

from datetime import datetime
from typing import Annotated, Literal

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from pydantic import Field

from kiosk.domain import print_jobs
from kiosk.domain.events import KINDS
from kiosk.domain.operations import Outcome
from kiosk.errors import Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, go_back, number_format, this_event
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _


class Ahead(Command):
    """Whose badges are printed ahead: of one kind, or of all."""

    kind: Annotated[Line, Field(max_length=10)] = ""


class Steer(Command):
    """What becomes of a batch."""

    answer: Literal["pause", "go_on", "cancel"]


@bp.post("/<slug>/printing/cancel")
@access("steward", event="staff", op_id=True)
def cancel_waiting(slug: str) -> ResponseReturnValue:
    """Let the steward take everything that waits out of the queue at once."""
    event = this_event(slug)
    command = read_form(Command)
    outcome = acted(command, event.id, "cancel-printing", lambda at: _cancelled(event.id, at))
    count = int(outcome.rows["count"])
    flash(ngettext("%(n)s was taken out of the queue.", "%(n)s were taken out of the queue.",
                   count, n=number_format(count)))  # fmt: skip
    return go_back(slug, "printing")


def _cancelled(event_id: int, at: datetime) -> Outcome:
    return Outcome(200, "cancelled", {"count": print_jobs.void_all(event_id, at)})


@bp.post("/<slug>/prints/<job>/move")
@access("steward", event="staff", op_id=True)
def move_print(slug: str, job: str) -> ResponseReturnValue:
    """Let the steward take a job from the printer that has it, so that another prints it."""
    event = this_event(slug)
    command = read_form(Command)
    acted(command, event.id, "move-print", lambda at: _moved(event.id, job, at), subject=job)
    flash(_("Asked for. If it has not begun there, another printer prints it."))
    return go_back(slug, "printing")


def _moved(event_id: int, public_id: str, at: datetime) -> Outcome:
    print_jobs.take_back(print_jobs.by_public_id(event_id, public_id), at)
    return Outcome(200, "asked_back")


@bp.post("/<slug>/printing/batches")
@access("organiser", event="staff", op_id=True)
def print_ahead(slug: str) -> ResponseReturnValue:
    """Queue the badges of everybody, or of a kind, who has none yet."""
    event = this_event(slug)
    command = read_form(Ahead)
    if command.kind not in ("", *KINDS):
        raise Refused("no_such_kind", "There is no such kind of people. Choose one of the list.")
    outcome = acted(
        command,
        event.id,
        "print-ahead",
        lambda at: _ahead(event.id, command.kind, at),
        kind=command.kind,
    )
    count = int(outcome.rows["count"])
    flash(ngettext("%(n)s badge is being printed ahead.", "%(n)s badges are being printed ahead.",
                   count, n=number_format(count)))  # fmt: skip
    return go_back(slug, "printing")


def _ahead(event_id: int, kind: str, at: datetime) -> Outcome:
    people = print_jobs.people_ahead(event_id, kind)
    if not people:  # before a batch is made: a refusal is committed too
        raise Refused("nobody_without_badge", "Everybody has a badge already, or one on its way.")
    batch = print_jobs.print_ahead(event_id, people, kind=kind, at=at)
    return Outcome(201, "queued", {"batch": batch.public_id, "count": batch.size})


@bp.post("/<slug>/printing/batches/<batch>")
@access("steward", event="staff", op_id=True)
def steer_batch(slug: str, batch: str) -> ResponseReturnValue:
    """Let the steward pause, resume or cancel what is printed ahead."""
    event = this_event(slug)
    command = read_form(Steer)
    acted(
        command,
        event.id,
        "steer-batch",
        lambda at: _steered(event.id, batch, command.answer, at),
        subject=batch,
        answer=command.answer,
    )
    return go_back(slug, "printing")


def _steered(event_id: int, public_id: str, answer: str, at: datetime) -> Outcome:
    batch = print_jobs.batch_by_public_id(event_id, public_id)
    if answer == "pause":
        print_jobs.pause_batch(batch, at)
    elif answer == "go_on":
        print_jobs.resume_batch(batch)
    else:
        print_jobs.cancel_batch(batch, at)
    return Outcome(200, answer)
