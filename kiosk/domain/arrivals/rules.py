"""Who may come in: what is asked of a person before an entry or exit is written.

Each refusal has a slug for machines and a sentence that says what to do next. The everyday check-in
asks the database nothing here; a list with a capacity, without re-entry, or after the door pays one
or two statements for its rule.
"""

from datetime import datetime

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.arrivals.record import (
    Admission,
    Arrival,
    already_in,
    in_since,
    inside,
    inside_now,
    open_entry,
)
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import CheckInList
from kiosk.errors import NotKnown, Refused

SENTENCES = {
    "not_in": "You are not checked in, so there is nothing to check out.",
    "not_open": "The doors are not open yet.",
    "closed": "The fair has closed. Thank you for coming.",
    "cancelled": "This ticket was cancelled. Please go to the help lane.",
    "unpaid": "This ticket is not paid yet. Please go to the help lane.",
    "not_on_list": "This is for others today. Please go to the help lane.",
    "no_reentry": "You have been in, and nobody comes in twice here. Please go to the help lane.",
    "full": "It is full just now. As soon as somebody leaves, you can come in.",
    "not_arrived": "You are not checked in yet. Please do that at the door first.",
}


def refusal(slug: str) -> Refused:
    """Return the refusal of that slug, with its sentence."""
    return Refused(slug, SENTENCES[slug])


def check_person(admission: Admission, attendee: Attendee) -> None:
    """Make sure this is somebody who is expected here.

    Raises:
        Refused: cancelled, unpaid, not_on_list.
        NotKnown: erased.
    """
    if attendee.erased_at is not None:
        raise NotKnown
    if admission.kind == "exit":  # whoever is inside may leave
        return
    if attendee.status == "cancelled":
        raise refusal("cancelled")
    if admission.overrules:
        return
    if attendee.status == "unpaid" and not admission.event.admit_unpaid:
        raise refusal("unpaid")
    if admission.door.kinds and attendee.kind not in admission.door.kinds:
        raise refusal("not_on_list")


def check_door(
    admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime
) -> None:
    """Make sure the door is open to them: its hours, its capacity, the fair's own door.

    A tablet that was alone had no way to count, so what it did is not refused as full: they are in.

    Raises:
        Refused: not_open, closed, not_arrived, full.
    """
    door = admission.door
    if admission.overrules and admission.event.closed_at is None:
        return
    if shut := admission.event.why_shut(attendee.kind, happened_at, door):
        raise refusal(shut)
    if door.after_door and not _is_inside(admission, attendee, at):
        raise refusal("not_arrived")
    if door.capacity is not None and not admission.offline and _is_full(admission, attendee):
        raise refusal("full")


def _is_inside(admission: Admission, attendee: Attendee, at: datetime) -> bool:
    query = select(Arrival.id).where(*inside(admission.event.id, at))  # type: ignore[arg-type]
    return db.session.scalars(query.where(Arrival.attendee_id == attendee.id)).first() is not None


def _is_full(admission: Admission, attendee: Attendee) -> bool:
    # The list's row is held until the entry is committed, so that the last place goes once.
    held = select(CheckInList.capacity).where(CheckInList.id == admission.list_id)
    capacity = db.session.scalar(held.with_for_update())
    if capacity is None or inside_now(admission.list_id) < capacity:
        return False
    here = open_entry(admission.list_id, attendee.id)
    if here is not None and enters(admission) == "many":
        return False  # whoever is in takes no second place
    if here is not None:
        raise in_since(here[0].happened_at, here[1])
    return True


def enters(admission: Admission) -> str:
    """Return how often one person may enter here: once, again or many."""
    return admission.door.entries or ("again" if admission.event.reentry else "once")


def check_once(admission: Admission, attendee: Attendee) -> None:
    """Make sure that somebody who may come in once has not been in.

    Raises:
        Refused: already_in, no_reentry.
    """
    query = select(Arrival).where(
        Arrival.list_id == admission.list_id,
        Arrival.attendee_id == attendee.id,
        Arrival.kind == "entry",
        Arrival.undone_at.is_(None),
    )
    before = db.session.scalars(query.order_by(Arrival.happened_at.desc())).first()
    if before is not None and before.is_open:
        raise already_in(before)
    if before is not None:
        raise refusal("no_reentry")
