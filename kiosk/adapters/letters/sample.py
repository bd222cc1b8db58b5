"""A test letter: a pack of invented people, so that an organiser sees what everybody will get."""

from datetime import datetime, timedelta

from kiosk.adapters.letters.pack import pack_letter
from kiosk.adapters.letters.writing import Sender
from kiosk.domain import prompts
from kiosk.domain.attendees import Attendee
from kiosk.domain.employers import Employer
from kiosk.domain.events import Event
from kiosk.domain.meetings import Meeting, Met, Share
from kiosk.domain.packs import PackContents, PackEntry, PackLetter

_PEOPLE: tuple[dict[str, str], ...] = (
    {"name": "Ben Okafor", "kind": "employer", "role": "Engineer",
     "organisation": "Nova Engineering", "email": "ben@nova.example", "phone": "+447700900123",
     "ask_me_about": "bridges that hum", "where": "Nova Engineering", "note": "Ask about drones."},
    {"name": "Carol Reed", "kind": "mentor", "role": "Civil engineer",
     "email": "carol@mentors.example", "ask_me_about": "changing course",
     "where": "Quiet room", "note": ""},
    {"name": "Dilan Kaya", "kind": "student", "course": "BSc Physics", "where": "", "note": ""},
)  # fmt: skip


def sample_letter(event: Event, sender: Sender, to_address: str, at: datetime) -> PackLetter:
    """Return a pack letter about three invented people, to be sent to an organiser's address.

    Nothing of it is kept, nobody of the fair is in it, and its links open nobody's page.
    """
    reader = Attendee(
        public_id=f"{int(at.timestamp() * 1000):016x}",
        event_id=event.id,
        kind="student",
        name="Asha Patel",
        email=to_address,
        locale=event.locale,
        course="MEng Civil Engineering",
    )
    entries = tuple(_entry(number, known, event, at) for number, known in enumerate(_PEOPLE))
    contents = PackContents(reader, entries)
    return pack_letter(contents, event, sender, at=at, edition=1)


def _entry(number: int, known: dict[str, str], event: Event, at: datetime) -> PackEntry:
    own = {name: value for name, value in known.items() if name not in {"where", "note"}}
    person = Attendee(event_id=event.id, public_id=f"sample{number:010}", **own)
    meeting = Meeting(
        event_id=event.id,
        public_id=f"sample{number:010}",
        prompt_id=prompts.ours()[number].id,
        happened_at=at - timedelta(hours=3, minutes=-17 * number),
    )
    fields = ["name", *(name for name in ("email", "phone") if name in own)]
    got = Share(fields=fields, state="given" if len(fields) > 1 else "asked", consent_version=1)
    stand = Employer(name="Nova Engineering", stand="12", vacancies_url="")
    employer = stand if known["kind"] == "employer" else None
    met = Met(meeting, person, got, got, known["where"] or None, employer)
    return PackEntry(met, known["note"], is_new=known["kind"] != "student")
