"""Who speaks: the linked phones of this browser, the person each stands for, their meetings.

Everything is looked up as that person at that person's event; what is not theirs is not known.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g

from kiosk.domain import attendees, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Met
from kiosk.domain.phones import PhoneFacts
from kiosk.errors import NotKnown
from kiosk.web.identity import the_phone, this_phone
from kiosk.web.language import prefer


@dataclass(frozen=True)
class Speaker:
    """A linked phone and its person."""

    phone: PhoneFacts
    person: Attendee


def linked() -> list[PhoneFacts]:
    """Return every person this browser may speak for, the newest link first."""
    this_phone()
    found: list[PhoneFacts] = g.phones
    return found


def speaking(phone: PhoneFacts | None = None) -> Speaker:
    """Return who speaks, and answer in that person's language."""
    phone = phone or the_phone()
    person = attendees.get(phone.attendee_id)
    prefer(person.locale)
    return Speaker(phone, person)


def of_meeting(public_id: str) -> PhoneFacts:
    """Return which of this browser's people met there; the newest when none did.

    A meeting that was undone is nobody's any more, yet its undo may be asked for again.
    """
    for phone in linked():
        if _met(phone, public_id) is not None:
            return phone
    return the_phone()


def _met(phone: PhoneFacts, public_id: str) -> Met | None:
    try:
        return meetings.met_by_public_id(attendees.get(phone.attendee_id), public_id)
    except NotKnown:
        return None


def their_meeting(public_id: str) -> tuple[Speaker, Met]:
    """Return who speaks and the meeting, as that person may see it.

    Raises:
        NotKnown: it is nobody's here.
    """
    speaker = speaking(of_meeting(public_id))
    return speaker, meetings.met_by_public_id(speaker.person, public_id)


def inside(phone: PhoneFacts, public_id: str) -> Callable[[], tuple[Attendee, Met]]:
    """Return what loads the person and the meeting anew, inside a write transaction."""

    def load() -> tuple[Attendee, Met]:
        person = attendees.get(phone.attendee_id)
        return person, meetings.met_by_public_id(person, public_id)

    return load
