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

STANDING = "standing"
"""What a page gives that was shown without a network: the standing choice as it is by then."""


class Tap(Command):
    """The one button, and what it gives, as the page showed."""

    gives: Line = ""


class Meet(Tap):
    """The phone's person has met who wears this badge."""

    badge: str


def shake(
    tap: Tap, badge: str, phone: PhoneFacts, *, way: str, happened_at: datetime | None = None
) -> str:
    """Let the phone's person and the badge's wearer meet, once; return the meeting's public id.

    When it happened is no part of the request: a tap whose answer was lost is sent again later, by
    a phone that kept it, and is the same tap.

    Raises:
        NotKnown: nobody here wears that badge.
        Refused: the two may not meet now.
    """
    command = Meet(op_id=tap.op_id, gives=tap.gives, badge=codes.read(badge))
    handshake = Handshake(
        phone.event,
        way,
        str(command.op_id),
        phone.asker,
        happened_at=happened_at,
        scanner_gives=None if command.gives == STANDING else fields_in(command.gives),
    )
    outcome = once(
        command,
        "meet",
        lambda at: _meet(handshake, command.badge, phone, at),
        event_id=phone.event.id,
        asker=phone.asker,
    )
    return str(settled(outcome).rows["meeting"])


def _meet(handshake: Handshake, badge: str, phone: PhoneFacts, at: datetime) -> Outcome:
    me, them = attendees.get(phone.attendee_id), wearer(phone.event.id, badge)
    if not meetings.in_pace(handshake, me, them, at):
        return TOO_FAST
    made = meetings.meet(handshake, me, them, at)
    rows = {"meeting": made.meeting.public_id}
    return Outcome(200, "met_before", rows) if made.met_before else Outcome(201, "met", rows)
