"""Meetings: two people who have met, and what each gave the other.

`record` holds the two tables, `meet` makes meetings and undoes them, `ledger` reads a person's own,
`slips` prints it; `introductions` are wishes a steward sees to, `missions` small things to try.
"""

from kiosk.domain.meetings.introductions import (
    Introduction,
    ask_introduction,
    introduce,
    introduction_by_public_id,
    last_seen,
    own_introduction,
    take_introduction,
    take_introduction_back,
    waiting_introductions,
    waiting_of,
)
from kiosk.domain.meetings.keeping_away import Block, Report
from kiosk.domain.meetings.ledger import Met, ledger_of, met_by_public_id, of_team, open_requests
from kiosk.domain.meetings.meet import (
    UNDO_WITHIN,
    Handshake,
    MeetingMade,
    decide,
    meet,
    undo,
    withdraw,
)
from kiosk.domain.meetings.missions import Mission, just_done, mission_for
from kiosk.domain.meetings.record import Meeting, Share, between, by_op_id, by_public_id, shares_of
from kiosk.domain.meetings.remembered import RememberedMeeting
from kiosk.domain.meetings.slips import SlipOffer, queue_slip, slip_offer, slip_printers

__all__ = [
    "UNDO_WITHIN",
    "Block",
    "Handshake",
    "Introduction",
    "Meeting",
    "MeetingMade",
    "Met",
    "Mission",
    "RememberedMeeting",
    "Report",
    "Share",
    "SlipOffer",
    "ask_introduction",
    "between",
    "by_op_id",
    "by_public_id",
    "decide",
    "introduce",
    "introduction_by_public_id",
    "just_done",
    "last_seen",
    "ledger_of",
    "meet",
    "met_by_public_id",
    "mission_for",
    "of_team",
    "open_requests",
    "own_introduction",
    "queue_slip",
    "shares_of",
    "slip_offer",
    "slip_printers",
    "take_introduction",
    "take_introduction_back",
    "undo",
    "waiting_introductions",
    "waiting_of",
    "withdraw",
]
