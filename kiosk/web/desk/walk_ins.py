"""Walk-ins: somebody who came without being on the list, registered at the desk in one form."""

from datetime import datetime
from typing import Literal

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, codes, events
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.fields import PersonFields, read_person
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.forms import read_form
from kiosk.web.identity import access
from kiosk.web.language import _

_FIELDS = ("name", "kind", "email", "organisation", "course")


class WalkIn(PersonFields):
    """A new person, who was told how sharing works."""

    consent: Literal["yes", ""] = ""
    under_18: Literal["yes", ""] = ""


@bp.get("/<slug>/walk-in")
@access("steward", event="staff")
def walk_in_page(slug: str) -> ResponseReturnValue:
    """Let the steward register somebody who is not on the list."""
    return _form(slug, {}, {"kind": "student"})


def _form(slug: str, wrong: dict[str, str], typed: dict[str, str]) -> str:
    event = this_event(slug)
    wording = _(events.consent_wording(event.id, event.consent_version))
    return show("walk_in", event, here="people", wrong=wrong, typed=typed, wording=wording)


@bp.post("/<slug>/walk-in")
@access("steward", event="staff", op_id=True)
def walk_in(slug: str) -> ResponseReturnValue:
    """Register them, and go on to their page to check them in."""
    event = this_event(slug)
    try:
        command = read_form(WalkIn)
        values = _read(command, event.region)
    except Invalid as fault:
        return _form(slug, fault.fields, request.form.to_dict()), 422
    outcome = acted(
        command,
        event.id,
        "walk-in",
        lambda at: _registered(event.id, values, at),
        consent=event.consent_version,
    )
    flash(_("Registered. Check them in when their name is right."))
    return redirect(
        url_for("desk.person_page", slug=slug, person=outcome.rows["attendee"]), code=303
    )


def _read(command: WalkIn, region: str) -> dict[str, object]:
    values = read_person(command, _FIELDS, region=region)
    faults = {name: _("Please fill this in.") for name in ("name", "kind") if name not in values}
    if command.consent != "yes":
        faults["consent"] = _("Read it to them first, then tick this.")
    if faults:
        raise Invalid(faults)
    return values | ({"under_18": True} if command.under_18 else {})


def _registered(event_id: int, values: dict[str, object], at: datetime) -> Outcome:
    person = attendees.walk_in(events.get(event_id), values, at)
    codes.issue_missing(event_id, at)
    return Outcome(201, "registered", {"attendee": person.public_id})
