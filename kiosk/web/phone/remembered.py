"""Somebody I met is missing: I say their name, and if they are here, they say whether we met.

The answer to a name is the same for nobody, one and several, so that it tells nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from pydantic import StringConstraints

from kiosk.domain import attendees, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings import MeetingMade, Said
from kiosk.domain.operations import Outcome
from kiosk.web.forms import Command, Line, once, read_form, settled
from kiosk.web.identity import access, the_phone
from kiosk.web.language import _
from kiosk.web.letters import refresh_both_packs
from kiosk.web.limits import limiter
from kiosk.web.phone import bp
from kiosk.web.phone.exchange import Exchange, exchange, fields_in, held
from kiosk.web.phone.face import Face, face_of


class Missing(Command):
    """Whom I met, by name; and what I give them once they say so too."""

    name: Annotated[Line, StringConstraints(min_length=1)]
    organisation: Line = ""
    gives: Line = ""


class Reply(Command):
    """Yes, we met, and what I give; or no."""

    answer: Literal["yes", "no"]
    gives: Line = ""


@dataclass(frozen=True)
class Question:
    """Somebody who says that they met me: who they are, and what each would give."""

    id: str
    face: Face
    exchange: Exchange
    got: str


def questions_to(person: Attendee, event: EventFacts, at: datetime) -> list[Question]:
    """Return who waits for this person to say whether they met."""
    return [
        Question(row.public_id, face_of(them), exchange(person, them, event, at),
                 held(them, row.gives))
        for row, them in meetings.asked_of(person)
    ]  # fmt: skip


by_person = limiter.limit("20/hour;60/day", key_func=lambda: the_phone().asker)
"""Counted whoever is called so, or nobody: a limit on matches would tell of them."""


@bp.post("/me/remembered")
@access("phone", event="phone", op_id=True)
@by_person
def say_met() -> ResponseReturnValue:
    """Let an attendee say whom they met; whoever it is says so too, or nothing comes of it."""
    command, phone = read_form(Missing), the_phone()
    said = Said(command.name, command.organisation, fields_in(command.gives))

    def act(at: datetime) -> Outcome:
        me = attendees.get(phone.attendee_id)
        _refresh(meetings.remember(me, said, event=phone.event, at=at), at)
        return Outcome(200, "said", {})

    settled(once(command, "remember", act, event_id=phone.event.id, asker=phone.asker))
    flash(_("If they are here, they will be asked."))
    return redirect(url_for("phone.me", _anchor="met"), 303)


@bp.post("/me/remembered/<public_id>/answer")
@access("phone", event="phone", op_id=True)
def answer_question(public_id: str) -> ResponseReturnValue:
    """Let an attendee say whether they met who says so."""
    command, phone = read_form(Reply), the_phone()
    gives = fields_in(command.gives) if command.answer == "yes" else None

    def act(at: datetime) -> Outcome:
        me = attendees.get(phone.attendee_id)
        made = meetings.answer_remembered(me, public_id, gives, event=phone.event, at=at)
        _refresh(made, at)
        return Outcome(200, "answered", {"meeting": made.meeting.public_id} if made else {})

    name = f"answer {public_id}"
    outcome = settled(once(command, name, act, event_id=phone.event.id, asker=phone.asker))
    if "meeting" in outcome.rows:
        return redirect(url_for("phone.met", public_id=outcome.rows["meeting"]), 303)
    flash(_("That is closed. They are not told."))
    return redirect(url_for("phone.me"), 303)


def _refresh(made: MeetingMade | None, at: datetime) -> None:
    if made is not None:
        refresh_both_packs(made.meeting, at)
