"""Campus cards: what a card reads as becomes a student id, by patterns the organiser gives.

A pattern is somebody's regular expression, so it runs with a time limit: one that backtracks for
ever (CWE-1333) finds nobody, instead of holding up the door.
"""

import re
from functools import lru_cache
from math import prod

import regex
from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.attendees.record import Attendee
from kiosk.domain.events import EventFacts
from kiosk.errors import Invalid

LONGEST_PATTERN = 200
LONGEST_CARD = 200
PATIENCE_S = 0.05
MOST_REPEATS = 100_000
_REPEATS = re.compile(r"\{(\d*),?(\d*)\}")
_CALLS_ITSELF = re.compile(r"\(\?(?:R|&|P>|[+-]?\d)")


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def check_pattern(pattern: str) -> None:
    """Make sure a pattern can be used.

    Raises:
        Invalid: it is no regular expression, too long, or has not exactly one capture group.
    """
    if not pattern or len(pattern) > LONGEST_PATTERN:
        raise Invalid({"pattern": "Write a pattern of at most 200 characters."})
    if _repeats(pattern) > MOST_REPEATS:
        raise Invalid({"pattern": "This repeats too often. A card holds at most 200 characters."})
    if _CALLS_ITSELF.search(pattern):
        raise Invalid({"pattern": "A pattern cannot call itself here. Write it out."})
    try:
        groups = _compiled(pattern).groups
    except (regex.error, RecursionError, OverflowError):
        raise Invalid(
            {"pattern": "This is not a regular expression. Check its brackets."}
        ) from None
    if groups != 1:
        raise Invalid({"pattern": "Put round brackets around the student number, once: (…)."})


def _repeats(pattern: str) -> int:
    # Repeats inside repeats multiply, and are written out when a pattern is compiled: a time limit
    # would come too late. Those side by side are counted as if they were nested.
    counts = (max(int(low[:9] or 1), int(high[:9] or 1), 1)
              for low, high in _REPEATS.findall(pattern))  # fmt: skip
    return prod(counts)


def read_card(pattern: str, read: str) -> str | None:
    """Return the student id a pattern finds in the whole of what was read, or None."""
    if len(read) > LONGEST_CARD:
        return None
    try:
        found = _compiled(pattern).fullmatch(read.strip(), timeout=PATIENCE_S)
    except (TimeoutError, regex.error):
        return None
    return (found[1] or "").strip() or None if found else None


def by_campus_card(event: EventFacts, read: str) -> Attendee | None:
    """Return whose campus card was read, or None; a number that two people have is nobody's."""
    ids = {read_card(each["pattern"], read) for each in event.card_patterns} - {None}
    if not ids:
        return None
    cases = {case(str(each)) for each in ids for case in (str, str.lower, str.upper)}
    query = select(Attendee).where(
        Attendee.event_id == event.id,
        Attendee.student_id.in_(cases),
        Attendee.erased_at.is_(None),
    )
    found = list(db.session.scalars(query.limit(2)))
    return found[0] if len(found) == 1 else None
