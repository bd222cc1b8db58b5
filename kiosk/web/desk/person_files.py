"""Everything kept about one person: given out as a file, or erased everywhere.

An organiser hands the file to the person. Private notes and the letters that hold them stay out of
it here, because an organiser never sees either; `kiosk person export` has them for the operator.
"""

import json
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk import db as database
from kiosk.domain import attendees, erasure
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, show, this_event
from kiosk.web.desk.postroom import postroom
from kiosk.web.forms import Command, Line, read_form
from kiosk.web.identity import access
from kiosk.web.language import _

_NOT_FOR_ORGANISERS = {"notes": ("words",), "deliveries": ("message",)}


class Erasure(Command):
    """The word that says somebody means it."""

    word: Line = ""


@bp.post("/<slug>/people/<person>/export")
@access("organiser", event="staff", op_id=True)
def export_person(slug: str, person: str) -> ResponseReturnValue:
    """Give the organiser what is kept about a person, to hand to that person."""
    event = this_event(slug)
    command = read_form(Command)
    acted(
        command, event.id, "export-person", lambda at: _exported(event.id, person), subject=person
    )
    kept = _without_private(erasure.export(attendees.by_public_id(event.id, person)))
    answer = Response(
        json.dumps(kept, ensure_ascii=False, indent=2), mimetype="application/json; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="person-{person}.json"'
    return answer


def _exported(event_id: int, public_id: str) -> Outcome:
    attendees.by_public_id(event_id, public_id)
    return Outcome(200, "exported")


def _without_private(kept: dict[str, Any]) -> dict[str, Any]:
    for table, hidden in _NOT_FOR_ORGANISERS.items():
        for row in kept.get(table, ()):
            for name in hidden:
                row.pop(name, None)
    return kept


@bp.get("/<slug>/people/<person>/erase")
@access("organiser", event="staff")
def erase_page(slug: str, person: str) -> ResponseReturnValue:
    """Ask the organiser whether they mean it."""
    return _form(slug, person, {})


def _form(slug: str, person: str, wrong: dict[str, str]) -> str:
    event = this_event(slug)
    found = attendees.by_public_id(event.id, person)
    return show("erase", event, here="people", person=found, word=_("erase"), wrong=wrong)


@bp.post("/<slug>/people/<person>/erase")
@access("organiser", event="staff", op_id=True)
def erase_person(slug: str, person: str) -> ResponseReturnValue:
    """Erase a person everywhere, on the organiser's typed word."""
    event = this_event(slug)
    try:
        command = read_form(Erasure)
        if command.word.casefold() != _("erase").casefold():
            raise Invalid({"word": _("Type the word as it stands there.")})
    except Invalid as fault:
        return _form(slug, person, fault.fields), 422
    acted(command, event.id, "erase", lambda at: _erased(event.id, person, at), subject=person)
    database.scrub()
    flash(_("Erased, everywhere."))
    return redirect(url_for("desk.people_page", slug=slug), 303)


def _erased(event_id: int, public_id: str, at: datetime) -> Outcome:
    person = attendees.by_public_id(event_id, public_id)
    erasure.erase(
        person,
        at,
        lambda reader: postroom().refreeze(reader, at),
        lambda holder: postroom().told_to_delete(holder, at),
    )
    return Outcome(200, "erased")
