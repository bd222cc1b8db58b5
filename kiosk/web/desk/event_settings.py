"""The event's settings, its consent wording, and closing it for good.

The same keys as `kiosk event set`. A changed wording is a new version; shares name the one they
rest on, so the old words stay readable.
"""

from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk import clock
from kiosk.adapters.attendee_file import cells
from kiosk.adapters.attendee_file.faults import FAULTS, CellRefused
from kiosk.domain import attendees, events
from kiosk.domain.events import KINDS, Event
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp, entry_windows
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.desk.settings_form import SettingsForm, as_typed, read_settings
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access, forget_devices
from kiosk.web.language import _

TICKS = ("never_closes", "minors", "reentry", "admit_unpaid", "offline_names", "missions",
         "introductions", "mentors_sign_up")  # fmt: skip


class Consent(Command):
    """What people agree to when they share."""

    wording: str = Field("", max_length=4000)


class Closing(Command):
    """The fair's name, typed by whoever means to close it."""

    name: Line = ""


@bp.get("/<slug>/settings")
@access("organiser", event="staff")
def settings_page(slug: str) -> ResponseReturnValue:
    """Show the organiser the event's settings."""
    return _page(slug, {}, {})


def _page(slug: str, wrong: dict[str, str], typed: dict[str, Any]) -> str:
    event = this_event(slug)
    return show(
        "settings",
        event,
        here="settings",
        wrong=wrong,
        typed=as_typed(event) | typed,
        kind_order=KINDS,
        window_of=partial(entry_windows.minutes_of, event),
        wording=typed.get("wording") or events.consent_wording(event.id, event.consent_version),
        is_over=event.is_over(clock.now()),
        quiet_told=_quiet_told(event),
    )


def _quiet_told(event: Event) -> str:
    """Return how many would rather come when it is quieter; of a few, nobody learns how many."""
    many = attendees.quiet_wishes(event.id)
    if many is None:
        return _("Fewer than 5 people would rather come then.")
    return _("%(n)s people would rather come then.", n=many)


@bp.post("/<slug>/settings")
@access("organiser", event="staff", op_id=True)
def save_settings(slug: str) -> ResponseReturnValue:
    """Change the event's settings."""
    event = this_event(slug)
    try:
        command = read_form(SettingsForm)
        values = read_settings(command)
    except Invalid as fault:
        return _page(slug, fault.fields, _as_sent()), 422
    changed = sorted(key for key, value in values.items() if getattr(event, key) != value)
    acted(
        command,
        event.id,
        "settings",
        lambda at: _saved(event.id, values),
        subject=event.public_id,
        keys=changed,
    )
    return _saved_page(slug)


def _as_sent() -> dict[str, Any]:
    ticks = {name: request.form.get(name) == "yes" for name in TICKS}
    factors = request.form.getlist("second_factor")
    return {**request.form.to_dict(), **ticks, "second_factor": factors}


def _saved(event_id: int, values: dict[str, object]) -> Outcome:
    event: Event = events.get(event_id)
    for key, value in values.items():
        event.change(key, value)
    return Outcome(200, "saved")


def _saved_page(slug: str) -> ResponseReturnValue:
    forget_devices()
    flash(_("Saved."))
    return redirect(url_for("desk.settings_page", slug=slug), 303)


@bp.post("/<slug>/settings/consent")
@access("organiser", event="staff", op_id=True)
def reword_consent(slug: str) -> ResponseReturnValue:
    """Give the consent a new wording, as a new version."""
    event = this_event(slug)
    try:
        command = read_form(Consent)
        wording = _wording(command.wording)
    except Invalid as fault:
        return _page(slug, fault.fields, {"wording": request.form.get("wording", "")[:4000]}), 422
    acted(
        command,
        event.id,
        "reword-consent",
        lambda at: _reworded(event.id, wording, at),
        subject=event.public_id,
    )
    return _saved_page(slug)


def _wording(typed: str) -> str:
    try:
        wording = cells.lines(typed, 4000) or ""
    except CellRefused as refused:
        raise Invalid({"wording": _(FAULTS[refused.slug], **refused.params)}) from None
    if len(wording) < 20:
        raise Invalid({"wording": _("Say in a sentence or two what is shared, and with whom.")})
    return wording


def _reworded(event_id: int, wording: str, at: datetime) -> Outcome:
    event = events.get(event_id)
    events.reword_consent(event, wording, at)
    return Outcome(200, "reworded", {"version": event.consent_version})


@bp.post("/<slug>/settings/close")
@access("organiser", event="staff", op_id=True)
def close_event(slug: str) -> ResponseReturnValue:
    """Close the doors for good, on the organiser's typed word."""
    event = this_event(slug)
    try:
        command = read_form(Closing)
        if command.name.casefold() != event.name.strip().casefold():
            raise Invalid({"close": _("Type the fair's name as it stands there.")})
    except Invalid as fault:
        return _page(slug, {"close": fault.sentence}, {}), 422
    acted(
        command,
        event.id,
        "close-event",
        lambda at: _closed(event.id, at),
        subject=event.public_id,
    )
    return _saved_page(slug)


def _closed(event_id: int, at: datetime) -> Outcome:
    events.close(events.get(event_id), at)
    return Outcome(200, "closed")
