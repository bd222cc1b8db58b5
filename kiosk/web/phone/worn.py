"""Whose badge it is, for a phone: unknown, dead, erased and not-arrived are all not known."""

from kiosk.domain import arrivals, codes, keys
from kiosk.domain.attendees import Attendee
from kiosk.errors import NotKnown


def wearer(event_id: int, badge: str) -> Attendee:
    """Return who wears a badge, by its code or its last six letters.

    Raises:
        NotKnown: nobody who has arrived.
    """
    typed = keys.normalise(badge)
    if len(typed) == codes.SUFFIX:
        them = codes.by_suffix(event_id, typed)
    else:
        them, _kind = codes.whose(event_id, badge, "badge")
    if not arrivals.has_arrived(them.id):
        raise NotKnown
    return them


def wearer_anywhere(badge: str) -> Attendee:
    """Return who wears a scanned badge, at whichever event.

    Raises:
        NotKnown: nobody who has arrived.
    """
    return wearer(codes.event_of(badge, "badge"), badge)
