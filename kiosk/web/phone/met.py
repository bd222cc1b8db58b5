"""Right after the tap: the two have met, one question to ask, and the phone may go away."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.domain import attendees, meetings, prompts
from kiosk.domain.mentoring.met import offered_by
from kiosk.domain.operations import Outcome
from kiosk.domain.phones import PhoneFacts
from kiosk.web.forms import Command, once, read_form, settled
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.letters import refresh_packs
from kiosk.web.offer_words import asked_for
from kiosk.web.phone import bp
from kiosk.web.phone.face import face_of
from kiosk.web.phone.nudges import nudges_at_meeting
from kiosk.web.phone.speaker import of_meeting, their_meeting


class Undo(Command):
    """Take a meeting back."""


@bp.get("/me/met/<public_id>")
@access("phone", event="phone")
def met(public_id: str) -> ResponseReturnValue:
    """Tell an attendee that they have met, and hand them a question to ask."""
    speaker, found = their_meeting(public_id)
    locale = speaker.person.locale or speaker.phone.event.locale
    return render_template(
        "phone/met.html",
        met=found,
        face=face_of(found.person),
        question=prompts.wording(found.meeting.event_id, found.meeting.prompt_id, locale),
        is_over=speaker.phone.event.is_over(clock.now()),
        may_undo=may_undo(found.meeting.recorded_at),
        nudges=nudges_at_meeting(speaker, clock.now()),
        offered=offered_by(speaker.person, [found.person]).get(found.person.id),
        asked_for=asked_for,
    )


def may_undo(recorded_at: datetime) -> bool:
    """Whether a meeting is young enough to be undone."""
    return clock.now() - recorded_at <= meetings.UNDO_WITHIN


@bp.post("/me/met/<public_id>/undo")
@access("phone", event="phone", op_id=True)
def undo_meeting(public_id: str) -> ResponseReturnValue:
    """Let either of the two take a meeting back, within ten minutes."""
    command, phone = read_form(Undo), of_meeting(public_id)
    outcome = once(
        command,
        f"undo_meeting {public_id}",
        lambda at: _undo(phone, public_id, at),
        event_id=phone.event.id,
        asker=phone.asker,
    )
    settled(outcome)
    flash(_("That is undone. Nothing of it goes into a pack."))
    return redirect(url_for("phone.me"), 303)


def _undo(phone: PhoneFacts, public_id: str, at: datetime) -> Outcome:
    person = attendees.get(phone.attendee_id)
    found = meetings.met_by_public_id(person, public_id)
    meetings.undo(found.meeting, by=phone.asker, device_id=None, at=at)
    refresh_packs(phone.event.id, (person, found.person), at)
    return Outcome(200, "undone", {"meeting": public_id})
