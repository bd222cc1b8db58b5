"""What needs somebody: a nod at a door, a badge that may not have come out, a refused scan."""

from datetime import datetime
from typing import Literal

from flask.typing import ResponseReturnValue

from kiosk.domain import arrivals, attendees, devices, events, print_jobs
from kiosk.domain.arrivals import Admission, Nod, RefusedScan
from kiosk.domain.operations import Outcome
from kiosk.domain.print_jobs import PrintJob
from kiosk.errors import Refused
from kiosk.web.desk import bp
from kiosk.web.desk.coming_in import door_for
from kiosk.web.desk.page import acted, actor, go_back, this_event
from kiosk.web.desk.waiting import OVERRULED
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access, the_member


class NodAnswer(Command):
    """Yes or no to somebody without a ticket."""

    answer: Literal["yes", "no"]
    back: Literal["help", "today", ""] = ""


class PrintAnswer(Command):
    """What a person saw: it came out, it did not and is wanted, or it is not wanted any more.

    By hand: it is wanted with a line to write the name on, for no typeface has a letter of it.
    """

    answer: Literal["came_out", "print_again", "by_hand", "leave"]
    reason: Literal["reprint", "spoiled", "lost", "corrected"] = "reprint"
    back: Literal["help", "today", "printing", ""] = ""


class ScanAnswer(Command):
    """What becomes of a refused scan: its person is let in, or a steward has seen to it."""

    answer: Literal["let_in", "seen"] = "seen"
    back: Literal["help", "today", ""] = ""


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
    return go_back(slug, command.back or "today")


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
        lambda at: _settled(event.id, job, command, at),
        subject=job,
        answer=command.answer,
    )
    return go_back(slug, command.back or "today")


def _settled(event_id: int, public_id: str, command: PrintAnswer, at: datetime) -> Outcome:
    job = print_jobs.by_public_id(event_id, public_id)
    if command.answer in {"print_again", "by_hand"}:  # refuses before anything is written
        _print_again(job, command, at)
    if job.state == "unknown":
        print_jobs.settle_unknown(job, came_out=command.answer == "came_out", at=at)
    elif command.answer == "leave":
        print_jobs.leave(job, at)
    return Outcome(200, command.answer)


def _print_again(job: PrintJob, command: PrintAnswer, at: datetime) -> None:
    person = attendees.by_ids(job.event_id, [job.attendee_id or 0]).get(job.attendee_id or 0)
    if person is None and job.attendee_id is not None:
        raise attendees.NotAnAttendee
    if job.what == "badge" and person is not None:
        by_hand = command.answer == "by_hand"
        print_jobs.reprint(person, reason=command.reason, by_hand=by_hand, at=at)
        return
    if job.state in ("queued", "claimed", "sent"):
        raise Refused("printing_now", "It is printing now. Wait for it, then try again.")
    only = job.printer_id if job.what == "proof" else None
    print_jobs.queue_paper(
        job.event_id, job.what, attendee_id=job.attendee_id, employer_id=job.employer_id,
        device_id=job.device_id, printer_id=only, at=at,
    )  # fmt: skip


@bp.post("/<slug>/refusals/<scan>")
@access("steward", event="staff", op_id=True)
def settle_refusal(slug: str, scan: str) -> ResponseReturnValue:
    """Let the steward let a refused scan's person in, or mark it as seen to."""
    event = this_event(slug)
    command = read_form(ScanAnswer)
    acted(
        command,
        event.id,
        "settle-refusal",
        lambda at: _scan_settled(event.id, scan, command, at),
        subject=scan,
        how=command.answer,
    )
    return go_back(slug, command.back or "today")


def _scan_settled(event_id: int, public_id: str, command: ScanAnswer, at: datetime) -> Outcome:
    scan = arrivals.refusal_by_public_id(event_id, public_id)
    if command.answer == "let_in" and scan.settled_at is None:
        _let_in(event_id, scan, str(command.op_id), at)  # refuses before anything is written
    arrivals.settle_refusal(scan, by=actor(), how=command.answer, at=at)
    return Outcome(200, "settled")


def _let_in(event_id: int, scan: RefusedScan, op_id: str, at: datetime) -> None:
    person = attendees.by_ids(event_id, [scan.attendee_id or 0]).get(scan.attendee_id or 0)
    if person is None or scan.kind != "entry" or scan.reason not in OVERRULED:
        raise Refused("not_to_let_in", "Nobody can be let in for that. Find the person by name.")
    facts = events.facts(events.get(event_id))
    lists = {each.id: each for each in events.lists_of(event_id)}
    kept_out_of = lists.get(scan.list_id or 0)
    door = events.list_facts(kept_out_of) if kept_out_of else door_for(facts, person, at)
    admission = Admission(facts, door, "desk", op_id, staff_id=the_member().id, overrules=True)
    arrivals.check_in(admission, person, at)
