"""Corrections: what the desk corrects beats a later import. Only what changed is marked so."""

from datetime import datetime
from typing import Literal

from flask import flash, request
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, print_jobs
from kiosk.domain.attendees import Attendee
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.fields import CONTACT, ON_THE_BADGE, PersonFields
from kiosk.web.desk.page import acted, go_back, show, this_event
from kiosk.web.forms import read_form
from kiosk.web.identity import access, the_member
from kiosk.web.language import _
from kiosk.web.person_fields import read_person


class Correction(PersonFields):
    """A person's fields as they should be, and whether a new badge is wanted with them."""

    print: Literal["yes", ""] = ""
    back: Literal["help", ""] = ""


def _names() -> tuple[str, ...]:
    # A steward sees contact data masked, so cannot be asked to send it back.
    return ON_THE_BADGE + (CONTACT if the_member().may("organiser") else ())


@bp.get("/<slug>/people/<person>/correct")
@access("steward", event="staff")
def correct_page(slug: str, person: str) -> ResponseReturnValue:
    """Let the steward correct what stands on somebody's badge."""
    found = attendees.by_public_id(this_event(slug).id, person)
    typed = {name: getattr(found, name) or "" for name in _names()}
    quick = {"back": "help", "print": "yes"} if request.args.get("back") == "help" else {}
    return _form(slug, found, {}, typed | quick)


def _form(slug: str, person: Attendee, wrong: dict[str, str], typed: dict[str, str]) -> str:
    event = this_event(slug)
    return show(
        "correct", event, here="people", person=person, names=_names(), wrong=wrong, typed=typed
    )


@bp.post("/<slug>/people/<person>/correct")
@access("steward", event="staff", op_id=True)
def correct(slug: str, person: str) -> ResponseReturnValue:
    """Correct somebody's fields, and print a new badge if asked."""
    event = this_event(slug)
    found = attendees.by_public_id(event.id, person)
    try:
        command = read_form(Correction)
        values = read_person(command, _names(), region=event.region)
    except Invalid as fault:
        return _form(slug, found, fault.fields, request.form.to_dict()), 422
    wants_badge = command.print == "yes"
    acted(
        command,
        event.id,
        "correct",
        lambda at: _corrected(event.id, person, values, wants_badge, at),
        subject=person,
        fields=sorted(name for name in values if getattr(found, name) != values[name]),
    )
    flash(_("Corrected. A later import leaves this alone."))
    return go_back(slug, command.back, person)


def _corrected(
    event_id: int, public_id: str, values: dict[str, object], wants_badge: bool, at: datetime
) -> Outcome:
    person = attendees.by_public_id(event_id, public_id)
    changed = {name: value for name, value in values.items() if getattr(person, name) != value}
    if wants_badge:
        print_jobs.reprint(person, reason="corrected", at=at)  # refuses before anything is written
    if changed:
        attendees.correct(person, changed, origin="desk", at=at)
    return Outcome(200, "corrected")
