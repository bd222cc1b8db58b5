"""Somebody's list of whom they met, printed by a steward for whoever asks at the desk."""

from datetime import datetime

from flask import flash
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, meetings, print_jobs
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, go_back, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.slip_words import where_it_comes_out


@bp.post("/<slug>/people/<person>/lists")
@access("steward", event="staff", op_id=True)
def print_list(slug: str, person: str) -> ResponseReturnValue:
    """Print the list of whom somebody met, who asks the steward for it."""
    event = this_event(slug)
    acted(
        read_form(Command), event.id, "print-list", lambda at: _queued(event.id, person, at),
        subject=person,
    )  # fmt: skip
    found = attendees.by_public_id(event.id, person)
    job = print_jobs.latest_of(found.id, "slip")
    flash(_("Their list prints at %(printer)s.", printer=where_it_comes_out(event.id, job)))
    return go_back(slug, "", person)


def _queued(event_id: int, person: str, at: datetime) -> Outcome:
    found = attendees.by_public_id(event_id, person)
    return Outcome(201, "queued", {"job": meetings.queue_slip(found, at=at)})
