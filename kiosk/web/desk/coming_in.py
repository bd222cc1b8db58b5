"""Coming in and going out on the desk's word: which list, and despite which rule.

A list's rules hold at the desk too. Where one keeps somebody out whom a steward may let in all the
same, the desk says so and asks again; nothing lets in who is cancelled, or is in already.
"""

from datetime import datetime
from typing import Literal

from flask.typing import ResponseReturnValue

from kiosk.domain import arrivals, attendees, events
from kiosk.domain.arrivals import Admission
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts, ListFacts
from kiosk.domain.operations import Outcome
from kiosk.errors import Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, go_back, show, this_event
from kiosk.web.desk.waiting import OVERRULED
from kiosk.web.desk.words import for_staff
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access, the_member


class ComingIn(Command):
    """Somebody comes in, or goes out, on the steward's word."""

    direction: Literal["entry", "exit"] = "entry"
    at_list: Line = ""
    """A list's public id; empty: the door that is open to them."""
    overrule: Literal["yes", ""] = ""
    back: Literal["help", "today", ""] = ""


@bp.post("/<slug>/people/<person>/check-in")
@access("steward", event="staff", op_id=True)
def check_in(slug: str, person: str) -> ResponseReturnValue:
    """Let the steward check somebody in, or out, whom they have before them."""
    event = this_event(slug)
    command = read_form(ComingIn)
    try:
        acted(
            command,
            event.id,
            "check-in" if command.direction == "entry" else "check-out",
            lambda at: _came(event.id, person, command, at),
            subject=person,
            overruled=command.overrule == "yes",
        )
    except Refused as refused:
        if command.direction == "exit" or command.overrule or refused.slug not in OVERRULED:
            raise
        return _all_the_same(slug, person, command, refused), 409
    return go_back(slug, command.back, person)


def _all_the_same(slug: str, person: str, command: ComingIn, refused: Refused) -> str:
    event = this_event(slug)
    return show(
        "all_the_same",
        event,
        here="help",
        sentence=for_staff(refused.slug, refused.sentence),
        person=attendees.by_public_id(event.id, person),
        command=command,
    )


def _came(event_id: int, person: str, command: ComingIn, at: datetime) -> Outcome:
    found = attendees.by_public_id(event_id, person)
    facts = events.facts(events.get(event_id))
    door = _list(event_id, command.at_list) if command.at_list else door_for(facts, found, at)
    admission = Admission(
        facts,
        door,
        "desk",
        str(command.op_id),
        kind=command.direction,
        staff_id=the_member().id,
        overrules=command.overrule == "yes",
    )
    arrival = arrivals.check_in(admission, found, at)
    return Outcome(201, "accepted", {"arrival": arrival.public_id})


def _list(event_id: int, public_id: str) -> ListFacts:
    return events.list_facts(events.list_by_public_id(event_id, public_id))


def door_for(event: EventFacts, person: Attendee, at: datetime) -> ListFacts:
    """Return the door somebody comes in by at the desk: where they are in, else one open to them.

    Where none is open it is the first, whose rules then say why not.
    """
    doors = [events.list_facts(each) for each in events.lists_of(event.id) if each.kind == "door"]
    inside = arrivals.who_is_inside(event.id, [person.id], at).get(person.id)
    for door in doors:
        if inside is not None and door.id == inside.list_id:
            return door
    for door in doors:
        lets_in = not door.kinds or person.kind in door.kinds
        if lets_in and event.why_shut(person.kind, at, door) is None:
            return door
    return doors[0]
