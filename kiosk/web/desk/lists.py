"""Check-in lists at the desk: doors, sessions and days, each with its rules beside what it counts.

Times are typed in the fair's own zone. An empty rule is the fair's own: its hours, its re-entry.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field

from kiosk import clock
from kiosk.domain import arrivals, events, figures
from kiosk.domain.events import KINDS, CheckInList, Event, NoSuchHour
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access, forget_devices
from kiosk.web.language import _

_FIELD_OF = {"list_name_taken": "name", "closes_before_opening": "closes_at", "last_door": "kind"}


class ListForm(Command):
    """A list's name and rules, as they are typed."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    kind: Literal["door", "session"] = "door"
    kinds: tuple[Literal[KINDS], ...] = ()  # type: ignore[valid-type]
    capacity: Annotated[Line, Field(max_length=7)] = ""
    entries: Literal["once", "again", "many", ""] = ""
    after_door: Literal["yes", ""] = ""
    opens_at: Annotated[Line, Field(max_length=30)] = ""
    closes_at: Annotated[Line, Field(max_length=30)] = ""


@bp.get("/<slug>/lists")
@access("organiser", event="staff")
def lists_page(slug: str) -> ResponseReturnValue:
    """Show the organiser every list with its rules and figures."""
    event = this_event(slug)
    return show("lists", event, here="lists", counted=figures.of_lists(event.id, clock.now()))


@bp.get("/<slug>/lists/new")
@access("organiser", event="staff")
def new_list(slug: str) -> ResponseReturnValue:
    """Let the organiser say what a new list is."""
    return _form(slug, None, {}, {"kind": "session"})


@bp.get("/<slug>/lists/<check_in_list>")
@access("organiser", event="staff")
def list_page(slug: str, check_in_list: str) -> ResponseReturnValue:
    """Let the organiser change a list."""
    event = this_event(slug)
    return _form(slug, *_typed(event, events.list_by_public_id(event.id, check_in_list)))


def _typed(event: Event, known: CheckInList) -> tuple[CheckInList, dict[str, str], dict[str, Any]]:
    typed = {name: getattr(known, name) or "" for name in ("name", "kind", "capacity", "entries")}
    return known, {}, {
        **typed,
        "kinds": known.kinds,
        "after_door": known.after_door,
        "opens_at": events.write_local(known.opens_at, event.zone),
        "closes_at": events.write_local(known.closes_at, event.zone),
    }  # fmt: skip


def _form(
    slug: str, known: CheckInList | None, wrong: dict[str, str], typed: dict[str, Any]
) -> str:
    event = this_event(slug)
    return show(
        "list", event, here="lists", known=known, wrong=wrong, typed=typed, kind_order=KINDS
    )


@bp.post("/<slug>/lists")
@access("organiser", event="staff", op_id=True)
def add_list(slug: str) -> ResponseReturnValue:
    """Add a list."""
    return _shaped(slug, None)


@bp.post("/<slug>/lists/<check_in_list>")
@access("organiser", event="staff", op_id=True)
def change_list(slug: str, check_in_list: str) -> ResponseReturnValue:
    """Change a list's name and rules."""
    return _shaped(slug, check_in_list)


def _shaped(slug: str, public_id: str | None) -> ResponseReturnValue:
    event = this_event(slug)
    known = events.list_by_public_id(event.id, public_id) if public_id else None
    try:
        command = read_form(ListForm)
        rules = read_rules(command, event)
        _act(event, command, public_id, rules)
    except Invalid as fault:
        return _form(slug, known, fault.fields, _as_sent()), 422
    except Refused as refused:
        if refused.slug not in _FIELD_OF:
            raise
        wrong = {_FIELD_OF[refused.slug]: refused.sentence}
        return _form(slug, known, wrong, _as_sent()), 409
    forget_devices()
    flash(_("Saved."))
    return redirect(url_for("desk.lists_page", slug=slug), 303)


def _act(event: Event, command: ListForm, public_id: str | None, rules: dict[str, object]) -> None:
    verb = "change-list" if public_id else "add-list"
    acted(command, event.id, verb, lambda at: _saved(event.id, public_id, rules),
          subject=public_id or "")  # fmt: skip


def _saved(event_id: int, public_id: str | None, rules: dict[str, object]) -> Outcome:
    row = (
        events.list_by_public_id(event_id, public_id)
        if public_id
        else CheckInList(event_id=event_id)
    )
    events.shape_list(row, **rules)
    return Outcome(200 if public_id else 201, "saved", {"list": row.public_id})


def _as_sent() -> dict[str, Any]:
    sent: dict[str, Any] = request.form.to_dict()
    return sent | {"kinds": request.form.getlist("kinds")}


def read_rules(form: ListForm, event: Event) -> dict[str, object]:
    """Return a list's rules as its record takes them.

    Raises:
        Invalid: one of them cannot be; each with its sentence.
    """
    wrong: dict[str, str] = {}
    rules: dict[str, object] = {
        "name": form.name,
        "kind": form.kind,
        "kinds": [kind for kind in KINDS if kind in form.kinds],
        "capacity": _capacity(form.capacity, wrong),
        "entries": form.entries or None,
        "after_door": form.after_door == "yes",
        "opens_at": _hour(form.opens_at, event, "opens_at", wrong),
        "closes_at": _hour(form.closes_at, event, "closes_at", wrong),
    }
    if wrong:
        raise Invalid(wrong)
    return rules


def _capacity(typed: str, wrong: dict[str, str]) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed) > 0):
        wrong["capacity"] = _("Write a number of people, or leave it empty.")
        return None
    return int(typed)


def _hour(typed: str, event: Event, name: str, wrong: dict[str, str]) -> datetime | None:
    try:
        return events.read_local(typed, event.zone, ends=name == "closes_at") if typed else None
    except NoSuchHour:
        wrong[name] = _("There is no such hour: the clocks go forward over it.")
    except (ValueError, OverflowError):
        wrong[name] = _("Write it as 2026-11-24T10:00.")
    return None


@bp.post("/<slug>/lists/<check_in_list>/remove")
@access("organiser", event="staff", op_id=True)
def remove_list(slug: str, check_in_list: str) -> ResponseReturnValue:
    """Take a list away that nothing was counted on."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command,
        event.id,
        "remove-list",
        lambda at: _removed(event.id, check_in_list),
        subject=check_in_list,
    )
    flash(_("Taken away."))
    return redirect(url_for("desk.lists_page", slug=slug), 303)


def _removed(event_id: int, public_id: str) -> Outcome:
    arrivals.remove_list(events.list_by_public_id(event_id, public_id))
    return Outcome(200, "removed")
