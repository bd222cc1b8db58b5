"""Times as a mentor types them: days and hours of their own time zone, and the next free slots."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale

from kiosk.domain.mentoring import Mentor, MentorRequest, Time, openings
from kiosk.domain.mentoring.requests import busy_of
from kiosk.errors import Invalid
from kiosk.web import offer_words
from kiosk.web.forms import Command, Line
from kiosk.web.language import _

MOST_SLOTS = 5
_YEARS = range(2000, 3000)


class TypedTime(Command):
    """A time: one of the slots by its key, or "other" and the fields beside it."""

    when: Line = ""
    day: Line = ""
    starts: Line = ""
    lasts: Line = "30"


def time_in(typed: TypedTime, mentor: Mentor) -> Time | None:
    """Return the time somebody chose or typed; None: neither.

    Raises:
        Invalid: it cannot be read, or the clocks skip it.
    """
    if typed.when == "other" or (not typed.when and (typed.day or typed.starts)):
        return _typed(typed, mentor)
    return Time(typed.when) if typed.when else None


def _typed(typed: TypedTime, mentor: Mentor) -> Time:
    wrong: dict[str, str] = {}
    day, starts = read_day(typed.day, "day", wrong), read_hour(typed.starts, "starts", wrong)
    lasts = read_number(typed.lasts, "lasts", wrong)
    if wrong or day is None or starts is None:
        raise Invalid(wrong or {"day": _("Choose a day.")})
    begins = instant_of(mentor, day, starts)
    return Time("", begins, begins + timedelta(minutes=min(lasts, 10_000)))


def instant_of(mentor: Mentor, day: date, starts: time) -> datetime:
    """Return when a local time of a mentor's is.

    Raises:
        Invalid: the clocks skip it.
    """
    begins = openings.instant(day, starts, ZoneInfo(mentor.timezone))
    if begins is None:
        raise Invalid({"starts": _("The clocks change then and skip that hour. Choose another.")})
    return begins


def read_day(text: str, name: str, wrong: dict[str, str]) -> date | None:
    """Return a day as a date field sends it; what cannot be read is noted in `wrong`."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if day.year in _YEARS:  # at the ends of the calendar an hour in another zone is no instant
            return day
    wrong[name] = _("Choose a day, such as 2026-11-24.")
    return None


def read_hour(text: str, name: str, wrong: dict[str, str]) -> time | None:
    """Return a time of day as a time field sends it; what cannot be read is noted in `wrong`."""
    try:
        read = time.fromisoformat(text)
    except ValueError:
        wrong[name] = _("Choose a time, such as 14:30.")
        return None
    return time(read.hour, read.minute)


def read_number(text: str, name: str, wrong: dict[str, str]) -> int:
    """Return a whole number; what cannot be read is noted in `wrong`."""
    if text.isascii() and text.isdecimal() and len(text) < 6:
        return int(text)
    wrong[name] = _("Write a number.")
    return 0


def next_slots(mentor: Mentor, at: datetime, *, but: int = 0) -> list[tuple[str, str]]:
    """Return a mentor's next free slots: the key that names each, and when it is in words."""
    free = openings.free_slots(openings.openings_of(mentor.id), busy_of(mentor.id, but=but), at)
    return [
        (slot.key, offer_words.moment(slot.starts_at, mentor.timezone))
        for slot in free[:MOST_SLOTS]
    ]


def minutes_of(request: MentorRequest) -> int:
    """Return how long a request's time is."""
    if request.starts_at is None or request.ends_at is None:
        return 30
    return round((request.ends_at - request.starts_at).total_seconds() / 60)


def day_words(day: date | None) -> str:
    """Return a day as people read it: "Tuesday 24 November"; "" without one."""
    locale = str(get_locale() or "en")
    locale = "en_GB" if locale == "en" else locale
    return format_date(day, "EEEE d MMMM", locale=locale) if day else ""


def weekday_words(day: date) -> str:
    """Return which day of the week it is: "Tuesday"."""
    return format_date(day, "EEEE", locale=str(get_locale() or "en"))


def day_of(at: datetime | None, mentor: Mentor) -> str:
    """Return on which day of a mentor's an instant is, as people read it."""
    return day_words(at.astimezone(ZoneInfo(mentor.timezone)).date()) if at else ""
