"""The way in without a ticket: found by name, let in by a second factor or a steward's nod.

A name is public, so it opens nothing: names are shown masked, and stay so until one of them is let
in. What they know themselves is asked by `factors`.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain import arrivals, attendees
from kiosk.domain.arrivals import Nod
from kiosk.domain.attendees import Attendee, masked_name, masked_organisation
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, NotKnown, Refused
from kiosk.web import limits, lookups, slips
from kiosk.web.forms import Command, Form, Line, Words, once, read_form, settled
from kiosk.web.identity import access, the_device
from kiosk.web.language import _
from kiosk.web.tablet import bp
from kiosk.web.tablet.factors import FOUND_LASTS, asks_for_proof
from kiosk.web.tablet.screen import only_at_the_door, part, state
from kiosk.web.tablet.welcome import through

NOD_LASTS = timedelta(minutes=10)


class Search(Form):
    """A part of a name."""

    q: Line = ""


class Wish(Command):
    """Somebody who was found by name asks to be let in."""

    who: Words


@bp.get("/name")
@access("station", event="device")
def type_name() -> ResponseReturnValue:
    """Ask somebody without a ticket for a part of their name."""
    only_at_the_door(the_device())
    return state("name", q="")


@bp.post("/name")
@access("station", event="device", because="a question: it writes nothing")
@limits.limiter.limit("60/minute")
def search() -> ResponseReturnValue:
    """Show at most eight masked names; nothing is written."""
    device = the_device()
    only_at_the_door(device)
    q = read_form(Search).q
    try:
        found = lookups.look_for(device, q)
    except Invalid as error:
        return state("name", 422, q=q, wrong=_(error.sentence))
    return state("found", **found_here(device, found))


def found_here(device: DeviceFacts, found: list[Attendee]) -> dict[str, Any]:
    """Return what a page shows of people who were found, all masked, and where a press leads."""
    leads_to = "tablet.pick" if asks_for_proof(device) else "tablet.ask"
    people = [_found(device, each) for each in found]
    return {"found": people, "leads_to": url_for(leads_to)}


def _found(device: DeviceFacts, attendee: Attendee) -> tuple[str, str, str]:
    slip = slips.seal("found", device.asker, clock.now(), attendee=attendee.public_id)
    return slip, masked_name(attendee.name), masked_organisation(attendee.organisation)


@bp.post("/nods")
@access("station", event="device", op_id=True)
def ask() -> ResponseReturnValue:
    """Ask a steward to let in somebody who was found by name."""
    device = the_device()
    only_at_the_door(device)
    command = read_form(Wish)

    def act(at: datetime) -> Outcome:
        facts = slips.unseal("found", device.asker, command.who, at, lasts=FOUND_LASTS)
        attendee = attendees.by_public_id(device.event.id, facts["attendee"])
        if shut := device.event.why_shut(attendee.kind, at, device.door):
            raise Refused(shut, arrivals.SENTENCES[shut])
        nod = arrivals.ask_nod(attendee, device.id, str(command.op_id), at)
        return Outcome(201, "asked", {"nod": nod.public_id})

    outcome = settled(once(command, "ask_nod", act, event_id=device.event.id, asker=device.asker))
    return _asked(_nod(device, outcome.rows["nod"]))


def _nod(device: DeviceFacts, public_id: str) -> Nod:
    nod = arrivals.nod_by_public_id(device.event.id, public_id)
    if nod.device_id != device.id:
        raise NotKnown("no_such_nod", "Nobody is waiting by that id.")
    return nod


def _asked(nod: Nod, status: int = 201) -> Response:
    called = masked_name(attendees.get(nod.attendee_id).name)
    return state("nod", status, called=called, nod=nod.public_id, answer=_answer_to(nod))


def _answer_to(nod: Nod) -> str:
    too_old = clock.now() - nod.asked_at > NOD_LASTS
    return "expired" if nod.state == "waiting" and too_old else nod.state


@bp.get("/nods/<public_id>")
@access("station", event="device")
def asked(public_id: str) -> ResponseReturnValue:
    """Wait for the steward's nod on a screen without scripts, which asks by itself."""
    device = the_device()
    nod = _nod(device, public_id)
    page = _welcome(device, nod) if nod.state == "given" else None
    return page or _asked(nod, 200)


@bp.get("/nods/<public_id>/part")
@access("station", event="device")
def nod_part(public_id: str) -> ResponseReturnValue:
    """Tell whether the steward has nodded; a yes becomes the welcome page."""
    device = the_device()
    nod = _nod(device, public_id)
    if nod.state == "given" and (page := _welcome(device, nod)) is not None:
        return page
    return part("_nod", answer=_answer_to(nod))


def _welcome(device: DeviceFacts, nod: Nod) -> Response | None:
    arrival = arrivals.latest_entry(nod.attendee_id, device.list_id)
    just_now = nod.answered_at is not None and clock.now() - nod.answered_at < FOUND_LASTS
    if arrival is None or arrival.recorded_at != nod.answered_at or not just_now:
        return None
    return through(device, arrival, attendees.get(nod.attendee_id))
