"""Walk-ins: somebody who came without being on the list, registered and let in with one form.

Whoever may be on the list after all is offered first; the steward says that this is somebody else.
"""

from datetime import datetime
from typing import Any, Literal

from flask import flash, request
from flask.typing import ResponseReturnValue

from kiosk.domain import arrivals, attendees, codes, events, operations
from kiosk.domain.arrivals import Admission
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid, Refused
from kiosk.web.desk import bp
from kiosk.web.desk.coming_in import door_for
from kiosk.web.desk.fields import PersonFields
from kiosk.web.desk.help import Row, rows_of
from kiosk.web.desk.page import acted, go_back, show, this_event
from kiosk.web.desk.words import for_staff
from kiosk.web.forms import read_form
from kiosk.web.identity import access, the_member
from kiosk.web.language import _
from kiosk.web.person_fields import read_person

_FIELDS = ("name", "kind", "email", "organisation", "course")


class WalkIn(PersonFields):
    """A new person, who was told how sharing works."""

    consent: Literal["yes", ""] = ""
    under_18: Literal["yes", ""] = ""
    here: Literal["yes", ""] = ""
    """They stand at the desk: let them in at once."""
    new: Literal["yes", ""] = ""
    """They are none of those who were offered."""


@bp.get("/<slug>/walk-in")
@access("steward", event="staff")
def walk_in_page(slug: str) -> ResponseReturnValue:
    """Let the steward register somebody who is not on the list."""
    return _form(slug, {}, {"kind": "student", "here": "yes"})


def _form(
    slug: str,
    wrong: dict[str, str],
    typed: dict[str, str],
    like: list[Row] | None = None,
) -> str:
    event = this_event(slug)
    wording = _(events.consent_wording(event.id, event.consent_version))
    return show("walk_in", event, here="help", wrong=wrong, typed=typed, wording=wording,
                like=like or [])  # fmt: skip


@bp.post("/<slug>/walk-in")
@access("steward", event="staff", op_id=True)
def walk_in(slug: str) -> ResponseReturnValue:
    """Register somebody new and let them in, unless they may be on the list after all."""
    event = this_event(slug)
    try:
        command = read_form(WalkIn)
        values = _read(command, event.region)
    except Invalid as fault:
        return _form(slug, fault.fields, request.form.to_dict()), 422
    like = [] if command.new else _like(event, command, values)
    if like:
        return _form(slug, {}, request.form.to_dict(), rows_of(event, like)), 422
    outcome = acted(
        command,
        event.id,
        "walk-in",
        lambda at: _registered(event.id, command, values, at),
        consent=event.consent_version,
    )
    _say(outcome)
    return go_back(slug, "", str(outcome.rows["attendee"]))


def _like(event: Event, command: WalkIn, values: dict[str, Any]) -> list[Attendee]:
    if operations.was_heard(event.id, str(command.op_id)):
        return []  # the same form again: whoever it made is no namesake of their own
    named = attendees.namesakes(event.id, values["name"], staff=True)
    email = values.get("email")
    addressed = attendees.with_address(event.id, email) if email else []
    return list({person.id: person for person in (*named, *addressed)}.values())[:8]


def _say(outcome: Outcome) -> None:
    if kept_out := outcome.rows.get("kept_out"):
        flash(_("Registered, but not checked in: %(why)s", why=for_staff(kept_out, "")), "warn")
    elif not outcome.rows.get("arrival"):
        flash(_("Registered. Check them in when their name is right."))


def _read(command: WalkIn, region: str) -> dict[str, Any]:
    values: dict[str, Any] = dict(read_person(command, _FIELDS, region=region))
    faults = {name: _("Please fill this in.") for name in ("name", "kind") if name not in values}
    if command.consent != "yes":
        faults["consent"] = _("Read it to them first, then tick this.")
    if faults:
        raise Invalid(faults)
    return values | ({"under_18": True} if command.under_18 else {})


def _registered(event_id: int, command: WalkIn, values: dict[str, Any], at: datetime) -> Outcome:
    event = events.get(event_id)
    person = attendees.come_in_new(event, values, origin="desk", at=at)
    codes.issue_missing(event_id, at)
    rows = {"attendee": person.public_id}
    if command.here:
        facts = events.facts(event)
        door, op_id = door_for(facts, person, at), str(command.op_id)
        admission = Admission(facts, door, "walk_in", op_id, staff_id=the_member().id)
        try:
            rows["arrival"] = arrivals.check_in(admission, person, at).public_id
        except Refused as refused:  # before anything was written: they are registered all the same
            rows["kept_out"] = refused.slug
    return Outcome(201, "registered", rows)
