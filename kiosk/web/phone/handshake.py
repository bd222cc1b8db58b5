"""One tap, and both have met: the same for a scanned badge, typed letters and a phone just linked.

The badge is part of the request, so the same op_id with another badge is another request.
"""

from datetime import datetime

from kiosk.domain import attendees, codes, meetings
from kiosk.domain.meetings import Handshake
from kiosk.domain.operations import Outcome
from kiosk.domain.phones import PhoneFacts
from kiosk.web.forms import TOO_FAST, Command, Line, once, settled
from kiosk.web.phone.exchange import fields_in
from kiosk.web.phone.worn import wearer


class Tap(Command):
    """The one button, and what it gives, as the page showed."""

    gives: Line = ""


class Meet(Tap):
    """The phone's person has met who wears this badge."""

    badge: str


def shake(tap: Tap, badge: str, phone: PhoneFacts, *, way: str) -> str:
    """Let the phone's person and the badge's wearer meet, once; return the meeting's public id.

    Raises:
        NotKnown: nobody here wears that badge.
        Refused: the two may not meet now.
    """
    command = Meet(op_id=tap.op_id, gives=tap.gives, badge=codes.read(badge))
    fields_in(command.gives)
    outcome = once(
        command,
        "meet",
        lambda at: _meet(command, phone, way, at),
        event_id=phone.event.id,
        asker=phone.asker,
    )
    return str(settled(outcome).rows["meeting"])


def _meet(command: Meet, phone: PhoneFacts, way: str, at: datetime) -> Outcome:
    me, them = attendees.get(phone.attendee_id), wearer(phone.event.id, command.badge)
    handshake = Handshake(
        phone.event,
        way,
        str(command.op_id),
        phone.asker,
        scanner_gives=fields_in(command.gives),
    )
    if not meetings.in_pace(handshake, me, them, at):
        return TOO_FAST
    made = meetings.meet(handshake, me, them, at)
    rows = {"meeting": made.meeting.public_id}
    return Outcome(200, "met_before", rows) if made.met_before else Outcome(201, "met", rows)
