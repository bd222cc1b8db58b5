"""An appointment for a calendar (RFC 5545, sent as RFC 5546 says): made, moved, called off.

The same UID with a higher SEQUENCE moves the entry that a calendar has; METHOD:CANCEL removes it.
Times stand in UTC (3.3.5, form 2): an entry that happens once is then the same instant for every
calendar, whatever it makes of the rules of a zone, and each shows it where its reader is. Each of
the two gets an entry that names them alone as an attendee: no address goes to the other with it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

METHODS = ("REQUEST", "CANCEL", "PUBLISH")
ALARMS = (timedelta(days=-1), timedelta(hours=-1))


@dataclass(frozen=True)
class Appointment:
    """What an entry says; `organiser` and `attendee` are a name and an address.

    One that is called off may have no times any more (RFC 5546, 3.2.5).
    """

    uid: str
    sequence: int
    summary: str
    description: str
    location: str
    starts_at: datetime | None
    ends_at: datetime | None
    organiser: tuple[str, str]
    attendee: tuple[str, str]


def write_appointment(appointment: Appointment, method: str, at: datetime) -> bytes:
    """Return an entry as a file, CRLF, folded at 75 octets; `method` is one of METHODS."""
    calendar = Calendar()
    calendar.add("prodid", "-//Face to Face//kiosk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_entry(appointment, method, at))
    return bytes(calendar.to_ical())


def _entry(appointment: Appointment, method: str, at: datetime) -> Event:
    entry = Event()
    entry.add("uid", appointment.uid)
    entry.add("sequence", appointment.sequence)
    entry.add("dtstamp", at.astimezone(UTC))
    if appointment.starts_at is not None and appointment.ends_at is not None:
        entry.add("dtstart", appointment.starts_at.astimezone(UTC))
        entry.add("dtend", appointment.ends_at.astimezone(UTC))
    entry.add("summary", appointment.summary)
    entry.add("description", appointment.description)
    if appointment.location:
        entry.add("location", appointment.location)
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    entry.add("class", "PRIVATE")
    _add_people(entry, appointment)
    if method != "CANCEL":
        _add_alarms(entry, appointment.summary)
    return entry


def _add_people(entry: Event, appointment: Appointment) -> None:
    name, address = appointment.organiser
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["CN"] = vText(_quotable(name))
    entry["organizer"] = organiser
    name, address = appointment.attendee
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["CN"] = vText(_quotable(name))
    # Both said yes on our pages already: a calendar's answer would reach nobody who needs it.
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    entry.add("attendee", attendee, encode=False)


def _quotable(name: str) -> str:
    """Return a name that may stand in a parameter: no quote, no control (RFC 5545, 3.2)."""
    return "".join(c for c in name.replace('"', "'") if c.isprintable())


def _add_alarms(entry: Event, words: str) -> None:
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", words)
        alarm.add("trigger", before)
        entry.add_component(alarm)
