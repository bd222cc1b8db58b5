"""Meetings: two people who have met, and what each gave the other.

`record` holds the two tables, `meet` makes meetings and undoes them, `pace` keeps anybody from
collecting people, `ledger` reads a person's own, `slips` prints it; `introductions` are wishes that
a steward sees to, `missions` small things to try, `sightings` badges that
are where their wearers can hardly be.
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
from kiosk.domain.meetings.keeping_away import (
    Block,
    KeptApart,
    Report,
    ReportedPerson,
    block,
    blocked_by,
    decide_reports,
    kept_apart,
    report,
    reported_people,
    unblock,
)
from kiosk.domain.meetings.ledger import (
    SHARED,
    Given,
    Met,
    everyone_met,
    given_at,
    ledger_of,
    met_by_public_id,
    met_by_team,
    open_requests,
)
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
from kiosk.domain.meetings.pace import A_DAY, A_MINUTE, TooFast, in_pace
from kiosk.domain.meetings.record import Meeting, Share, between, by_op_id, by_public_id, shares_of
from kiosk.domain.meetings.remembered import (
    RememberedMeeting,
    Said,
    answer_remembered,
    asked_of,
    remember,
)
from kiosk.domain.meetings.sightings import SeenTwice, seen_twice, whose_old_badges
from kiosk.domain.meetings.slips import SlipOffer, queue_slip, slip_offer, slip_printers

__all__ = [
    "A_DAY",
    "A_MINUTE",
    "SHARED",
    "UNDO_WITHIN",
    "Block",
    "Given",
    "Handshake",
    "Introduction",
    "KeptApart",
    "Meeting",
    "MeetingMade",
    "Met",
    "Mission",
    "RememberedMeeting",
    "Report",
    "ReportedPerson",
    "Said",
    "SeenTwice",
    "Share",
    "SlipOffer",
    "TooFast",
    "answer_remembered",
    "ask_introduction",
    "asked_of",
    "between",
    "block",
    "blocked_by",
    "by_op_id",
    "by_public_id",
    "decide",
    "decide_reports",
    "everyone_met",
    "given_at",
    "in_pace",
    "introduce",
    "introduction_by_public_id",
    "just_done",
    "kept_apart",
    "last_seen",
    "ledger_of",
    "meet",
    "met_by_public_id",
    "met_by_team",
    "mission_for",
    "open_requests",
    "own_introduction",
    "queue_slip",
    "remember",
    "report",
    "reported_people",
    "seen_twice",
    "shares_of",
    "slip_offer",
    "slip_printers",
    "take_introduction",
    "take_introduction_back",
    "unblock",
    "undo",
    "waiting_introductions",
    "waiting_of",
    "whose_old_badges",
    "withdraw",
]
