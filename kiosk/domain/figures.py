"""Figures: counts of an event, from the rows themselves, so that no two screens can disagree."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, distinct, func, select

from kiosk.db import db
from kiosk.domain import arrivals, deliveries
from kiosk.domain.arrivals import Arrival
from kiosk.domain.attendees import Attendee
from kiosk.domain.devices import Device
from kiosk.domain.events import CheckInList
from kiosk.domain.meetings import Meeting, Share

STEP = timedelta(minutes=5)


def of_event(event_id: int, at: datetime) -> dict[str, object]:
    """Return the figures as `kiosk figures --json` prints them."""
    return {
        "registered": _registered(event_id),
        "arrived": _arrived(event_id),
        "inside": _inside(event_id, at),
        "meetings": _meetings(event_id),
        "shares": _shares(event_id),
        "met_nobody": _met_nobody(event_id),
        "packs": deliveries.counts(event_id),
    }


def _count(query: object) -> int:
    return int(db.session.scalar(query) or 0)  # type: ignore[call-overload]


def _registered(event_id: int) -> int:
    return _count(
        select(func.count()).where(
            Attendee.event_id == event_id,
            Attendee.status == "expected",
            Attendee.erased_at.is_(None),
        )
    )


def _entries(event_id: int) -> tuple[object, ...]:
    doors = select(CheckInList.id).where(
        CheckInList.event_id == event_id, CheckInList.kind == "door"
    )
    return (
        Arrival.event_id == event_id,
        Arrival.list_id.in_(doors),
        Arrival.kind == "entry",
        Arrival.undone_at.is_(None),
    )


def _arrived(event_id: int) -> int:
    return _count(
        select(func.count(distinct(Arrival.attendee_id))).where(*_entries(event_id))  # type: ignore[arg-type]
    )


def _inside(event_id: int, at: datetime) -> int:
    here = arrivals.inside(event_id, at)
    return _count(select(func.count(distinct(Arrival.attendee_id))).where(*here))  # type: ignore[arg-type]


def _meetings(event_id: int) -> int:
    return _count(
        select(func.count()).where(Meeting.event_id == event_id, Meeting.undone_at.is_(None))
    )


def _shares(event_id: int) -> int:
    return _count(select(func.count()).where(Share.event_id == event_id, Share.state == "given"))


def _met_nobody(event_id: int) -> int:
    live = (Meeting.event_id == event_id, Meeting.undone_at.is_(None))
    met = select(Meeting.low_id).where(*live).union(select(Meeting.high_id).where(*live))
    return _count(
        select(func.count(distinct(Arrival.attendee_id))).where(
            *_entries(event_id),  # type: ignore[arg-type]
            Arrival.attendee_id.not_in(met),
        )
    )


def arrivals_by_step(event_id: int, since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """Return first entries in steps of five minutes from `since` to `until`, empty steps too."""
    query = (
        select(func.min(Arrival.happened_at))
        .where(*_entries(event_id))  # type: ignore[arg-type]
        .group_by(Arrival.attendee_id)
    )
    tally = Counter(int((at - since) / STEP) for at in db.session.scalars(query) if at >= since)
    steps = int((until - since) / STEP) + 1
    return [(since + STEP * step, tally[step]) for step in range(steps)]


@dataclass(frozen=True)
class ListFigures:
    """What one check-in list counts."""

    check_in_list: CheckInList
    entered: int
    """People, once each."""
    inside: int


def of_lists(event_id: int, at: datetime) -> list[ListFigures]:
    """Return the figures of each list of an event at a time, in the order the lists were made.

    A list that is over holds nobody, as in the roll-call.
    """
    entry = (Arrival.kind == "entry") & Arrival.undone_at.is_(None)
    here = Arrival.is_open & arrivals.is_over(at).is_not(True)
    people = func.count(distinct(case((entry, Arrival.attendee_id))))
    query = (
        select(CheckInList, people, func.count(case((here, Arrival.id))))
        .outerjoin(Arrival, Arrival.list_id == CheckInList.id)
        .where(CheckInList.event_id == event_id, CheckInList.kind != "practice")
        .group_by(CheckInList.id)
        .order_by(CheckInList.id)
    )
    return [ListFigures(*row) for row in db.session.execute(query)]


def entries_by_station(event_id: int) -> list[tuple[Device, int]]:
    """Return each live station with how many entries it let in."""
    count = func.count(Arrival.id)
    practice = select(CheckInList.id).where(
        CheckInList.event_id == event_id, CheckInList.kind == "practice"
    )
    joined = (Arrival.device_id == Device.id) & (Arrival.kind == "entry")
    joined &= Arrival.list_id.not_in(practice)
    query = (
        select(Device, count)
        .outerjoin(Arrival, joined & Arrival.undone_at.is_(None))
        .where(Device.event_id == event_id, Device.revoked_at.is_(None))
        .group_by(Device.id)
        .order_by(Device.name)
    )
    return [(device, int(n)) for device, n in db.session.execute(query)]
