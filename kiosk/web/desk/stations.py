"""Stations: every screen of the fair, how it is just now, and pairing one more.

The pairing code is shown once, to whoever made it; only its hash is kept. Who pairs a name again
gets a new code, and the old screen goes on until the new one has typed it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _lazy
from pydantic import Field

from kiosk import clock
from kiosk.domain import devices, employers, events
from kiosk.domain.devices import Device
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.alarms import clock_words
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access, forget_devices
from kiosk.web.language import _
from kiosk.web.release import release

CLOCK_TREMBLES_S = 5


class Pairing(Command):
    """A screen to be paired: a station with a mode, or an employer's stand."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    does: Literal["door", "exit", "meet", "stand", "recruiters"]
    employer: Line = ""
    on: Line = ""


@dataclass(frozen=True)
class Shown:
    """A station as the desk shows it: how alive it is, and what it says of itself."""

    device: Device
    life: str
    on: str
    """Its check-in list, where the fair has several."""
    owner: str
    says: list[str]


@bp.get("/<slug>/stations")
@access("steward", event="staff")
def stations_page(slug: str) -> ResponseReturnValue:
    """Show the steward every paired screen of the fair."""
    return page_of_stations(slug, {}, {})


@bp.get("/<slug>/stations/part")
@access("steward", event="staff")
def stations_part(slug: str) -> ResponseReturnValue:
    """Give the stations anew, or 304 when none has changed."""
    event = this_event(slug)
    answer = make_response(show("_stations", event, live=True, stations=_stations(event)))
    answer.add_etag()
    return answer.make_conditional(request)


def page_of_stations(slug: str, wrong: dict[str, str], typed: dict[str, str]) -> str:
    """Return the page, with what was typed and what is wrong with it."""
    event = this_event(slug)
    return show(
        "stations",
        event,
        here="stations",
        live=False,
        stations=_stations(event),
        wrong=wrong,
        typed=typed,
        **choices(event),
    )


def choices(event: Event) -> dict[str, Any]:
    """Return what a station's form offers: employers, and lists where there are several."""
    lists = events.lists_of(event.id)
    return {
        "employer_options": [(e.public_id, e.name) for e in employers.of_event(event.id)],
        "list_options": [(e.public_id, e.name) for e in lists] if len(lists) > 1 else [],
    }


def _stations(event: Event) -> list[Shown]:
    at = clock.now()
    owners = {employer.id: employer.name for employer in employers.of_event(event.id)}
    lists = {each.id: each.name for each in events.lists_of(event.id)}
    return [
        Shown(
            device,
            devices.life_of(device, at),
            lists.get(device.list_id, "") if len(lists) > 1 else "",
            owners.get(device.employer_id or 0, ""),
            said(device, at),
        )
        for device in devices.of_event(event.id)
    ]


def said(device: Device, at: datetime) -> list[str]:
    """Return what a station's last sign of life says, in a few words each."""
    if device.seen_at is None:
        return []
    signs, error = device.signs, devices.clock_error(device)
    found = [_CAMERA.get(signs.get("camera", "")), _LIST.get(signs.get("list", ""))]
    words = [str(each) for each in found if each]
    if device.waiting:
        words.insert(0, _("%(n)s scans waiting", n=device.waiting))
    if abs(error) > CLOCK_TREMBLES_S:
        words.append(clock_words(error))
    if "battery" in signs:
        words.append(_battery(signs))
    if device.version != release():
        words.append(_("runs %(theirs)s, not %(ours)s", theirs=device.version, ours=release()))
    if device.pin_locked_until is not None and device.pin_locked_until > at:
        words.append(_("wrong PINs"))
    return words


def _battery(signs: dict[str, str]) -> str:
    if signs.get("charging") == "yes":
        return _("battery %(n)s %%, charging", n=signs["battery"])
    return _("battery %(n)s %%", n=signs["battery"])


_CAMERA = {
    "on": _lazy("camera on"),
    "none": _lazy("no camera"),
    "denied": _lazy("camera not allowed"),
}
_LIST = {
    "ready": _lazy("ready to go on alone"),
    "old": _lazy("its own list is old"),
    "none": _lazy("without a list of its own"),
}


@bp.post("/<slug>/stations")
@access("organiser", event="staff", op_id=True)
def pair_station(slug: str) -> ResponseReturnValue:
    """Make a pairing code and show it in large letters with the address to open."""
    event = this_event(slug)
    try:
        command = read_form(Pairing)
        if command.does in {"stand", "recruiters"} and not command.employer:
            raise Invalid({"employer": _("Choose whose stand it is.")})
    except Invalid as fault:
        return page_of_stations(slug, fault.fields, request.form.to_dict()), 422
    made: list[str] = []
    acted(command, event.id, "pair-station", lambda at: _paired(event.id, command, made, at))
    forget_devices()
    address = "/stand" if command.does == "recruiters" else "/tablet"
    return show(
        "pairing_code",
        event,
        here="stations",
        name=command.name,
        code=made[0] if made else "",
        address=current_app.config["KIOSK"].public_url + address,
    )


def _paired(event_id: int, command: Pairing, made: list[str], at: datetime) -> Outcome:
    event = events.get(event_id)
    employer = (
        employers.by_public_id(event_id, command.employer)
        if command.does in {"stand", "recruiters"}
        else None
    )
    check_in_list = events.list_by_public_id(event_id, command.on) if command.on else None
    kind = "stand" if command.does == "recruiters" else "station"
    mode = "stand" if command.does == "recruiters" else command.does
    device, code = devices.pair(event, kind=kind, name=command.name, mode=mode, at=at)
    device.employer_id = employer.id if employer else None
    if check_in_list is not None:
        devices.change_list(device, check_in_list.id)
    made.append(code)
    return Outcome(201, "paired", {"device": device.public_id})
