"""The staff page of a tablet: behind the stations' PIN, how it is and the way out of the kiosk.

A visitor never sees a way here: a corner that is held for three seconds leads to the PIN. Wrong
PINs are counted by device before they are looked at. Leaving takes the tablet's own key away.
"""

from datetime import datetime, timedelta
from typing import Annotated

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field
from werkzeug.wrappers import Response

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import audit, devices, events
from kiosk.domain.devices import DeviceFacts, PinWaits
from kiosk.domain.operations import Outcome
from kiosk.errors import Refused
from kiosk.web import slips
from kiosk.web.forms import Command, Form, Line, Words, once, read_form, settled
from kiosk.web.identity import access, clear_cookie, forget_devices, the_device
from kiosk.web.language import _
from kiosk.web.release import release
from kiosk.web.tablet import bp
from kiosk.web.tablet.screen import state

PAGE_LASTS = timedelta(minutes=5)


class Pin(Form):
    """What somebody typed to get to the staff page."""

    pin: Annotated[Line, Field(max_length=40)] = ""


class Leaving(Command):
    """The tablet shall be a station no more; the slip shows that the PIN was typed."""

    staff: Words


@bp.get("/staff")
@access("station", event="device")
def ask_pin() -> ResponseReturnValue:
    """Ask a member of staff for the stations' PIN."""
    return _asked()


def _asked(status: int = 200, wrong: str = "") -> Response:
    is_set = events.get(the_device().event.id).pin_hash is not None
    return state("staff_pin", status, is_set=is_set, wrong=wrong)


@bp.post("/staff")
@access("station", event="device", because="it only shows a page; wrong PINs are counted")
def staff_page() -> ResponseReturnValue:
    """Show a member of staff how this tablet is, once the PIN fits."""
    device = the_device()
    typed = read_form(Pin).pin.replace(" ", "")
    pin_hash = events.get(device.event.id).pin_hash
    if pin_hash is None:
        return _asked(409)
    try:
        with writing():
            devices.count_try(device.id, clock.now())
    except PinWaits as waits:
        return _asked(409, _(waits.sentence))
    if not events.pin_fits(pin_hash, typed):
        return _asked(422, _("That is not the PIN. Please try again."))
    with writing():
        devices.forgive_tries(device.id)
    return _shown(device)


def _shown(device: DeviceFacts) -> Response:
    row = devices.by_public_id(device.event.id, device.public_id)
    return state(
        "staff",
        list_name=device.door.name,
        served=release(),
        clock_error=devices.clock_error(row),
        heard=row.seen_at is not None,
        slip=slips.seal("staff", device.asker, clock.now(), device=device.public_id),
    )


@bp.post("/leavings")
@access("station", event="device", op_id=True)
def leave() -> ResponseReturnValue:
    """Let this tablet be a station no more: its key dies and it asks to be paired again."""
    device = the_device()
    command = read_form(Leaving)
    outcome = once(
        command, "leave_kiosk", lambda at: _left(device, command, at),
        event_id=device.event.id, asker=device.asker,
    )  # fmt: skip
    settled(outcome)
    forget_devices()
    answer = redirect(url_for("tablet.home"), 303)
    clear_cookie(answer, "device")
    return answer


def _left(device: DeviceFacts, command: Leaving, at: datetime) -> Outcome:
    slips.unseal("staff", device.asker, command.staff, at, lasts=PAGE_LASTS)
    row = devices.by_public_id(device.event.id, device.public_id)
    if row.waiting:
        raise Refused("scans_wait", "It keeps scans that were not sent. Let it connect first.")
    devices.revoke(row, at)
    audit.note(device.event.id, device.asker, "kiosk-left", device.public_id, at=at)
    return Outcome(200, "left")
