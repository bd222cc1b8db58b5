"""What needs somebody: a nod at a door, a badge that may not have come out, a refused scan."""

from datetime import datetime
from typing import Literal

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import arrivals, attendees, devices, events, print_jobs
from kiosk.domain.arrivals import Admission, Nod
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, actor, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access, the_member


class NodAnswer(Command):
    """Yes or no to somebody without a ticket."""

    answer: Literal["yes", "no"]


class PrintAnswer(Command):
    """What a person saw: it came out, it did not and is wanted, or it is not wanted any more."""

    answer: Literal["came_out", "print_again", "leave"]


@bp.post("/<slug>/nods/<nod>")
@access("steward", event="staff", op_id=True)
def answer_nod(slug: str, nod: str) -> ResponseReturnValue:
    """Let the steward say yes or no to somebody who waits at a door."""
    event = this_event(slug)
    command = read_form(NodAnswer)
    acted(
        command,
        event.id,
        "nod",
        lambda at: _answered(event.id, nod, command.answer == "yes", at),
        subject=nod,
        answer=command.answer,
    )
    return _to_today(slug)


def _answered(event_id: int, public_id: str, yes: bool, at: datetime) -> Outcome:
    nod = arrivals.nod_by_public_id(event_id, public_id)
    admission = _admission(nod, the_member().id)
    person = arrivals.answer_nod(nod, admission, yes=yes, by=actor(), at=at)
    return Outcome(200, nod.state, {"attendee": person.public_id})


def _admission(nod: Nod, staff_id: int) -> Admission:
    event = events.get(nod.event_id)
    device = devices.facts_of(nod.device_id)
    door = device.door if device else events.list_facts(events.first_list(event.id))
    return Admission(events.facts(event), door, "nod", nod.op_id, device=device, staff_id=staff_id)


@bp.post("/<slug>/prints/<job>")
@access("steward", event="staff", op_id=True)
def settle_print(slug: str, job: str) -> ResponseReturnValue:
    """Let the steward say whether a badge came out, and print it again if it did not."""
    event = this_event(slug)
    command = read_form(PrintAnswer)
    acted(
        command,
        event.id,
        "settle-print",
        lambda at: _settled(event.id, job, command.answer, at),
        subject=job,
        answer=command.answer,
    )
    return _to_today(slug)


def _settled(event_id: int, public_id: str, answer: str, at: datetime) -> Outcome:
    job = print_jobs.by_public_id(event_id, public_id)
    if answer == "print_again":  # refuses before anything is written
        person = attendees.by_ids(event_id, [job.attendee_id]).get(job.attendee_id)
        if person is None:
            raise attendees.NotAnAttendee
        print_jobs.reprint(person, reason="reprint", at=at)
    if job.state == "unknown":
        print_jobs.settle_unknown(job, came_out=answer == "came_out", at=at)
    elif answer == "leave":
        print_jobs.leave(job, at)
    return Outcome(200, answer)


@bp.post("/<slug>/refusals/<scan>")
@access("steward", event="staff", op_id=True)
def settle_refusal(slug: str, scan: str) -> ResponseReturnValue:
    """Let the steward mark a refused scan as seen to."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command,
        event.id,
        "settle-refusal",
        lambda at: _seen_to(event.id, scan, at),
        subject=scan,
    )
    return _to_today(slug)


def _seen_to(event_id: int, public_id: str, at: datetime) -> Outcome:
    scan = arrivals.refusal_by_public_id(event_id, public_id)
    arrivals.settle_refusal(scan, by=actor(), how="seen", at=at)
    return Outcome(200, "settled")


def _to_today(slug: str) -> ResponseReturnValue:
    return redirect(url_for("desk.today", slug=slug, _anchor="needs"), 303)
