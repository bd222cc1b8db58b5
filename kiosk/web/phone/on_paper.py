"""My list on paper: asked for on the linked phone, it waits at the printer of an exit."""

from datetime import datetime, timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import arrivals, attendees, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings import SlipOffer
from kiosk.domain.operations import Outcome
from kiosk.errors import Refused
from kiosk.web.forms import Command, once, read_form, settled
from kiosk.web.identity import access, the_phone
from kiosk.web.language import _
from kiosk.web.phone import bp
from kiosk.web.phone.speaker import speaking
from kiosk.web.slip_words import where_it_comes_out

LINGER = timedelta(hours=1)
"""How long after the fair somebody may still stand at its exit."""


class ListWish(Command):
    """I would like my list on paper."""


def list_offer(person: Attendee, event: EventFacts, at: datetime) -> SlipOffer | None:
    """Return whether somebody's list may be printed; None: they are not at the fair."""
    if event.is_over(at - LINGER) or not arrivals.has_arrived(person.id):
        return None
    return meetings.slip_offer(person, at)


@bp.post("/me/list")
@access("phone", event="phone", op_id=True)
def print_my_list() -> ResponseReturnValue:
    """Print the list of whom an attendee met, at the exit."""
    command, phone = read_form(ListWish), the_phone()

    def act(at: datetime) -> Outcome:
        person = attendees.get(phone.attendee_id)
        if list_offer(person, phone.event, at) is None:
            raise Refused("not_at_fair", "Lists are printed at the fair alone.")
        return Outcome(201, "queued", {"job": meetings.queue_slip(person, at=at)})

    settled(once(command, "print_list", act, event_id=phone.event.id, asker=phone.asker))
    speaking(phone)
    flash(_("Your list prints at %(printer)s.", printer=where_it_comes_out(phone.event.id, None)))
    return redirect(url_for("phone.me", _anchor="met"), 303)
