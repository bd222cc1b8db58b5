"""Times as people write them, in the fair's own zone, and what the clock changes do to them.

In spring an hour does not exist: a time in it is refused. In autumn an hour comes twice: something
begins with the first and ends with the second, so that what was promised is open both times.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class NoSuchHour(ValueError):
    """The clocks go forward over that time."""


def read_local(typed: str, zone: ZoneInfo, *, ends: bool = False) -> datetime:
    """Return the instant of a time such as 2026-11-24T10:00, which may name its own offset.

    `ends` says that something ends then: of an hour that comes twice it is the second.

    Raises:
        NoSuchHour: the clocks go forward over it.
        ValueError: it is no time.
        OverflowError: it is too far away.
    """
    at = datetime.fromisoformat(typed)
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    instant = at.replace(tzinfo=zone, fold=int(ends)).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != at:
        raise NoSuchHour
    return instant


def write_local(at: datetime | None, zone: ZoneInfo) -> str:
    """Return an instant as it is typed, "" for none."""
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if at else ""
