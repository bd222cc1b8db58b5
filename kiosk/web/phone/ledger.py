"""My ledger, as my own page shows it: who waits for my answer first, then the newest."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.domain import attendees, meetings, notes
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings import Met
from kiosk.web.forms import Form, Line, read_form
from kiosk.web.identity import access
from kiosk.web.phone import bp
from kiosk.web.phone.seen import Contact, seen, told_to
from kiosk.web.phone.speaker import speaking

SHORT = 10
"""So many are found by looking; beyond, the list can be searched."""


class Wanted(Form):
    """A part of somebody's name, or of where they are from."""

    q: Line


@dataclass(frozen=True)
class Row:
    """Somebody met, my own note, and whether I want to write to them."""

    contact: Contact
    note: str
    is_marked: bool

    @property
    def is_open(self) -> bool:
        """Whether they would like to have more than the name, and I have not answered."""
        return self.contact.gave_state == "asked" and not self.contact.is_minor_rule

    def is_about(self, words: list[str]) -> bool:
        """Whether every one of these folded words stands in the name or under it."""
        told = attendees.fold(" ".join((self.contact.name, *self.contact.lines)))
        return all(word in told for word in words)


def ledger_rows(person: Attendee, event: EventFacts, ledger: Sequence[Met]) -> list[Row]:
    """Return whom a person met: open requests first, each part newest first."""
    written, marked = notes.by_meeting(person), notes.followed_up(person)
    told = told_to(person)
    rows = [
        Row(
            seen(met, event, told),
            written.get(met.meeting.id, ""),
            met.meeting.id in marked,
        )
        for met in reversed(ledger)
    ]
    return sorted(rows, key=lambda row: not row.is_open)


@bp.post("/me/found")
@access("phone", event="phone", because="writes nothing")
def find_contact() -> ResponseReturnValue:
    """Show an attendee those they met whose name holds what they typed."""
    speaker = speaking()
    q = read_form(Wanted).q
    words = attendees.fold(q).split()
    person = speaker.person
    everyone = ledger_rows(person, speaker.phone.event, meetings.ledger_of(person))
    rows = [row for row in everyone if row.is_about(words)]
    return render_template("phone/found.html", rows=rows, q=q)
