"""An appointment for a calendar (RFC 5545, sent as RFC 5546 says): made, moved, called off.

The same UID with a higher SEQUENCE moves the entry that a calendar has; METHOD:CANCEL removes it.
Times stand in the mentor's zone with its rules, so a clock change moves nothing. Each of the two
gets an entry that names them alone as an attendee: no address goes to the other with it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

METHODS = ("REQUEST", "CANCEL", "PUBLISH")
ALARMS = (timedelta(days=-1), timedelta(hours=-1))


@dataclass(frozen=True)
class Appointment:
    """What an entry says; `zone` is an IANA name, `organiser` and `attendee` are name, address."""

    uid: str
    sequence: int
    summary: str
    description: str
    location: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    organiser: tuple[str, str]
    attendee: tuple[str, str]


def write_appointment(appointment: Appointment, method: str, at: datetime) -> bytes:
    """Return an entry as a file, CRLF, folded at 75 octets; `method` is one of METHODS."""
    calendar = Calendar()
    calendar.add("prodid", "-//Face to Face//kiosk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_entry(appointment, method, at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(appointment: Appointment, method: str, at: datetime) -> Event:
    zone, entry = ZoneInfo(appointment.zone), Event()
    entry.add("uid", appointment.uid)
    entry.add("sequence", appointment.sequence)
    entry.add("dtstamp", at.astimezone(UTC))
    entry.add("dtstart", appointment.starts_at.astimezone(zone))
    entry.add("dtend", appointment.ends_at.astimezone(zone))
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
