"""Goodbye: who went out by their ticket may take the list of whom they met along, on paper.

A badge is not enough for it: anybody may photograph one, and a list names others.
"""

from datetime import datetime, timedelta

from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.domain import arrivals, attendees, meetings
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import DeviceFacts
from kiosk.domain.operations import Outcome
from kiosk.web import slips
from kiosk.web.forms import Command, Words, once, read_form
from kiosk.web.identity import access, the_device
from kiosk.web.language import _
from kiosk.web.slip_words import where_it_comes_out
from kiosk.web.tablet import bp
from kiosk.web.tablet.screen import state

PAGE_LASTS = timedelta(minutes=3)


class ListWish(Command):
    """Somebody who has just gone out would like their list."""

    leaving: Words


def goodbye_page(
    device: DeviceFacts, arrival: Arrival, attendee: Attendee, status: int = 200, *, said: str = ""
) -> Response:
    """Return the page of somebody who has just gone out; `said` is what became of their list."""
    at = clock.now()
    slip = ""
    if not said and device.mode == "exit" and device.door.kind == "door" and _is_own(arrival):
        offer = meetings.slip_offer(attendee, at)
        if offer.may_print:
            slip = slips.seal("goodbye", device.asker, at, arrival=arrival.public_id)
        elif offer.why == "slip_printing":
            said = _printing(device, attendee, at)
    return state("goodbye", status, first_name=attendee.first_name, slip=slip, said=said)


def _is_own(arrival: Arrival) -> bool:
    return arrival.kind == "exit" and arrival.way == "ticket"


def _printing(device: DeviceFacts, attendee: Attendee, at: datetime) -> str:
    job = meetings.slip_offer(attendee, at).job
    printer = where_it_comes_out(device.event.id, job, device.id)
    return _("Your list prints at %(printer)s.", printer=printer)


@bp.post("/lists")
@access("station", event="device", op_id=True)
def print_list() -> ResponseReturnValue:
    """Print the list of whom they met for somebody who has just gone out by their ticket."""
    device = the_device()
    command = read_form(ListWish)

    def act(at: datetime) -> Outcome:
        _arrival, attendee = _leaving(device, command.leaving, at)
        job = meetings.queue_slip(attendee, device_id=device.id, at=at)
        return Outcome(201, "queued", {"job": job})

    outcome = once(command, "print_list", act, event_id=device.event.id, asker=device.asker)
    at = clock.now()
    arrival, attendee = _leaving(device, command.leaving, at)
    if outcome.status == 409 and outcome.slug != "slip_printing":
        said = _(str(outcome.rows.get("sentence")))
    else:
        said = _printing(device, attendee, at)
    return goodbye_page(device, arrival, attendee, outcome.status, said=said)


def _leaving(device: DeviceFacts, slip: str, at: datetime) -> tuple[Arrival, Attendee]:
    """Return who has just gone out here.

    Raises:
        SlipGone: the page has closed, or going out was taken back.
    """
    facts = slips.unseal("goodbye", device.asker, slip, at, lasts=PAGE_LASTS)
    arrival = arrivals.by_public_id(device.event.id, facts["arrival"])
    if arrival.undone_at is not None or not _is_own(arrival):
        raise slips.SlipGone
    return arrival, attendees.get(arrival.attendee_id)
