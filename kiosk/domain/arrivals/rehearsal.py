"""The morning's rehearsal: five practice people, with tickets and badges that count nowhere.

They check in on the event's practice list at any hour. Nobody else's list, figure, search, pack or
export knows them, they meet nobody, and wiping leaves nothing of them: the rows of every table
that point at a practice person go, found by the tables' own foreign keys.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from kiosk.db import Base, db
from kiosk.domain import codes
from kiosk.domain.arrivals.record import Arrival
from kiosk.domain.arrivals.refusals import RefusedScan
from kiosk.domain.arrivals.spares import SpareBadge
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event, EventFacts, hold, practice_list
from kiosk.domain.print_jobs import PrintJob

PEOPLE = (
    {"name": "Ada Brook", "kind": "student", "course": "Practice"},
    {"name": "Łukasz Żółkiewski-Ávila", "kind": "employer", "role": "Practice"},
    {"name": "سارة الأمين", "kind": "mentor", "role": "Practice"},
    {"name": "山田 花子", "kind": "guest", "role": "Practice"},
    {"name": "Олена Коваленко", "kind": "staff", "role": "Practice"},
)
"""Invented, in five scripts and of every kind, so that a badge of each comes out once."""
LASTS = timedelta(hours=2)
"""How long a rehearsal lasts that was begun when the doors had opened already."""


def start(event: Event, at: datetime) -> list[Attendee]:
    """Let five practice people exist; where they do already, return those."""
    hold(event.id)
    if known := people_of(event.id):
        return known
    practice_list(event.id)
    for values in PEOPLE:
        person = Attendee(event_id=event.id, status="practice", created_at=at, updated_at=at)
        person.name, person.kind = values["name"], values["kind"]
        person.course, person.role = values.get("course"), values.get("role")
        db.session.add(person)
        db.session.flush()  # in this order
    codes.issue_missing(event.id, at)
    return people_of(event.id)


def people_of(event_id: int) -> list[Attendee]:
    """Return the practice people of an event, in the order they were made."""
    query = select(Attendee).where(Attendee.event_id == event_id, Attendee.status == "practice")
    return list(db.session.scalars(query.order_by(Attendee.id)))


def reads(event_id: int) -> dict[int, datetime]:
    """Return when each station last read a practice ticket or badge, by the station's row."""
    mine = select(Attendee.id).where(Attendee.event_id == event_id, Attendee.status == "practice")
    query = (
        select(Arrival.device_id, func.max(Arrival.recorded_at))
        .where(Arrival.attendee_id.in_(mine), Arrival.device_id.is_not(None))
        .group_by(Arrival.device_id)
    )
    return {device_id: at for device_id, at in db.session.execute(query) if device_id is not None}


def badges(event_id: int) -> list[PrintJob]:
    """Return the print jobs of practice badges, newest first."""
    mine = select(Attendee.id).where(Attendee.event_id == event_id, Attendee.status == "practice")
    query = select(PrintJob).where(PrintJob.attendee_id.in_(mine), PrintJob.what == "badge")
    return list(db.session.scalars(query.order_by(PrintJob.id.desc())))


def is_over(event: EventFacts, at: datetime) -> bool:
    """Whether a rehearsal ends by itself now: the doors open, or it was begun later and forgotten.

    Where the doors are always open only a person ends it.
    """
    hours = event.window("student")
    query = select(func.min(Attendee.created_at)).where(
        Attendee.event_id == event.id, Attendee.status == "practice"
    )
    began = db.session.scalar(query)
    if began is None or hours is None or at < hours[0]:
        return False
    return began < hours[0] or at - began > LASTS


def wipe(event_id: int) -> int:
    """Let nothing remain of a rehearsal; return how many practice people there were.

    What is being printed or sent at this moment finds its job gone, and lets it be. Spare badges
    that were tried on are nobody's again. Again changes nothing.
    """
    people = (Attendee.event_id == event_id) & (Attendee.status == "practice")
    how_many = db.session.scalar(select(func.count()).where(people)) or 0
    mine = select(Attendee.id).where(people)
    taken_off = update(SpareBadge).where(SpareBadge.attendee_id.in_(mine))
    db.session.execute(taken_off.values(attendee_id=None, worn_since=None))
    on_the_list = RefusedScan.list_id == practice_list(event_id).id
    db.session.execute(delete(RefusedScan).where(on_the_list))
    for table, gone in reversed(_pointing_at(people)):
        db.session.execute(delete(table).where(gone))
    db.session.expire_all()
    return how_many


def _pointing_at(people: ColumnElement[bool]) -> list[tuple[Any, ColumnElement[bool]]]:
    """Return each table with rows about these people, and which rows, what is pointed at first."""
    found: dict[str, tuple[Any, ColumnElement[bool]]] = {}
    for table in Base.metadata.sorted_tables:
        if table.name == Attendee.__tablename__:
            found[table.name] = (table, people)
            continue
        points = [
            key.parent.in_(select(there.c.id).where(gone))
            for key in table.foreign_keys
            for there, gone in [found.get(key.column.table.name, (None, None))]
            if there is not None and gone is not None
        ]
        if points:
            found[table.name] = (table, or_(*points))
    return list(found.values())
