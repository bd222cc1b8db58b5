"""Somebody came in by another's ticket and says so: all that it did is taken back.

The check-in is undone, a badge that came out is worth nothing, a phone that was linked meanwhile is
let go, and what was chosen to share is as it was.
"""

from datetime import datetime

from sqlalchemy import delete, update

from kiosk.db import db
from kiosk.domain import codes, phones
from kiosk.domain.arrivals.check_in import undo
from kiosk.domain.arrivals.record import Arrival
from kiosk.domain.attendees import get
from kiosk.domain.attendees.sharing import SharingChoice
from kiosk.domain.phones import PhoneCode
from kiosk.domain.print_jobs import PrintJob

_BEGUN = ("claimed", "sent", "printed", "unknown")


def take_back(arrival: Arrival, *, by: str, device_id: int, at: datetime) -> None:
    """Undo a check-in at the station that made it, with all that came of it; again does nothing.

    Raises:
        NotYours: another station's.
        TooLate: more than 15 minutes ago.
    """
    if arrival.undone_at is not None:
        return
    undo(arrival, by=by, why="not_me", device_id=device_id, at=at)
    since = arrival.recorded_at
    _void_badge(arrival.attendee_id, since, at)
    _let_phones_go(arrival.attendee_id, since, at)
    _choose_as_before(arrival.attendee_id, since)


def _void_badge(attendee_id: int, since: datetime, at: datetime) -> None:
    begun = update(PrintJob).where(
        PrintJob.attendee_id == attendee_id,
        PrintJob.what == "badge",
        PrintJob.created_at >= since,
        PrintJob.state.in_(_BEGUN),
    )
    voided = begun.values(state="voided", settled_at=at).returning(PrintJob.id)
    if db.session.execute(voided).first() is not None:
        codes.advance(get(attendee_id), lost=True, at=at)


def _let_phones_go(attendee_id: int, since: datetime, at: datetime) -> None:
    for phone in phones.of_attendee(attendee_id, at):
        if phone.linked_at >= since and phone.through != "letter":
            phones.revoke(attendee_id, phone.public_id, at)
    shown = update(PhoneCode).where(PhoneCode.attendee_id == attendee_id)
    db.session.execute(shown.where(PhoneCode.used_at.is_(None)).values(used_at=at))


def _choose_as_before(attendee_id: int, since: datetime) -> None:
    mine = SharingChoice.attendee_id == attendee_id
    made = (SharingChoice.chosen_at >= since, SharingChoice.chosen_through == "tablet")
    db.session.execute(delete(SharingChoice).where(mine, *made))
    before = update(SharingChoice).where(mine, SharingChoice.superseded_at >= since)
    db.session.execute(before.values(superseded_at=None))
