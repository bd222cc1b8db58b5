"""Substitutes at the desk: somebody comes in another's place, with codes of their own."""

from datetime import datetime
from typing import Literal

from flask import flash, request
from flask.typing import ResponseReturnValue

from kiosk.domain import arrivals, attendees, events
from kiosk.domain.attendees import Attendee
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.fields import PersonFields
from kiosk.web.desk.page import acted, go_back, show, this_event
from kiosk.web.forms import read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.person_fields import read_person

_FIELDS = ("name", "pronouns", "role", "course", "email")


class Substitute(PersonFields):
    """Who comes instead, and was told how sharing works."""

    consent: Literal["yes", ""] = ""
    under_18: Literal["yes", ""] = ""


@bp.get("/<slug>/people/<person>/substitute")
@access("steward", event="staff")
def substitute_page(slug: str, person: str) -> ResponseReturnValue:
    """Let the steward write down who comes in somebody's place."""
    event = this_event(slug)
    away = attendees.by_public_id(event.id, person)
    arrivals.check_replaceable(away)
    return _form(slug, away, {}, {"role": away.role, "course": away.course})


def _form(slug: str, away: Attendee, wrong: dict[str, str], typed: dict[str, str | None]) -> str:
    event = this_event(slug)
    wording = _(events.consent_wording(event.id, event.consent_version))
    return show(
        "substitute", event, here="help", away=away, wrong=wrong, typed=typed, wording=wording
    )


@bp.post("/<slug>/people/<person>/substitute")
@access("steward", event="staff", op_id=True)
def substitute(slug: str, person: str) -> ResponseReturnValue:
    """Register the substitute and let the other registration end."""
    event = this_event(slug)
    away = attendees.by_public_id(event.id, person)
    try:
        command = read_form(Substitute)
        values = _read(command, event.region)
    except Invalid as fault:
        return _form(slug, away, fault.fields, {**request.form.to_dict()}), 422
    outcome = acted(
        command,
        event.id,
        "substitute",
        lambda at: _replaced(event.id, person, values, at),
        subject=person,
        consent=event.consent_version,
    )
    flash(_("Registered in their place. Check them in when their name is right."))
    return go_back(slug, "", str(outcome.rows["attendee"]))


def _read(command: Substitute, region: str) -> dict[str, object]:
    values = read_person(command, _FIELDS, region=region)
    faults = {} if "name" in values else {"name": _("Please fill this in.")}
    if command.consent != "yes":
        faults["consent"] = _("Read it to them first, then tick this.")
    if faults:
        raise Invalid(faults)
    return values | ({"under_18": True} if command.under_18 else {})


def _replaced(event_id: int, person: str, values: dict[str, object], at: datetime) -> Outcome:
    away = attendees.by_public_id(event_id, person)
    stand_in = arrivals.substitute(events.get(event_id), away, values, at)
    return Outcome(201, "replaced", {"attendee": stand_in.public_id})
