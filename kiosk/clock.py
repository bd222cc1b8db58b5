"""The only reader of the wall clock: everything else is told the time as `at`."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this instant, aware and in UTC."""
    return datetime.now(UTC)
