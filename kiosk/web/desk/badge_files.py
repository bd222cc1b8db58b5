"""Badges as PDFs for anybody's own printer: one person's, or a whole fair's in the order of names.

A file holds at most two hundred, on whole sheets. Its address says from whom to whom, so that
nobody is left out or printed twice when people come or register meanwhile. A file changes nothing;
only "these are printed" does, and it can be taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from pydantic import AwareDatetime, Field
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.adapters.badge_sheets import Medium, badges_pdf, faces_of
from kiosk.adapters.event_picture import logo_for
from kiosk.domain import attendees, print_jobs
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import KINDS, Event
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown
from kiosk.web.desk import bp
from kiosk.web.desk.medium import asked, asked_medium, medium_or_fault, pdf_file, public_url
from kiosk.web.desk.page import acted, number_format, show, this_event
from kiosk.web.desk.paper_words import FOR_PAPERS
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _

A_FILE = 200
"""Drawn in a few seconds; whole sheets of 2, 4, 8 and 10."""
WHO = ("", "all")


class Printed(Command):
    """Whose badges came out of another printer: from one person to another, in their order."""

    kind: Annotated[Line, Field(max_length=10)] = ""
    first: Annotated[Line, Field(min_length=1)]
    last: Annotated[Line, Field(min_length=1)]
    as_of: AwareDatetime


@dataclass(frozen=True)
class Part:
    """One file: which badges of all, from whom to whom, on how many pages."""

    people: Sequence[Attendee]
    number: int
    start: int
    pages: int

    @property
    def last_number(self) -> int:
        """The place of the last badge among all."""
        return self.number + len(self.people) - 1


@bp.get("/<slug>/people/<person>/badge.pdf")
@access("steward", event="staff")
def badge_file(slug: str, person: str) -> ResponseReturnValue:
    """Give the steward somebody's badge as a PDF of its true size."""
    event = this_event(slug)
    found = attendees.by_public_id(event.id, person)
    return _file([found], event, asked_medium(event), f"badge-{found.public_id}")


def _file(people: Sequence[Attendee], event: Event, on: Medium, name: str) -> Response:
    faces = faces_of(people, public_url=public_url())
    if not faces:
        raise NotKnown("no_badges", "There is nobody to print a badge for.")
    return pdf_file(badges_pdf(faces, on, logo=logo_for(event.id)), name)


@bp.get("/<slug>/badges")
@access("organiser", event="staff")
def badges_page(slug: str) -> ResponseReturnValue:
    """Let the organiser choose whose badges to have as files, and on what."""
    event, at = this_event(slug), clock.now()
    on, wrong = medium_or_fault(event)
    parts = [] if wrong else _parts(_chosen(event, at), on)
    page = show("badges", event, here="people", on=on, parts=parts, wrong=wrong, typed=_typed(),
                as_of=at.isoformat(), outside=print_jobs.outside_batches(event.id),
                kind_order=KINDS, **FOR_PAPERS)  # fmt: skip
    return page, 422 if wrong else 200


def _typed() -> dict[str, str]:
    return {name: asked(name) for name in ("kind", "who", "on", "start", "bare")}


def _chosen(event: Event, as_of: datetime) -> list[Attendee]:
    """Return who was expected then, of a kind, in the order of a box: all, or without a badge."""
    kind, who = asked("kind"), asked("who")
    if kind not in ("", *KINDS) or who not in WHO:
        raise NotKnown("no_such_people", "There are no such people.")
    found = attendees.of_event(event.id, kind) if who else print_jobs.people_ahead(event.id, kind)
    return _in_order(found, as_of)


def _in_order(people: Sequence[Attendee], as_of: datetime) -> list[Attendee]:
    known = (each for each in people if each.status == "expected" and each.created_at <= as_of)
    return sorted(known, key=_place_in_the_box)


def _place_in_the_box(person: Attendee) -> tuple[tuple[str, str], int]:
    return print_jobs.in_the_box(person), person.id


def _parts(people: Sequence[Attendee], on: Medium) -> list[Part]:
    """Cut people into files of whole sheets; only the first one begins on a half-used sheet."""
    parts, first, start = [], 0, on.start
    while first < len(people):
        some = people[first : first + A_FILE - start + 1]
        parts.append(Part(some, first + 1, start, on.pages(len(some), start)))
        first, start = first + len(some), 1
    return parts


@bp.get("/<slug>/badges/file")
@access("organiser", event="staff")
def badges_file(slug: str) -> ResponseReturnValue:
    """Give the organiser a PDF of badges, from one person to another in the order of names."""
    event = this_event(slug)
    people = _chosen(event, _instant(asked("as_of")))
    some = _between(event, people, asked("first"), asked("last"))[:A_FILE]
    number = people.index(some[0]) + 1 if some else 0
    return _file(some, event, asked_medium(event), f"badges-{event.slug}-{number}")


def _instant(typed: str) -> datetime:
    try:
        read = datetime.fromisoformat(typed) if typed else clock.now()
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotKnown("no_such_file", "There is no such file. Please start again.") from None


def _between(event: Event, people: list[Attendee], first: str, last: str) -> list[Attendee]:
    """Return those of people whose place is between two persons' of this fair, both included."""
    ends = [
        _place_in_the_box(attendees.by_public_id(event.id, each)) if each else None
        for each in (first, last)
    ]
    places = [(each, _place_in_the_box(each)) for each in people]
    return [
        each
        for each, place in places
        if (ends[0] is None or ends[0] <= place) and (ends[1] is None or place <= ends[1])
    ]


@bp.post("/<slug>/badges/printed")
@access("organiser", event="staff", op_id=True)
def badges_printed(slug: str) -> ResponseReturnValue:
    """Let the organiser say that badges of a file came out: the door prints no second ones."""
    event = this_event(slug)
    command = read_form(Printed)
    outcome = acted(command, event.id, "badges-printed", lambda at: _marked(event, command, at))
    count = int(outcome.rows["count"])
    flash(ngettext("%(n)s badge counts as printed: the door prints no second one.",
                   "%(n)s badges count as printed: the door prints no second ones.",
                   count, n=number_format(count)))  # fmt: skip
    return redirect(url_for("desk.badges_page", slug=slug, kind=command.kind or None), 303)


def _marked(event: Event, command: Printed, at: datetime) -> Outcome:
    if command.kind not in ("", *KINDS):
        raise NotKnown("no_such_people", "There are no such people.")
    without = _in_order(print_jobs.people_ahead(event.id, command.kind), command.as_of)
    some = _between(event, without, command.first, command.last)
    batch = print_jobs.printed_outside(event.id, some, kind=command.kind, at=at)
    return Outcome(201, "printed", {"batch": batch.public_id, "count": batch.size})


@bp.post("/<slug>/badges/printed/<batch>/undo")
@access("organiser", event="staff", op_id=True)
def badges_not_printed(slug: str, batch: str) -> ResponseReturnValue:
    """Let the organiser take that back: the door prints those badges again."""
    event = this_event(slug)
    command = read_form(Command)
    acted(command, event.id, "badges-not-printed", lambda at: _unmarked(event.id, batch, at),
          subject=batch)  # fmt: skip
    flash(_("Taken back. The door prints those badges."))
    return redirect(url_for("desk.badges_page", slug=slug), 303)


def _unmarked(event_id: int, public_id: str, at: datetime) -> Outcome:
    batch = print_jobs.batch_by_public_id(event_id, public_id)
    return Outcome(200, "taken_back", {"count": print_jobs.not_printed_outside(batch, at)})
