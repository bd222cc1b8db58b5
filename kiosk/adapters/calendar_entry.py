"""A reminder for a calendar (RFC 5545): one short entry with an alarm, in UTC (3.3.5, form 2).

It names the fair and nobody: many calendars are shared. What only one reader's differs in is put in
afterwards, so that thousands of entries cost one.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Alarm, Calendar, Event

_UID, _STAMP = "0000000000000000", datetime(1970, 1, 1, tzinfo=UTC)
LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Reminder:
    """What an entry says; `starts` is local time, in a zone with a name."""

    summary: str
    description: str
    starts: datetime


def write_reminder(reminder: Reminder, uid: str, domain: str, at: datetime) -> bytes:
    """Return an entry as a file; the same `uid` (16 characters) is the same entry again."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").encode()
    written = _written(reminder, domain)
    written = written.replace(f"UID:{_UID}".encode(), f"UID:{uid}".encode())
    return written.replace(b"DTSTAMP:19700101T000000Z", b"DTSTAMP:" + stamp)


@lru_cache(maxsize=64)
def _written(reminder: Reminder, domain: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Face to Face//kiosk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_entry(reminder, domain))
    return bytes(calendar.to_ical())


def _entry(reminder: Reminder, domain: str) -> Event:
    entry = Event()
    entry.add("uid", f"{_UID}@{domain}")
    entry.add("dtstamp", _STAMP)
    starts = reminder.starts.astimezone(UTC)  # the same instant whatever a program makes of zones
    entry.add("dtstart", starts)
    entry.add("dtend", starts + LASTS)
    entry.add("summary", reminder.summary)
    entry.add("description", reminder.description)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")  # a reminder makes nobody busy
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder.summary)
    alarm.add("trigger", timedelta(0))
    entry.add_component(alarm)
    return entry
