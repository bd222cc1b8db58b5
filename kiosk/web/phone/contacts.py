"""One person met: what they gave, what I gave, my note; give, decline, withdraw.

A note is its author's own: whom it is about never sees it here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, employers, meetings, notes
from kiosk.domain.attendees import Attendee, sharing
from kiosk.domain.meetings import Met
from kiosk.domain.mentoring.met import offered_by
from kiosk.domain.operations import Outcome
from kiosk.web.forms import Command, Line, Words, once, read_form, settled
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.letters import refresh_packs, take_back
from kiosk.web.offer_words import asked_for
from kiosk.web.phone import bp
from kiosk.web.phone.exchange import fields_in, options
from kiosk.web.phone.met import may_undo
from kiosk.web.phone.seen import seen, told_to
from kiosk.web.phone.speaker import of_meeting, their_meeting
from kiosk.web.pictures import picture


class Note(Command):
    """My own words about whom I met; none removes the note."""

    note: Words = ""


class Answer(Command):
    """What I give to somebody who would like to have it; "no" gives nothing more."""

    gives: Line = ""
    answer: Line = "give"


class FollowUp(Command):
    """Whether I want to write to whom I met."""

    wanted: Literal["yes", "no"]


class Withdrawal(Command):
    """Take back what I gave."""


@bp.get("/me/contacts/<public_id>")
@access("phone", event="phone")
def contact(public_id: str) -> ResponseReturnValue:
    """Show an attendee somebody they met, and what each gave the other."""
    speaker, met = their_meeting(public_id)
    event = speaker.phone.event
    note = notes.of(met.meeting, speaker.person)
    standing = sharing.standing(speaker.person, sharing.audience_of(met.person))
    return render_template(
        "phone/contact.html",
        contact=seen(met, event, told_to(speaker.person)),
        options=options(speaker.person, standing),
        note=note.words if note else "",
        is_marked=bool(note and note.follow_up),
        may_undo=may_undo(met.meeting.recorded_at),
        offered=offered_by(speaker.person, [met.person]).get(met.person.id),
        asked_for=asked_for,
    )


@bp.get("/me/contacts/<public_id>/logo.png")
@access("phone", event="phone")
def contact_logo(public_id: str) -> ResponseReturnValue:
    """Show an attendee the logo of the employer whose recruiter they met."""
    _speaker, met = their_meeting(public_id)
    return picture(employers.logo_of(met.employer.id) if met.employer else None, "logo")


@bp.post("/me/contacts/<public_id>/note")
@access("phone", event="phone", op_id=True)
def write_note(public_id: str) -> ResponseReturnValue:
    """Keep an attendee's own note about somebody they met."""
    command = read_form(Note)
    change(
        command,
        "write_note",
        public_id,
        lambda me, met, at: notes.write(met.meeting, me, command.note, at),
    )
    flash(_("Your note is kept.") if command.note else _("There is no note now."))
    return back_to(public_id)


@bp.post("/me/contacts/<public_id>/follow-up")
@access("phone", event="phone", op_id=True)
def mark_follow_up(public_id: str) -> ResponseReturnValue:
    """Let an attendee mark somebody they want to write to, or take the mark away."""
    command = read_form(FollowUp)
    wanted = command.wanted == "yes"
    change(
        command,
        "mark_follow_up",
        public_id,
        lambda me, met, at: notes.mark_follow_up(met.meeting, me, wanted, at),
    )
    flash(_("You find them under “To write to”.") if wanted else _("The mark is taken away."))
    return back_to(public_id)


@bp.post("/me/contacts/<public_id>/answer")
@access("phone", event="phone", op_id=True)
def answer_request(public_id: str) -> ResponseReturnValue:
    """Give somebody what they would like to have, or decline."""
    command = read_form(Answer)
    fields = None if command.answer == "no" else list(fields_in(command.gives))
    event = of_meeting(public_id).event

    def act(me: Attendee, met: Met, at: datetime) -> None:
        meetings.decide(met.meeting, me, fields, event=event, at=at)
        refresh_packs(event.id, (met.person,), at)

    change(command, "answer_request", public_id, act)
    flash(_("Nothing more is given.") if fields is None else _("That is given."))
    return back_to(public_id)


@bp.post("/me/contacts/<public_id>/withdrawal")
@access("phone", event="phone", op_id=True)
def withdraw_share(public_id: str) -> ResponseReturnValue:
    """Take back what an attendee gave; the other keeps the name that the badge prints."""
    command = read_form(Withdrawal)

    told: list[Attendee] = []

    def act(me: Attendee, met: Met, at: datetime) -> None:
        told.extend(take_back(met.meeting, me, met.person, at))

    change(command, "withdraw_share", public_id, act)
    flash(taken_back(told))
    return back_to(public_id)


def taken_back(told: list[Attendee]) -> str:
    """Return what became of something that was taken back."""
    if told:
        return _("That is taken back, and they are told to delete it.")
    return _("That is taken back. They keep only the name on your badge.")


def change(
    command: Command,
    verb: str,
    public_id: str,
    act: Callable[[Attendee, Met, datetime], object],
) -> None:
    """Do one thing to one of the phone's person's own meetings, once."""
    phone = of_meeting(public_id)

    def change(at: datetime) -> Outcome:
        me = attendees.get(phone.attendee_id)
        act(me, meetings.met_by_public_id(me, public_id), at)
        return Outcome(200, verb, {"meeting": public_id})

    name = f"{verb} {public_id}"
    settled(once(command, name, change, event_id=phone.event.id, asker=phone.asker))


def back_to(public_id: str) -> ResponseReturnValue:
    """Go back to the person's page."""
    return redirect(url_for("phone.contact", public_id=public_id), 303)
