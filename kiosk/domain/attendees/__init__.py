"""Attendees: everyone who is registered for a fair, whatever their kind.

`record` is the person, `search` finds one by name, `registration` corrects one, `drafts` and
`taking_in` take a list of them in.
"""

from kiosk.domain.attendees.cards import by_campus_card, check_pattern, read_card
from kiosk.domain.attendees.drafts import Draft, Registered, draft
from kiosk.domain.attendees.factor import proves
from kiosk.domain.attendees.quiet import prefer_quiet, quiet_wishes
from kiosk.domain.attendees.record import (
    STATUSES,
    Attendee,
    NotAnAttendee,
    by_ids,
    by_public_id,
    first_name_of,
    get,
    hold,
    masked_name,
    masked_organisation,
    of_employer,
    of_event,
    with_address,
    with_team,
    words_on_badges,
)
from kiosk.domain.attendees.registration import correct, walk_in
from kiosk.domain.attendees.search import (
    NameToken,
    NameTooOpen,
    QueryTooShort,
    fold,
    names_changed,
    search,
)
from kiosk.domain.attendees.standing import cancel, expect, stand_in_of
from kiosk.domain.attendees.taking_in import Overtaken, register, take_in
from kiosk.domain.attendees.walk_ins import come_in_new, is_known, namesakes

__all__ = [
    "STATUSES",
    "Attendee",
    "Draft",
    "NameToken",
    "NameTooOpen",
    "NotAnAttendee",
    "Overtaken",
    "QueryTooShort",
    "Registered",
    "by_campus_card",
    "by_ids",
    "by_public_id",
    "cancel",
    "check_pattern",
    "come_in_new",
    "correct",
    "draft",
    "expect",
    "first_name_of",
    "fold",
    "get",
    "hold",
    "is_known",
    "masked_name",
    "masked_organisation",
    "names_changed",
    "namesakes",
    "of_employer",
    "of_event",
    "prefer_quiet",
    "proves",
    "quiet_wishes",
    "read_card",
    "register",
    "search",
    "stand_in_of",
    "take_in",
    "walk_in",
    "with_address",
    "with_team",
    "words_on_badges",
]
