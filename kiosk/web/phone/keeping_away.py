"""Keeping somebody away: block and report, one tap each, and the block's undo.

Neither tells the other anything: to them it looks like a request that nobody has answered.
"""

from datetime import datetime
from typing import Literal

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Met
from kiosk.domain.operations import Outcome
from kiosk.web.forms import Command, Words, once, read_form, settled
from kiosk.web.identity import access, the_phone
from kiosk.web.language import _
from kiosk.web.letters import refresh_packs
from kiosk.web.phone import bp
from kiosk.web.phone.contacts import back_to, change


class Block(Command):
    """I want to have no more to do with whom I met."""


class Report(Command):
    """Something that the stewards should know about whom I met; in words or without."""

    words: Words = ""
    away: Literal["yes", ""] = ""


@bp.post("/me/contacts/<public_id>/block")
@access("phone", event="phone", op_id=True)
def keep_away(public_id: str) -> ResponseReturnValue:
    """Keep somebody away whom an attendee met; their page lists it, with Undo."""

    def act(me: Attendee, met: Met, at: datetime) -> None:
        meetings.block(met.meeting, me, at)
        refresh_packs(me.event_id, (me, met.person), at)

    change(read_form(Block), "block", public_id, act)
    flash(_("They are kept away from you. They are not told."))
    return redirect(url_for("phone.me", _anchor="away"), 303)


@bp.post("/me/contacts/<public_id>/report")
@access("phone", event="phone", op_id=True)
def tell_stewards(public_id: str) -> ResponseReturnValue:
    """Tell the stewards about somebody; from now on the two get nothing more of each other."""
    command = read_form(Report)

    def act(me: Attendee, met: Met, at: datetime) -> None:
        meetings.report(met.meeting, me, command.words, at)
        if command.away:
            meetings.block(met.meeting, me, at)
        refresh_packs(me.event_id, (me, met.person), at)

    change(command, "report", public_id, act)
    flash(_("Thank you. A steward reads it, and nobody else learns that you said it."))
    return (
        redirect(url_for("phone.me", _anchor="away"), 303) if command.away else back_to(public_id)
    )


@bp.post("/me/kept-away/<public_id>/undo")
@access("phone", event="phone", op_id=True)
def let_near(public_id: str) -> ResponseReturnValue:
    """Let somebody near again whom an attendee kept away."""
    command, phone = read_form(Block), the_phone()

    def act(at: datetime) -> Outcome:
        me = attendees.get(phone.attendee_id)
        them = meetings.unblock(me, public_id, at)
        refresh_packs(me.event_id, (me, them), at)
        return Outcome(200, "unblocked", {"block": public_id})

    name = f"unblock {public_id}"
    settled(once(command, name, act, event_id=phone.event.id, asker=phone.asker))
    flash(_("That is undone. They are among the people you met again."))
    return redirect(url_for("phone.me", _anchor="met"), 303)
