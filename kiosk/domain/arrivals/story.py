"""What happened, as it is told at the desk: entries and exits with where they were.

Undone ones are told too: a steward reads what the rows say, not what is left of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.arrivals.record import Arrival
from kiosk.domain.arrivals.refusals import RefusedScan
from kiosk.domain.arrivals.sequence import stands_aside
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device
from kiosk.domain.events import CheckInList


@dataclass(frozen=True)
class Step:
    """One entry or exit, the station that saw it (None: the desk), and its list."""

    arrival: Arrival
    station: str | None
    check_in_list: CheckInList

    @property
    def stands(self) -> bool:
        """Whether it was not undone."""
        return self.arrival.undone_at is None

    @property
    def stood_aside(self) -> bool:
        """Whether it gave way to one that was heard later; nobody undid it."""
        return stands_aside(self.arrival)


def stories_of(event_id: int, attendee_ids: Iterable[int]) -> dict[int, list[Step]]:
    """Return every entry and exit of these people at an event, by person, as they happened."""
    query = (
        select(Arrival, Device.name, CheckInList)
        .join(CheckInList, CheckInList.id == Arrival.list_id)
        .outerjoin(Device, Device.id == Arrival.device_id)
        .where(Arrival.event_id == event_id, Arrival.attendee_id.in_(set(attendee_ids)))
        .order_by(Arrival.happened_at, Arrival.id)
    )
    stories: dict[int, list[Step]] = {}
    for arrival, station, check_in_list in db.session.execute(query):
        step = Step(arrival, station, check_in_list)
        stories.setdefault(arrival.attendee_id, []).append(step)
    return stories


def other_side(scan: RefusedScan, story: list[Step]) -> Step | None:
    """Return what stood against a refused scan: the other of two that happened.

    For `heard_late` that is the one that stepped aside; for `already_in` the entry that was first.
    """
    here = [step for step in story if step.arrival.list_id == scan.list_id]
    if scan.reason == "heard_late":
        aside = [s for s in here if s.arrival.undone_at == scan.recorded_at and s.stood_aside]
        return aside[-1] if aside else None
    if scan.reason == "already_in":
        before = [
            step
            for step in here
            if step.stands
            and step.arrival.kind == "entry"
            and step.arrival.happened_at <= scan.happened_at
        ]
        return before[-1] if before else None
    return None


def settled_since(event_id: int, since: datetime) -> list[RefusedScan]:
    """Return the refused scans that somebody has settled since then, newest first."""
    query = select(RefusedScan).where(
        RefusedScan.event_id == event_id, RefusedScan.settled_at >= since
    )
    return list(db.session.scalars(query.order_by(RefusedScan.settled_at.desc()).limit(30)))


def on_list(check_in_list: CheckInList) -> list[tuple[Attendee, Arrival]]:
    """Return everybody who is inside by one list, by name."""
    query = (
        select(Attendee, Arrival)
        .join(Arrival, Arrival.attendee_id == Attendee.id)
        .where(Arrival.list_id == check_in_list.id, Arrival.is_open, Attendee.erased_at.is_(None))
        .order_by(Attendee.name, Attendee.id)
    )
    return [(attendee, arrival) for attendee, arrival in db.session.execute(query)]
