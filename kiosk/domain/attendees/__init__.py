"""Attendees: everyone who is registered for a fair, whatever their kind.

`record` is the person, `search` finds one by name, `registration` takes a list of them in.
"""

from kiosk.domain.attendees.cards import by_campus_card, check_pattern, read_card
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
)
from kiosk.domain.attendees.registration import Registered, correct, register, walk_in
from kiosk.domain.attendees.search import (
    NameToken,
    NameTooOpen,
    QueryTooShort,
    fold,
    names_changed,
    search,
)
from kiosk.domain.attendees.standing import cancel, expect, stand_in_of

__all__ = [
    "STATUSES",
    "Attendee",
    "NameToken",
    "NameTooOpen",
    "NotAnAttendee",
    "QueryTooShort",
    "Registered",
    "by_campus_card",
    "by_ids",
    "by_public_id",
    "cancel",
    "check_pattern",
    "correct",
    "expect",
    "first_name_of",
    "fold",
    "get",
    "hold",
    "masked_name",
    "masked_organisation",
    "names_changed",
    "of_employer",
    "of_event",
    "read_card",
    "register",
    "search",
    "stand_in_of",
    "walk_in",
    "with_address",
]
