"""Badges read where their wearers can hardly be: at two stations within a minute, or long dead.

A picture of a badge can be held up like the badge itself. That is accepted, limited by what a badge
may do, and told to the stewards: worked out from the rows there are, at no scan's expense.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain import attendees, codes, keys
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device
from kiosk.domain.meetings.record import Meeting
from kiosk.errors import NotKnown

APART = timedelta(seconds=60)
"""Nobody walks from one station to another in less."""

Texts = Callable[[str], Iterable[str]]
"""How scanners may write a badge code: bare, or as the address that its picture holds."""


@dataclass(frozen=True)
class SeenTwice:
    """One badge at two stations within a minute."""

    attendee: Attendee
    stations: tuple[str, str]
    at: datetime


def seen_twice(event_id: int, since: datetime, texts: Texts) -> list[SeenTwice]:
    """Return the badges that two stations read within a minute since then, each once, newest first.

    Whose own stand it is was not read there: recruiters take turns and walk about.
    """
    seen: dict[int, list[tuple[datetime, int]]] = {}
    for attendee_id, device_id, at, read_hash in _readings(event_id, since):
        if not read_hash or read_hash in _hashes_of(attendee_id, texts):
            seen.setdefault(attendee_id, []).append((at, device_id))
    twice = {who: found for who, rows in seen.items() if (found := _apart(rows))}
    people = attendees.by_ids(event_id, twice)
    query = select(Device.id, Device.name).where(Device.event_id == event_id)
    names = {row.id: row.name for row in db.session.execute(query)}
    told = [
        SeenTwice(people[who], (names[one], names[other]), at)
        for who, (at, one, other) in twice.items()
        if who in people
    ]
    return sorted(told, key=lambda each: each.at, reverse=True)


def _readings(event_id: int, since: datetime) -> Iterator[tuple[int, int, datetime, str]]:
    """Yield who was read at which station and when; with a hash where it may have been a ticket."""
    came = select(Arrival.attendee_id, Arrival.device_id, Arrival.happened_at).where(
        Arrival.event_id == event_id, Arrival.recorded_at >= since, Arrival.way == "badge",
        Arrival.device_id.is_not(None),
    )  # fmt: skip
    for attendee_id, device_id, at in db.session.execute(came):
        yield attendee_id, device_id or 0, at, ""
    met = (
        select(Attendee.id, Meeting.device_id, Meeting.happened_at)
        .join(Attendee, Attendee.id.in_((Meeting.low_id, Meeting.high_id)))
        .join(Device, Device.id == Meeting.device_id)
        .where(Meeting.event_id == event_id, Meeting.recorded_at >= since)
        .where(Device.employer_id.is_distinct_from(Attendee.employer_id)
               | Device.employer_id.is_(None))
    )  # fmt: skip
    for attendee_id, device_id, at in db.session.execute(met):
        yield attendee_id, device_id or 0, at, ""
    kept = select(RefusedScan).where(
        RefusedScan.event_id == event_id, RefusedScan.recorded_at >= since,
        RefusedScan.attendee_id.is_not(None), RefusedScan.device_id.is_not(None),
    )  # fmt: skip
    for scan in db.session.scalars(kept):
        yield scan.attendee_id or 0, scan.device_id or 0, scan.happened_at, scan.read_hash


def _apart(rows: list[tuple[datetime, int]]) -> tuple[datetime, int, int] | None:
    for (before, one), (at, other) in reversed(list(pairwise(sorted(rows)))):
        if one != other and at - before <= APART:
            return at, one, other
    return None


def _hashes_of(attendee_id: int, texts: Texts) -> set[str]:
    try:
        return _hashes(codes.code_of("badge", attendees.get(attendee_id)), texts)
    except NotKnown:
        return set()


def _hashes(code: str, texts: Texts) -> set[str]:
    return {keys.lookup_hash("refused-scan", text) for text in texts(code)}


def whose_old_badges(
    event_id: int, scans: Iterable[RefusedScan], texts: Texts
) -> dict[int, Attendee]:
    """Return by scan whose dead badge it was, of the scans of a code that nobody knows."""
    unknown = [scan for scan in scans if scan.attendee_id is None]
    if not unknown:
        return {}
    dead = {
        each: attendee
        for attendee, code in codes.dead_badges(event_id)
        for each in _hashes(code, texts)
    }
    return {scan.id: dead[scan.read_hash] for scan in unknown if scan.read_hash in dead}
