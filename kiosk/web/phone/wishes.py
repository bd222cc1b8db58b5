"""What somebody asks of the fair: to be introduced by a steward, or a quieter hour."""

from datetime import datetime
from typing import Literal

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, meetings
from kiosk.domain.operations import Outcome
from kiosk.domain.phones import PhoneFacts
from kiosk.web.forms import Command, Words, once, read_form, settled
from kiosk.web.identity import access, the_phone
from kiosk.web.language import _
from kiosk.web.phone import bp
from kiosk.web.phone.speaker import speaking


class AskedFor(Command):
    """Whom somebody would like to meet, in their own words; the stewards alone read them."""

    wish: Words = ""


class Quiet(Command):
    """Whether somebody would rather come when it is quieter."""

    quiet: Literal["yes", ""] = ""


@bp.post("/me/introductions")
@access("phone", event="phone", op_id=True)
def ask_introduction() -> ResponseReturnValue:
    """Ask the stewards to introduce an attendee to somebody."""
    command, phone = read_form(AskedFor), the_phone()

    def ask(at: datetime) -> Outcome:
        person = attendees.get(phone.attendee_id)
        asked = meetings.ask_introduction(person, command.wish, phone.event, at)
        return Outcome(201, "asked", {"introduction": asked})

    settled(once(command, "ask_introduction", ask, event_id=phone.event.id, asker=phone.asker))
    return _told(phone, _("The stewards know. One of them comes to you."))


@bp.post("/me/introductions/<public_id>/back")
@access("phone", event="phone", op_id=True)
def take_wish_back(public_id: str) -> ResponseReturnValue:
    """Take an attendee's own wish back, even while a steward is on the way."""
    command, phone = read_form(Command), the_phone()

    def take_back(at: datetime) -> Outcome:
        person = attendees.get(phone.attendee_id)
        meetings.take_introduction_back(meetings.own_introduction(person, public_id), at)
        return Outcome(200, "taken_back", {"introduction": public_id})

    name = f"take_wish_back {public_id}"
    settled(once(command, name, take_back, event_id=phone.event.id, asker=phone.asker))
    return _told(phone, _("Taken back. You can ask again at any time."))


@bp.post("/me/quiet")
@access("phone", event="phone", op_id=True)
def prefer_quiet() -> ResponseReturnValue:
    """Keep whether an attendee would rather come when it is quieter."""
    command, phone = read_form(Quiet), the_phone()

    def prefer(at: datetime) -> Outcome:
        attendees.prefer_quiet(attendees.get(phone.attendee_id), command.quiet == "yes", at)
        return Outcome(200, "noted", {})

    settled(once(command, "prefer_quiet", prefer, event_id=phone.event.id, asker=phone.asker))
    return _told(phone, _("Noted, for nobody but the count."))


def _told(phone: PhoneFacts, said: str) -> ResponseReturnValue:
    speaking(phone)  # in their language
    flash(said)
    return redirect(url_for("phone.me", _anchor="today"), 303)
