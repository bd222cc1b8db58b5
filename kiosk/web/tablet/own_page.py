"""What somebody does on their own welcome page beside sharing: their language, and "not me".

Both act by the page's slip: for this check-in, at this tablet, while the page lasts.
"""

from datetime import datetime

from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import arrivals, attendees
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.forms import Command, Line, Words, once, read_form, settled
from kiosk.web.identity import access, the_device
from kiosk.web.language import _
from kiosk.web.tablet import bp
from kiosk.web.tablet.screen import offered_languages, state
from kiosk.web.tablet.welcome import guest_by, guest_page, owner_by


class Speak(Command):
    """The language somebody wants to be spoken to in."""

    arrival: Words
    locale: Line


class NotMe(Command):
    """The check-in was somebody else's."""

    arrival: Words


@bp.post("/languages")
@access("station", event="device", op_id=True)
def speak_to_me() -> ResponseReturnValue:
    """Speak somebody's own language from now on: here, on their badge and in their letters."""
    device = the_device()
    command = read_form(Speak)
    if command.locale not in offered_languages(device.event):
        raise Invalid({"locale": "Choose one of the languages that are shown."})

    def act(at: datetime) -> Outcome:
        attendee = owner_by(command.arrival, at).attendee
        attendees.correct(attendee, {"locale": command.locale}, origin="person", at=at)
        return Outcome(200, "spoken")

    settled(once(command, "speak", act, event_id=device.event.id, asker=device.asker))
    return guest_page(owner_by(command.arrival, clock.now()))


@bp.get("/arrivals/<slip>/not-me")
@access("station", event="device")
def doubt(slip: str) -> ResponseReturnValue:
    """Ask once before a check-in is taken back."""
    return state("not_me", slip=guest_by(slip, clock.now()).slip)


@bp.post("/not-me")
@access("station", event="device", op_id=True)
def not_me() -> ResponseReturnValue:
    """Take back a check-in that this tablet has just made for somebody else."""
    device = the_device()
    command = read_form(NotMe)

    def act(at: datetime) -> Outcome:
        arrival = guest_by(command.arrival, at).arrival
        arrivals.take_back(arrival, by=device.asker, device_id=device.id, at=at)
        return Outcome(200, "taken_back", {"arrival": arrival.public_id})

    settled(once(command, "not_me", act, event_id=device.event.id, asker=device.asker))
    said = _("Now hold up your own ticket. If a badge comes out, please give it to a steward.")
    return state("undone", title=_("Nobody was checked in"), said=said)
