"""What somebody does on their pack's page: note, "I wrote", "they answered", take back, wishes."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import notes, packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Meeting, Met
from kiosk.web.forms import Command, Words, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.letters import take_back
from kiosk.web.phone import bp
from kiosk.web.phone.contacts import taken_back
from kiosk.web.phone.pack_reader import change_met, change_mine


class Said(Command):
    """Yes, or not after all."""

    said: Literal["yes", "no"]


class OwnNote(Command):
    """My own words about whom I met; none removes the note."""

    note: Words = ""


class TakingBack(Command):
    """Take back what I gave."""


def _back(public_id: str = "") -> ResponseReturnValue:
    return redirect(url_for("phone.pack", _anchor=public_id or None), 303)


@bp.post("/me/pack/<public_id>/wrote")
@access("phone", "reader", event="reader", op_id=True)
def say_wrote(public_id: str) -> ResponseReturnValue:
    """Keep that an attendee wrote to somebody, or did not after all."""
    return _say(public_id, "say_wrote", notes.mark_wrote)


@bp.post("/me/pack/<public_id>/answered")
@access("phone", "reader", event="reader", op_id=True)
def say_answered(public_id: str) -> ResponseReturnValue:
    """Keep that somebody answered an attendee, or did not after all."""
    return _say(public_id, "say_answered", notes.mark_answered)


def _say(
    public_id: str, verb: str, mark: Callable[[Meeting, Attendee, bool, datetime], None]
) -> ResponseReturnValue:
    command = read_form(Said)

    def act(me: Attendee, met: Met, at: datetime) -> None:
        mark(met.meeting, me, command.said == "yes", at)

    change_met(command, verb, public_id, act)
    return _back(public_id)


@bp.post("/me/pack/<public_id>/note")
@access("phone", "reader", event="reader", op_id=True)
def note_in_pack(public_id: str) -> ResponseReturnValue:
    """Keep an attendee's own note about somebody in their pack."""
    command = read_form(OwnNote)

    def act(me: Attendee, met: Met, at: datetime) -> None:
        notes.write(met.meeting, me, command.note, at)

    change_met(command, "note_in_pack", public_id, act)
    return _back(public_id)


@bp.post("/me/pack/<public_id>/withdrawal")
@access("phone", "reader", event="reader", op_id=True)
def withdraw_in_pack(public_id: str) -> ResponseReturnValue:
    """Take back what an attendee gave to somebody in their pack."""
    command = read_form(TakingBack)
    told: list[Attendee] = []

    def act(me: Attendee, met: Met, at: datetime) -> None:
        told.extend(take_back(met.meeting, me, met.person, at))

    change_met(command, "withdraw_in_pack", public_id, act)
    flash(taken_back(told))
    return _back(public_id)


@bp.post("/me/pack/nudge")
@access("phone", "reader", event="reader", op_id=True)
def wish_nudge() -> ResponseReturnValue:
    """Let an attendee be reminded once, or not after all."""
    command = read_form(Said)

    def act(me: Attendee, _at: datetime) -> None:
        packs.wish_nudge(me, command.said == "yes")

    change_mine(command, "wish_nudge", act)
    flash(
        _("We write once more in two days, and then never again.") if command.said == "yes"
        else _("We do not write again.")
    )  # fmt: skip
    return _back("wishes")


@bp.post("/me/pack/count")
@access("phone", "reader", event="reader", op_id=True)
def let_count() -> ResponseReturnValue:
    """Let the fair count that an attendee read their pack, or not after all."""
    command = read_form(Said)

    def act(me: Attendee, at: datetime) -> None:
        packs.let_count(me, command.said == "yes", at)

    change_mine(command, "let_count", act)
    return _back("wishes")
