"""Who reads a pack's page: a linked phone's person, or whoever opened the link in their letter.

Both may do just the same there, and both are the person themselves. A link that was opened counts
first: it was opened later, and the page says whose it is and how to close it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain import attendees, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings import Met
from kiosk.domain.operations import Outcome
from kiosk.web.forms import Command, once, settled
from kiosk.web.identity import the_phone, this_reader
from kiosk.web.language import prefer


@dataclass(frozen=True)
class PackReader:
    """Whose pack is read here."""

    attendee_id: int
    event: EventFacts
    asker: str
    by_link: bool

    @property
    def person(self) -> Attendee:
        """The person, as they are now."""
        return attendees.get(self.attendee_id)


def reading() -> PackReader:
    """Return whose pack is read, and answer in their language."""
    reader = this_reader()
    if reader is not None:
        found = PackReader(reader.attendee_id, reader.event, reader.asker, by_link=True)
    else:
        phone = the_phone()
        found = PackReader(phone.attendee_id, phone.event, phone.asker, by_link=False)
    prefer(found.person.locale)
    return found


def change_mine(
    command: Command, verb: str, act: Callable[[Attendee, datetime], object], *, subject: str = ""
) -> None:
    """Do one thing to what is the reader's own, once."""
    reader = reading()

    def change(at: datetime) -> Outcome:
        act(reader.person, at)
        return Outcome(200, verb, {"meeting": subject} if subject else {})

    name = f"{verb} {subject}".strip()
    settled(once(command, name, change, event_id=reader.event.id, asker=reader.asker))


def change_met(
    command: Command,
    verb: str,
    public_id: str,
    act: Callable[[Attendee, Met, datetime], object],
) -> None:
    """Do one thing to one of the reader's own meetings, once."""

    def change(me: Attendee, at: datetime) -> None:
        act(me, meetings.met_by_public_id(me, public_id), at)

    change_mine(command, verb, change, subject=public_id)
