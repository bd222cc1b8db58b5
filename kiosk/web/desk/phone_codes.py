"""A phone code at the desk: for somebody who is in, whom the steward has before them.

The code is made from the op_id, so that sending the form twice shows the same one; it is never in
an address and leaves the screen after a minute.
"""

from datetime import datetime

from flask import current_app
from flask.typing import ResponseReturnValue

from kiosk.adapters.code_picture import data_address
from kiosk.domain import arrivals, attendees, phones
from kiosk.domain.operations import Outcome
from kiosk.errors import Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access


@bp.post("/<slug>/people/<person>/phone-code")
@access("steward", event="staff", op_id=True)
def phone_code(slug: str, person: str) -> ResponseReturnValue:
    """Show the person at the desk a code that links their phone."""
    event = this_event(slug)
    command = read_form(Command)
    seed = f"desk:{event.public_id}:{command.op_id}"
    acted(
        command,
        event.id,
        "phone-code",
        lambda at: _shown(event.id, person, seed, at),
        subject=person,
    )
    secret, digits = phones.shown_code(seed)
    address = f"{current_app.config['KIOSK'].public_url}/claim#{secret}"
    found = attendees.by_public_id(event.id, person)
    return show(
        "phone_code",
        event,
        here="people",
        person=found,
        picture=data_address(address),
        digits=digits,
    )


def _shown(event_id: int, public_id: str, seed: str, at: datetime) -> Outcome:
    person = attendees.by_public_id(event_id, public_id)
    if not arrivals.has_arrived(person.id):
        raise Refused("not_arrived", "Check them in first: a phone is linked to somebody who came.")
    phones.show_code(person, None, at, seed=seed)
    return Outcome(201, "shown")
