"""Whether somebody is expected, on the desk's word: they paid, or a cancellation was a mistake."""

from datetime import datetime
from typing import Literal

from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, codes
from kiosk.domain.operations import Outcome
from kiosk.web.desk import bp
from kiosk.web.desk.page import acted, go_back, this_event
from kiosk.web.forms import Command, read_form
from kiosk.web.identity import access


class Expecting(Command):
    """Somebody may come after all."""

    back: Literal["help", ""] = ""


@bp.post("/<slug>/people/<person>/expected")
@access("steward", event="staff", op_id=True)
def expect(slug: str, person: str) -> ResponseReturnValue:
    """Let the steward say that somebody has paid, or may come after all."""
    event = this_event(slug)
    command = read_form(Expecting)
    acted(command, event.id, "expect", lambda at: _expected(event.id, person, at), subject=person)
    return go_back(slug, command.back, person)


def _expected(event_id: int, public_id: str, at: datetime) -> Outcome:
    person = attendees.by_public_id(event_id, public_id)
    attendees.expect(person, at)
    codes.issue_missing(event_id, at)
    return Outcome(200, "expected")
