"""When each kind of person may come in: kept as minutes around the fair, typed as times of day.

So a fair that is moved takes its windows along, and an organiser writes 07:30. A time of day is the
nearest one before the start, or after the end: a fair may go over midnight.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.events import EARLY_KINDS, Event, read_local, write_local

MOST_MINUTES = 24 * 60


def minutes_of(event: Event, kind: str) -> tuple[int, int]:
    """Return the minutes before the start and after the end."""
    before, after = event.hours.get(kind) or ([120, 60] if kind in EARLY_KINDS else [30, 0])
    return before, after


def as_clock(event: Event, kind: str) -> str:
    """Return a window as it is typed: "07:30 16:00"; as minutes where it spans a day or more."""
    before, after = minutes_of(event, kind)
    opens = write_local(event.starts_at - timedelta(minutes=before), event.zone)[-5:]
    closes = write_local(event.ends_at + timedelta(minutes=after), event.zone)[-5:]
    typed = f"{opens} {closes}"
    try:
        told = read(typed, event.starts_at, event.ends_at, event.zone)
    except ValueError:
        told = None
    return typed if told == [before, after] else f"{before} {after}"


def read(typed: str, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> list[int] | None:
    """Return a window as minutes before and after, None where nothing was typed.

    Raises:
        ValueError: it is neither two times of day nor two numbers of minutes, or too wide.
    """
    words = typed.split()
    if not words:
        return None
    if len(words) != 2:
        raise ValueError
    before, after = words
    minutes = [
        _before(before, starts_at, zone) if ":" in before else _minutes(before),
        _after(after, ends_at, zone) if ":" in after else _minutes(after),
    ]
    if max(minutes) > MOST_MINUTES // 2 and ":" in typed:
        raise ValueError  # 10:30 for a fair that begins at ten: meant was something else
    if max(minutes) > MOST_MINUTES:
        raise ValueError
    return minutes


def _minutes(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 6):
        raise ValueError
    return int(word)


def _before(clock: str, starts_at: datetime, zone: ZoneInfo) -> int:
    day = starts_at.astimezone(zone).date()
    same = _at(day, clock, zone, ends=False)
    opens = same if same <= starts_at else _at(day - timedelta(days=1), clock, zone, ends=False)
    return int((starts_at - opens) / timedelta(minutes=1))


def _after(clock: str, ends_at: datetime, zone: ZoneInfo) -> int:
    day = ends_at.astimezone(zone).date()
    same = _at(day, clock, zone, ends=True)
    closes = same if same >= ends_at else _at(day + timedelta(days=1), clock, zone, ends=True)
    return int((closes - ends_at) / timedelta(minutes=1))


def _at(day: date, clock: str, zone: ZoneInfo, *, ends: bool) -> datetime:
    hour, _, minute = clock.partition(":")
    if not (hour.isascii() and minute.isascii() and len(minute) == 2):
        raise ValueError
    return read_local(f"{day.isoformat()}T{hour:0>2}:{minute}", zone, ends=ends)
