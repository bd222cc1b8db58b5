"""Letters of mentoring: one kind of letter, whose words say what has happened to a request.

What agrees on a time carries it as an entry for the calendar; what changes it, the same entry with
a higher sequence; what calls it off takes the entry out again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from kiosk.adapters.appointment_entry import Appointment, write_appointment
from kiosk.adapters.letters.mentoring_says import say
from kiosk.adapters.letters.writing import Sender, language_of, write_letter
from kiosk.adapters.mail import Attachment, parse_mail_from
from kiosk.adapters.mentoring_words import asked_for, moment
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.mentoring import Mentor, MentorOffer, MentorRequest
from kiosk.domain.packs import PackLetter

AGREES = ("accepted", "time_taken", "moved", "moved_by_student")


@dataclass(frozen=True)
class Told:
    """What somebody is told: which news, of which request, and where its button leads."""

    what: str
    url: str
    request: MentorRequest | None = None
    offer: MentorOffer | None = None
    mentor: Mentor | None = None
    student: Attendee | None = None
    to_mentor: bool = False
    quote: str = ""
    """What the other wrote, as it is."""
    others: Sequence[tuple[str, str]] = ()
    """Other mentors to ask: who in words, and where."""
    gone: tuple[str, int] | None = None
    """The id and sequence of an entry whose request is erased: it is to leave the calendar too."""

    @property
    def other(self) -> str:
        """The name of the other: a mentor sees a student's first name, a student the mentor's."""
        if self.to_mentor:
            return self.student.first_name if self.student else ""
        # Whoever has deleted their profile has no name any more.
        return self.mentor.name or _("Your mentor") if self.mentor else ""

    @property
    def had_time(self) -> bool:
        """Whether an entry may stand in the reader's calendar."""
        agreed = self.request is not None and self.request.starts_at is not None
        return agreed or self.gone is not None

    @property
    def zone(self) -> str:
        """The time zone that times are told in: the mentor's."""
        return self.mentor.timezone if self.mentor else "UTC"


def mentoring_letter(
    reader: Attendee, event: Event, told: Told, sender: Sender, *, at: datetime, edition: int
) -> PackLetter:
    """Return the letter about one piece of news, with its calendar entry where a time is meant."""
    with force_locale(language_of(reader, event)):
        said = say(told, event)
        files = _invitation(reader, event, told, sender, at)
        context = {
            "said": said, "url": told.url, "quote": told.quote, "other": told.other,
            "others": told.others, **_agreed(told, event),
        }  # fmt: skip
    return write_letter("mentoring", reader, event, context, files, sender, at, edition)


def _agreed(told: Told, event: Event) -> dict[str, str]:
    request = told.request
    if request is None or request.starts_at is None or told.what in {"asked", "declined"}:
        return {"meets": "", "where": ""}
    place = request.where if request.state == "accepted" else ""
    meets = moment(request.starts_at, told.zone)
    if told.zone != event.timezone:  # else ten o'clock is taken for ten o'clock at the fair
        meets = f"{meets} ({told.zone})"
    return {"meets": meets, "where": place}


def _invitation(
    reader: Attendee, event: Event, told: Told, sender: Sender, at: datetime
) -> tuple[Attachment, ...]:
    if told.gone is not None:
        content = _removal(reader, event, told.gone, sender, at)
        return (Attachment("appointment.ics", "text/calendar; method=CANCEL", content),)
    method = "REQUEST" if told.what in AGREES else "CANCEL" if told.what == "cancelled" else ""
    if not method or told.request is None or told.request.starts_at is None:
        return ()
    content = calendar_file(reader, event, told, sender, method, at)
    return (Attachment("appointment.ics", f"text/calendar; method={method}", content),)


def _removal(
    reader: Attendee, event: Event, gone: tuple[str, int], sender: Sender, at: datetime
) -> bytes:
    """Return what takes an entry out of a calendar, of which only its id is left."""
    name, address = parse_mail_from(sender.mail_from)
    public_id, sequence = gone
    entry = Appointment(
        uid=f"{public_id}@{address.rpartition('@')[2]}",
        sequence=sequence,
        summary=_("A request was called off"),
        description=event.name,
        location="",
        starts_at=None,
        ends_at=None,
        organiser=(name or event.name, address),
        attendee=(reader.name, reader.email or ""),
    )
    return write_appointment(entry, "CANCEL", at)


def calendar_file(
    reader: Attendee, event: Event, told: Told, sender: Sender, method: str, at: datetime
) -> bytes:
    """Return a request's calendar entry for one of the two; it has a time."""
    request, offer = told.request, told.offer
    assert request is not None
    assert offer is not None
    assert request.starts_at is not None
    assert request.ends_at is not None
    name, address = parse_mail_from(sender.mail_from)
    return write_appointment(
        Appointment(
            uid=f"{request.public_id}@{address.rpartition('@')[2]}",
            sequence=request.sequence,
            summary=f"{asked_for(offer)}: {told.other}",
            description=f"{event.name}\n{told.url.partition('#')[0]}",
            location=request.where,
            starts_at=request.starts_at,
            ends_at=request.ends_at,
            organiser=(name or event.name, address),
            attendee=(reader.name, reader.email or ""),
        ),
        method,
        at,
    )
