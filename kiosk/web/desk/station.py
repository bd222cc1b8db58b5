"""One station: its name, what it does and on which list, the printer beside it, and its end."""

from datetime import datetime
from typing import Annotated, Literal

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk import clock
from kiosk.domain import devices, events, print_jobs
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.desk.stations import choices, said
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access, forget_devices
from kiosk.web.language import _


class StationForm(Command):
    """What a station is called, and what it does from now on."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    mode: Literal["door", "exit", "meet", "stand"]
    on: Line = ""
    printer: Line | None = None


@bp.get("/<slug>/stations/<device>")
@access("organiser", event="staff")
def station_page(slug: str, device: str) -> ResponseReturnValue:
    """Show the organiser one station and what can be changed about it."""
    return _page(slug, device, {}, {})


def _page(slug: str, public_id: str, wrong: dict[str, str], typed: dict[str, str]) -> str:
    event, at = this_event(slug), clock.now()
    station = devices.by_public_id(event.id, public_id)
    lists = {each.id: each.public_id for each in events.lists_of(event.id)}
    printers = {each.id: each.public_id for each in print_jobs.printers_of(event.id)}
    now = {
        "name": station.name,
        "mode": station.mode,
        "on": lists.get(station.list_id, ""),
        "printer": printers.get(station.printer_id or 0, ""),
    }
    return show(
        "station",
        event,
        here="stations",
        station=station,
        life=devices.life_of(station, at),
        says=said(station, at),
        wrong=wrong,
        typed=now | typed,
        printer_options=_printer_options(event.id),
        **choices(event),
    )


def _printer_options(event_id: int) -> list[tuple[str, str]]:
    printers = print_jobs.printers_of(event_id)
    any_of_them = ("", _("whichever is free first"))
    return [any_of_them, *((each.public_id, each.name) for each in printers)] if printers else []


@bp.post("/<slug>/stations/<device>")
@access("organiser", event="staff", op_id=True)
def change_station(slug: str, device: str) -> ResponseReturnValue:
    """Let a station be called or do something else from now on."""
    event = this_event(slug)
    try:
        command = read_form(StationForm)
        acted(
            command,
            event.id,
            "change-station",
            lambda at: _changed(event.id, device, command),
            subject=device,
            mode=command.mode,
        )
    except Invalid as fault:
        return _page(slug, device, fault.fields, request.form.to_dict()), 422
    except Refused as refusal:
        if refusal.slug != "name_taken":
            raise
        return _page(slug, device, {"name": refusal.sentence}, request.form.to_dict()), 409
    forget_devices()
    flash(_("Changed. The screen follows within seconds."))
    return redirect(url_for("desk.stations_page", slug=slug), 303)


def _changed(event_id: int, public_id: str, command: StationForm) -> Outcome:
    station = devices.by_public_id(event_id, public_id)
    check_in_list = events.list_by_public_id(event_id, command.on) if command.on else None
    printer = (
        print_jobs.printer_by_public_id(event_id, command.printer) if command.printer else None
    )
    devices.rename(station, command.name)
    devices.change_mode(station, command.mode)
    if check_in_list is not None:
        devices.change_list(station, check_in_list.id)
    if command.printer is not None:
        devices.use_printer(station, printer.id if printer else None)
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
