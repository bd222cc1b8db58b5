"""Printing at the desk: every printer and how it is, what is printed ahead, and the queue.

Four parts, fresh every two or three seconds by their ETags, as on today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import make_response, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import attendees, employers, print_jobs
from kiosk.domain.events import KINDS, Event
from kiosk.domain.print_jobs import PrintJob
from kiosk.errors import NotKnown
from kiosk.web.desk import bp
from kiosk.web.desk.page import show, this_event
from kiosk.web.desk.print_words import FOR_PRINTING
from kiosk.web.desk.printers_told import printers_told
from kiosk.web.identity import access

_PARTS = ("printers", "queue", "batches", "lately")


@dataclass(frozen=True)
class JobTold:
    """One job as the desk tells it: whose it is, and the printer that has it."""

    job: PrintJob
    whose: str
    person: str
    """The public id of the person whose page it leads to, or ""."""
    printer: str
    may_move: bool
    """Whether another printer could print it instead."""


@bp.get("/<slug>/printing")
@access("steward", event="staff")
def printing_page(slug: str) -> ResponseReturnValue:
    """Show the steward every printer, what waits, and what became of the newest jobs."""
    event, at = this_event(slug), clock.now()
    values: dict[str, Any] = {}
    for part in _PARTS:
        values |= _VALUES[part](event, at)
    return show("printing", event, here="printing", live=False, ahead=_ahead(event), **values)


@bp.get("/<slug>/printing/<part>")
@access("steward", event="staff")
def printing_part(slug: str, part: str) -> ResponseReturnValue:
    """Give one part of the page anew, or 304 when nothing in it has changed."""
    if part not in _PARTS:
        raise NotKnown("no_such_part", "There is nothing at this address.")
    event = this_event(slug)
    values = _VALUES[part](event, clock.now())
    answer = make_response(show(f"_{part}", event, live=True, **values))
    answer.add_etag()
    return answer.make_conditional(request)


def _ahead(event: Event) -> dict[str, int]:
    """Return how many people of all ("") and of each kind have no badge yet."""
    counted = print_jobs.count_ahead(event.id)
    kinds = {kind: counted[kind] for kind in KINDS if kind in counted}
    return {"": sum(kinds.values())} | kinds if kinds else {}


def _printers(event: Event, at: datetime) -> dict[str, Any]:
    states = print_jobs.counts_of(event.id)
    return FOR_PRINTING | {
        "printers": printers_told(event, at),
        "counted": {
            "waiting": states["queued"],
            "at_printers": states["claimed"] + states["sent"],
            "printed": states["printed"],
        },
    }


def _batches(event: Event, _at: datetime) -> dict[str, Any]:
    return {"batches": [each for each in print_jobs.progress_of(event.id) if each.batch.size]}


def _queue(event: Event, _at: datetime) -> dict[str, Any]:
    return FOR_PRINTING | {
        "troubled": _told(event, print_jobs.needing_somebody(event.id)),
        "next_up": _told(event, print_jobs.next_up(event.id)),
        "waiting": print_jobs.counts_of(event.id)["queued"],
    }


def _lately(event: Event, _at: datetime) -> dict[str, Any]:
    told_above = {job.id for job in print_jobs.needing_somebody(event.id)}
    newest = print_jobs.newest(event.id, with_waiting=False)
    jobs = [job for job in newest if job.id not in told_above]
    return FOR_PRINTING | {"lately": _told(event, jobs)}


_VALUES = {"printers": _printers, "queue": _queue, "batches": _batches, "lately": _lately}


def _told(event: Event, jobs: Iterable[PrintJob]) -> list[JobTold]:
    jobs = list(jobs)
    people = attendees.by_ids(event.id, [job.attendee_id or 0 for job in jobs])
    teams = {each.id: each.name for each in employers.of_event(event.id)}
    names, used = print_jobs.printer_names(event.id), print_jobs.printers_of(event.id)
    told = []
    for job in jobs:
        person = people.get(job.attendee_id or 0)
        if person is None and job.attendee_id is not None:  # erased: nothing is left to tell
            continue
        told.append(
            JobTold(
                job,
                person.name if person else teams.get(job.employer_id or 0, ""),
                person.public_id if person else "",
                names.get(job.printer_id or 0, ""),
                job.state == "sent" and job.take_back_at is None and len(used) > 1,
            )
        )
    return told
