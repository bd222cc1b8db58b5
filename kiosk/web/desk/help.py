"""The help lane: what a steward sees first. Find somebody by anything, act with one tap.

The question may be a name, or what a hand scanner typed: a ticket, a badge, a campus card, a spare
badge, or the last six letters of a badge. It is a POST that writes nothing. A list of people is
never browsed.
"""

from dataclasses import dataclass
from typing import Any

from flask import make_response, request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import arrivals, attendees, codes, events
from kiosk.domain.arrivals import NoSuchSpare, Step
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.errors import Invalid, NotKnown
from kiosk.web.desk import bp, waiting
from kiosk.web.desk.page import show, this_event
from kiosk.web.desk.people import Search
from kiosk.web.forms import read_form
from kiosk.web.identity import access
from kiosk.web.language import _


@dataclass(frozen=True)
class Row:
    """One person as the help lane shows them: where they are now, and by which step."""

    person: Attendee
    here: str
    """in, out or away (never came)."""
    step: Step | None


@bp.get("/<slug>/help")
@access("steward", event="staff")
def help_lane(slug: str) -> ResponseReturnValue:
    """Ask the steward who is before them, and show what waits."""
    event = this_event(slug)
    try:
        about = [attendees.by_public_id(event.id, request.args.get("about", "")[:40])]
    except NotKnown:
        about = []
    return _page(event, about=rows_of(event, about))


def _page(event: Event, **values: Any) -> str:
    at = clock.now()
    blank: dict[str, Any] = {"q": "", "found": None, "wrong": "", "said": "", "about": []}
    live = waiting.needs(event, at) | {"settled": waiting.settled(event, at), "back": "help"}
    return show("help", event, here="help", live=False, **{**blank, **live, **values})


@bp.get("/<slug>/help/waiting")
@access("steward", event="staff")
def help_part(slug: str) -> ResponseReturnValue:
    """Give anew what waits for somebody and what was settled, or 304."""
    event = this_event(slug)
    at = clock.now()
    values = waiting.needs(event, at) | {"settled": waiting.settled(event, at), "back": "help"}
    answer = make_response(show("_waiting", event, live=True, **values))
    answer.add_etag()
    return answer.make_conditional(request)


@bp.post("/<slug>/help")
@access("steward", event="staff", because="writes nothing")
def find(slug: str) -> ResponseReturnValue:
    """Show the steward who was scanned, or at most eight people of that name."""
    event = this_event(slug)
    try:
        q = read_form(Search).q
        found, said = found_by(event, q)
    except Invalid as fault:
        typed = request.form.get("q", "")[:200]
        return _page(event, q=typed, wrong=_(fault.sentence)), 422
    return _page(event, q="" if said else q, found=rows_of(event, found), said=said)


def found_by(event: Event, q: str) -> tuple[list[Attendee], str]:
    """Return who is meant by what was typed or scanned, and a sentence where that says more.

    Raises:
        QueryTooShort: it is no code, and too short for a name.
    """
    try:
        return [arrivals.whose(events.facts(event), q)[0]], ""
    except NotKnown:
        pass
    try:
        spare = arrivals.spare_of(event.id, q)
    except NoSuchSpare:
        found = attendees.search(event.id, q, staff=True)
        return (found or _by_last_letters(event.id, q)), ""
    if spare.attendee_id is not None:
        return [], _("Spare badge %(n)s was given out and is dead. Take another.", n=spare.number)
    return [], _("That is spare badge %(n)s. Find its wearer first, then give it.", n=spare.number)


def _by_last_letters(event_id: int, q: str) -> list[Attendee]:
    try:
        return [codes.by_suffix(event_id, q)] if len(q.replace(" ", "")) == codes.SUFFIX else []
    except NotKnown:
        return []


def rows_of(event: Event, people: list[Attendee]) -> list[Row]:
    """Return these people with where they are now."""
    ids = [person.id for person in people]
    inside = arrivals.who_is_inside(event.id, ids, clock.now())
    stories = arrivals.stories_of(event.id, ids)
    return [_row(person, inside, stories.get(person.id, [])) for person in people]


def _row(person: Attendee, inside: dict[int, arrivals.Arrival], story: list[Step]) -> Row:
    doors = [step for step in story if step.stands and step.check_in_list.kind == "door"]
    if person.id in inside:
        entry = inside[person.id]
        step = next((step for step in doors if step.arrival.id == entry.id), None)
        return Row(person, "in", step)
    return Row(person, "out" if doors else "away", doors[-1] if doors else None)
