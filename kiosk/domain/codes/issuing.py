"""Giving codes out: everybody who has none gets their three, made beforehand where they are many.

To make 60,000 codes takes seconds, and to keep them takes moments: only that may hold up a door.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.attendees.batch import insert_bound
from kiosk.domain.codes.making import COLUMNS, Made, made_for
from kiosk.domain.codes.record import Code, live_suffixes


def make(event_id: int, public_ids: Iterable[str], at: datetime) -> Made:
    """Return the codes of people who are about to be registered, for `issue_missing`."""
    return made_for(event_id, public_ids, live_suffixes(event_id), at)


def issue_missing(event_id: int, at: datetime, made: Made | None = None) -> int:
    """Give everybody of an event who has none their three codes; return how many people.

    Codes that were made beforehand are taken as they are.
    """
    has_code = select(Code.attendee_id).where(Code.event_id == event_id)
    query = select(Attendee.public_id, Attendee.id).where(
        Attendee.event_id == event_id,
        Attendee.erased_at.is_(None),
        Attendee.id.not_in(has_code),
    )
    without = {public_id: row_id for public_id, row_id in db.session.execute(query)}
    ready = made or {}
    others = [public_id for public_id in without if public_id not in ready]
    more = made_for(event_id, others, live_suffixes(event_id), at) if others else {}
    rows = [
        (*row, row_id)
        for public_id, row_id in without.items()
        for row in ready.get(public_id) or more[public_id]
    ]
    insert_bound("codes", (*COLUMNS, "attendee_id"), rows)
    return len(without)
