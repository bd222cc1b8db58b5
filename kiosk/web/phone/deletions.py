"""What others took back from a recruiter's team, to be deleted and said so.

Whoever stands here for no employer is told by letter alone: nobody asks them for an answer.
"""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kiosk.domain import audit, events, packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.packs import DeletionRow
from kiosk.errors import NotKnown
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access
from kiosk.web.language import _
from kiosk.web.phone import bp
from kiosk.web.phone.pack_reader import change_mine, reading
from kiosk.web.times import date_of, time_of


class Deleted(Command):
    """The team has deleted it."""


@bp.get("/me/deletions")
@access("phone", "reader", event="reader")
def deletions() -> ResponseReturnValue:
    """Show a recruiter what their team is to delete."""
    reader = reading()
    event = events.get(reader.event.id)
    rows = _rows(reader.person)
    return render_template(
        "phone/deletions.html",
        fair=reader.event,
        has_pack=packs.is_frozen(event.id),
        asked=[
            {
                "id": notice.public_id,
                "name": "" if notice.why == "erased" else giver.name,
                "when": f"{date_of(event, meeting.happened_at)}, "
                f"{time_of(event, meeting.happened_at)}",
                "reference": f"{meeting.public_id}-{giver.public_id}",
            }
            for notice, giver, _receiver, meeting in rows
        ],
    )


def _rows(reader: Attendee) -> list[DeletionRow]:
    return packs.notices_of_employer(reader.employer_id) if reader.employer_id else []


@bp.post("/me/deletions/<public_id>/done")
@access("phone", "reader", event="reader", op_id=True)
def confirm_deletion(public_id: str) -> ResponseReturnValue:
    """Keep that a recruiter's team has deleted what somebody took back."""
    command = read_form(Deleted)

    def act(me: Attendee, at: datetime) -> None:
        if me.employer_id is None:
            raise NotKnown("no_such_notice", "There is no such request to delete something.")
        packs.confirm_deletion(me.employer_id, public_id, me.asker, at)
        audit.note(me.event_id, me.asker, "deletion_confirmed", public_id, at=at)

    change_mine(command, "confirm_deletion", act, subject=public_id)
    flash(_("Thank you. The organiser sees that it is deleted."))
    return redirect(url_for("phone.deletions"), 303)
