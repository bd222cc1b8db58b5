"""Events: one fair, its hours, lists and wording. Every other row belongs to one.

`record` is the event with its settings, `lists` who may come in where, `facts` what doors remember.
"""

from kiosk.domain.events.facts import EARLY_KINDS, EventFacts, facts
from kiosk.domain.events.lists import (
    ENTRIES,
    CheckInList,
    ListFacts,
    ListNameTaken,
    first_list,
    list_by_public_id,
    list_facts,
    lists_of,
    practice_list,
    shape_list,
)
from kiosk.domain.events.record import (
    CONSENT,
    KINDS,
    SECOND_FACTORS,
    SETTINGS,
    ConsentText,
    Event,
    SlugTaken,
    are_open,
    by_slug,
    close,
    consent_wording,
    create,
    every,
    get,
    hold,
    reword_consent,
)

__all__ = [
    "CONSENT",
    "EARLY_KINDS",
    "ENTRIES",
    "KINDS",
    "SECOND_FACTORS",
    "SETTINGS",
    "CheckInList",
    "ConsentText",
    "Event",
    "EventFacts",
    "ListFacts",
    "ListNameTaken",
    "SlugTaken",
    "are_open",
    "by_slug",
    "close",
    "consent_wording",
    "create",
    "every",
    "facts",
    "first_list",
    "get",
    "hold",
    "list_by_public_id",
    "list_facts",
    "lists_of",
    "practice_list",
    "reword_consent",
    "shape_list",
]
