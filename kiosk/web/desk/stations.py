"""Stations: pairing a screen with the fair, what it does, and taking its key away.

The pairing code is shown once, to whoever made it; only its hash is kept. Who pairs a name again
gets a new code, and the old screen goes on until the new one has typed it.
"""

from datetime import datetime
from typing import Annotated, Literal

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk.domain import devices, employers, events
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access, forget_devices
from kiosk.web.language import _


class Pairing(Command):
    """A screen to be paired: a station with a mode, or an employer's stand."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    does: Literal["door", "exit", "meet", "stand", "recruiters"]
    employer: Line = ""


class Mode(Command):
    """What a station does from now on."""

    mode: Literal["door", "exit", "meet", "stand"]


@bp.get("/<slug>/stations")
@access("steward", event="staff")
def stations_page(slug: str) -> ResponseReturnValue:
    """Show the steward every paired screen of the fair."""
    return _page(slug, {}, {})


def _page(slug: str, wrong: dict[str, str], typed: dict[str, str]) -> str:
    event = this_event(slug)
    known = employers.of_event(event.id)
    return show(
        "stations",
        event,
        here="stations",
        stations=devices.of_event(event.id),
        employer_options=[(employer.public_id, employer.name) for employer in known],
        employer_of={employer.id: employer.name for employer in known},
        wrong=wrong,
        typed=typed,
    )


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
        return _page(slug, fault.fields, request.form.to_dict()), 422
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
    kind = "stand" if command.does == "recruiters" else "station"
    mode = "stand" if command.does == "recruiters" else command.does
    device, code = devices.pair(event, kind=kind, name=command.name, mode=mode, at=at)
    device.employer_id = employer.id if employer else None
    made.append(code)
    return Outcome(201, "paired", {"device": device.public_id})


@bp.post("/<slug>/stations/<device>/mode")
@access("organiser", event="staff", op_id=True)
def change_mode(slug: str, device: str) -> ResponseReturnValue:
    """Let a station do something else from now on."""
    event = this_event(slug)
    command = read_form(Mode)
    acted(
        command,
        event.id,
        "station-mode",
        lambda at: _changed(event.id, device, command.mode),
        subject=device,
        mode=command.mode,
    )
    forget_devices()
    flash(_("Changed. The screen follows within seconds."))
    return redirect(url_for("desk.stations_page", slug=slug), 303)


def _changed(event_id: int, public_id: str, mode: str) -> Outcome:
    devices.change_mode(devices.by_public_id(event_id, public_id), mode)
    return Outcome(200, "changed")


@bp.post("/<slug>/stations/<device>/revoke")
@access("organiser", event="staff", op_id=True)
def revoke_station(slug: str, device: str) -> ResponseReturnValue:
    """Take a screen's key away: it was lost, or the fair is over."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command,
        event.id,
        "revoke-station",
        lambda at: _revoked(event.id, device, at),
        subject=device,
    )
    forget_devices()
    flash(_("That screen can do nothing any more."))
    return redirect(url_for("desk.stations_page", slug=slug), 303)


def _revoked(event_id: int, public_id: str, at: datetime) -> Outcome:
    devices.revoke(devices.by_public_id(event_id, public_id), at)
    return Outcome(200, "revoked")
