"""The stations' PIN at the desk: an organiser sets it; nobody can read it again."""

from typing import Annotated

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.domain import devices, events
from kiosk.domain.events import EasyPin, PreparedPin
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, this_event
from kiosk.web.desk.stations import page_of_stations
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _


class NewPin(Command):
    """A new PIN, as it was typed."""

    pin: Annotated[Line, Field(max_length=40)] = ""


@bp.post("/<slug>/pin")
@access("organiser", event="staff", op_id=True)
def set_pin(slug: str) -> ResponseReturnValue:
    """Give the fair's stations a new PIN."""
    event = this_event(slug)
    try:
        command = read_form(NewPin)
        prepared = events.prepare_pin(event.public_id, command.pin.replace(" ", ""))
    except EasyPin as easy:
        return page_of_stations(slug, {"pin": _(easy.sentence)}, {}), 422
    except Invalid:
        return page_of_stations(slug, {"pin": _(EasyPin.sentence)}, {}), 422
    acted(command, event.id, "set-pin", lambda at: _set(event.id, prepared))
    flash(_("The stations have a new PIN."))
    return redirect(url_for("desk.stations_page", slug=slug), 303)


def _set(event_id: int, prepared: PreparedPin) -> Outcome:
    events.set_pin(events.get(event_id), prepared)
    devices.forgive_everywhere(event_id)
    return Outcome(200, "set")
