"""What waits for somebody: nods, then badges, then refused scans; and what was settled lately.

Today and the help lane show the same, from here, so that two stewards read one truth.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from kiosk.domain import arrivals, attendees, devices, events, meetings, print_jobs, staff
from kiosk.domain.arrivals import RefusedScan, Step
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.web.desk.alarms import station_alarms
from kiosk.web.desk.introductions import wishes
from kiosk.web.desk.printers_told import printer_alarms

REFUSALS_FOR = timedelta(minutes=15)
OVERRULED = ("not_open", "closed", "not_on_list", "no_reentry", "full", "not_arrived", "unpaid")
"""What a steward may let somebody in despite: a rule of the list, never whose ticket is dead."""


@dataclass(frozen=True)
class Told:
    """A scan that led to nothing, as the desk tells it."""

    scan: RefusedScan
    person: Attendee | None
    station: str
    on: str
    """The list, where the fair has several."""
    other: Step | None
    """What stood against it: the entry that was there first, or was heard first."""
    settled_by: str = ""
    old_badge_of: Attendee | None = None
    """Whose badge it was, before a newer one was out."""

    @property
    def may_let_in(self) -> bool:
        """Whether a steward's word lets this person in."""
        return (
            self.person is not None
            and self.scan.kind == "entry"
            and self.scan.reason in OVERRULED
            and self.person.status in {"expected", "unpaid"}
        )


def needs(event: Event, at: datetime) -> dict[str, Any]:
    """Return what waits for somebody at this event, for the part that tells it."""
    stations = {device.id: device.name for device in devices.of_event(event.id)}
    jobs = print_jobs.needing_somebody(event.id)
    people = attendees.by_ids(event.id, [job.attendee_id or 0 for job in jobs])
    return {
        "nods": [
            (nod, person, stations.get(nod.device_id, ""))
            for nod, person in arrivals.waiting_nods(event.id, at)
        ],
        "jobs": [(job, people[job.attendee_id]) for job in jobs if job.attendee_id in people],
        "wishes": wishes(event),
        "seen_twice": meetings.seen_twice(event.id, at - REFUSALS_FOR, _texts),
        "alarms": station_alarms(event, at),
        "printer_alarms": printer_alarms(event, at),
        "reported": [each for each in meetings.reported_people(event.id) if each.is_open],
        "refusals": _told(event, arrivals.recent_refusals(event.id, at - REFUSALS_FOR)),
    }


def _texts(code: str) -> tuple[str, str]:
    """Return a badge code as a hand types it, and as its picture says it."""
    return code, f"{current_app.config['KIOSK'].public_url}/B/{code}".upper()


def settled(event: Event, at: datetime) -> list[Told]:
    """Return the refused scans that were settled lately, with who settled them."""
    return _told(event, arrivals.settled_since(event.id, at - REFUSALS_FOR))


def _told(event: Event, scans: Iterable[RefusedScan]) -> list[Told]:
    scans = list(scans)
    ids = {scan.attendee_id for scan in scans if scan.attendee_id}
    people, stories = attendees.by_ids(event.id, ids), arrivals.stories_of(event.id, ids)
    stations = {device.id: device.name for device in devices.of_event(event.id)}
    lists = {each.id: each.name for each in events.lists_of(event.id)}
    names = {f"staff:{member.public_id}": member.name for member in staff.of_event(event.id)}
    old = meetings.whose_old_badges(event.id, scans, _texts)
    return [
        Told(
            scan,
            people.get(scan.attendee_id or 0),
            stations.get(scan.device_id or 0, ""),
            lists.get(scan.list_id or 0, "") if len(lists) > 1 else "",
            arrivals.other_side(scan, stories.get(scan.attendee_id or 0, [])),
            names.get(scan.settled_by or "", ""),
            old.get(scan.id),
        )
        for scan in scans
    ]
