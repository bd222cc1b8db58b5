"""Who is on duty at an employer's tablet: a recruiter taps their own name."""

from datetime import datetime

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, devices
from kiosk.domain.operations import Outcome
from kiosk.errors import NotKnown
from kiosk.web.forms import Command, Line, once, read_form, settled
from kiosk.web.identity import access, forget_devices, the_device
from kiosk.web.stand import bp
from kiosk.web.stand.home import duty_page
from kiosk.web.stand.recruiter import the_stand


class Duty(Command):
    """The recruiter who is on duty from now on."""

    who: Line


@bp.get("/duty")
@access("stand", event="device")
def ask_duty() -> ResponseReturnValue:
    """Let the next recruiter take over."""
    return duty_page(the_stand())


@bp.post("/duty")
@access("stand", event="device", op_id=True)
def take_duty() -> ResponseReturnValue:
    """Put the recruiter who tapped their name on duty."""
    device = the_device()
    command = read_form(Duty)

    def act(at: datetime) -> Outcome:
        person = attendees.by_public_id(device.event.id, command.who)
        if device.employer_id is None or person.employer_id != device.employer_id:
            raise NotKnown("no_such_recruiter", "Nobody of this team has that name.")
        row = devices.by_public_id(device.event.id, device.public_id)
        devices.put_on_duty(row, person.id)
        return Outcome(200, "on_duty", {"attendee": person.public_id})

    settled(once(command, "take_duty", act, event_id=device.event.id, asker=device.asker))
    forget_devices()
    return redirect(url_for("stand.home"), 303)
