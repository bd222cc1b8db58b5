"""Walk-ins: who comes without being on the list, and whether they are on it after all.

A likely duplicate is offered, never made silently and never merged: people share names and
addresses. What an address alone says is for stewards, since nobody at a screen may learn from it.
"""

from datetime import datetime
from typing import Any

from rapidfuzz.distance import OSA

from kiosk.domain.attendees.record import Attendee, with_address
from kiosk.domain.attendees.registration import walk_in
from kiosk.domain.attendees.search import fold, search
from kiosk.domain.events import Event
from kiosk.errors import Invalid

KINDS = ("student", "mentor", "guest", "employer")
"""Who may walk in by themselves; staff are written down at the desk."""
SLIPS = 1


def namesakes(event_id: int, name: str, *, staff: bool = False) -> list[Attendee]:
    """Return who is called so already, in any order, or one slip from it; at most eight."""
    try:
        found = search(event_id, name, staff=staff)
    except Invalid:  # too short, or so common that nobody could tell which
        return []
    return [person for person in found if _sounds(person, name)]


def _sounds(person: Attendee, name: str) -> bool:
    own = [person.name, f"{person.given_name or ''} {person.family_name or ''}"]
    typed = {fold(name), _sorted(name)}
    called = {form for each in own if each.strip() for form in (fold(each), _sorted(each))}
    return any(OSA.distance(one, two) <= SLIPS for one in called for two in typed)


def _sorted(name: str) -> str:
    return " ".join(sorted(fold(name).split()))


def is_known(event_id: int, values: dict[str, Any]) -> bool:
    """Whether somebody at this fair has that name or address: for stewards to look at."""
    email = values.get("email")
    by_address = bool(email) and bool(with_address(event_id, str(email)))
    return by_address or bool(namesakes(event_id, values["name"], staff=True))


def come_in_new(event: Event, values: dict[str, Any], *, origin: str, at: datetime) -> Attendee:
    """Register somebody who was on no list, on their own word (`person`) or the desk's."""
    attendee = walk_in(event, values, at)
    attendee.walked_in = True
    attendee.provenance = dict.fromkeys(attendee.provenance, origin)
    return attendee
