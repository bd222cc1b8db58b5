"""Instants as people read them: in the fair's own time zone and the reader's language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask_babel import get_locale

from kiosk.domain.events import Event, EventFacts


def time_of(event: Event | EventFacts, instant: datetime) -> str:
    """Return the time of day: "10:04"."""
    zone = ZoneInfo(event.timezone)
    return format_time(instant, "short", tzinfo=zone, locale=_locale())


def day_of(event: Event | EventFacts, instant: datetime) -> str:
    """Return the day: "Tuesday, 24 November 2026"."""
    local = instant.astimezone(ZoneInfo(event.timezone))
    return format_date(local.date(), "full", locale=_locale())


def date_of(event: Event | EventFacts, instant: datetime) -> str:
    """Return the date: "24 November 2026"."""
    local = instant.astimezone(ZoneInfo(event.timezone))
    return format_date(local.date(), "long", locale=_locale())


def hours_of(event: Event | EventFacts) -> str:
    """Return when the doors are open: "10:00 – 15:00"."""
    return f"{time_of(event, event.starts_at)} – {time_of(event, event.ends_at)}"


def _locale() -> str:
    # English here is read in Britain: 15:00, and the day before the month.
    locale = str(get_locale() or "en")
    return "en_GB" if locale == "en" else locale
