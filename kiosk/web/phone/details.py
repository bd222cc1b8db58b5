"""My own details: what somebody corrects or adds about themselves, so that it can be shared.

It beats a later import. The name and the email stay what the fair's list says: the ticket went
there, and the badge shows it, so the help lane changes those.
"""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, events, packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.operations import Outcome
from kiosk.errors import Invalid
from kiosk.web.forms import Command, once, read_form, settled
from kiosk.web.identity import access, the_phone
from kiosk.web.language import _
from kiosk.web.letters import refresh_packs
from kiosk.web.person_fields import Typed, read_person
from kiosk.web.phone import bp
from kiosk.web.phone.seen import is_web
from kiosk.web.phone.speaker import speaking

FIELDS = ("phone", "links", "cv", "pronouns", "ask_me_about")


class Details(Command):
    """What may be typed about oneself; what was not sent is left alone."""

    phone: Typed = None
    links: Typed = None
    cv: Typed = None
    pronouns: Typed = None
    ask_me_about: Typed = None


@bp.get("/me/details")
@access("phone", event="phone")
def details() -> ResponseReturnValue:
    """Show an attendee what is known about them, to correct or to add."""
    person = speaking().person
    typed = {name: getattr(person, name) or "" for name in FIELDS}
    typed["links"] = "\n".join(filter(is_web, person.links or ()))
    typed["cv"] = person.cv if is_web(person.cv or "") else ""
    return _page(person, typed, {})


def _page(person: Attendee, typed: dict[str, str], wrong: dict[str, str]) -> str:
    return render_template("phone/details.html", me=person, typed=typed, wrong=wrong)


@bp.post("/me/details")
@access("phone", event="phone", op_id=True)
def correct_details() -> ResponseReturnValue:
    """Keep what an attendee corrected about themselves, all of it or nothing."""
    phone = the_phone()
    person = speaking(phone).person
    try:
        command = read_form(Details)
        values = read_person(command, FIELDS, region=events.get(phone.event.id).region)
    except Invalid as fault:
        return _page(person, request.form.to_dict(), fault.fields), 422

    def correct(at: datetime) -> Outcome:
        me = attendees.get(phone.attendee_id)
        if attendees.correct(me, values, origin="person", at=at):
            refresh_packs(me.event_id, packs.readers_of(me), at)
        return Outcome(200, "corrected", {})

    settled(once(command, "correct_details", correct, event_id=phone.event.id, asker=phone.asker))
    flash(_("That is kept. A later list of the fair does not change it."))
    return redirect(url_for("phone.me", _anchor="share"), 303)
