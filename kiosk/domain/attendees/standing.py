"""Whether somebody is expected, on the desk's word: it beats what a list says later."""

from datetime import datetime

from kiosk.db import db
from kiosk.domain.attendees.record import Attendee
from kiosk.errors import Refused


def expect(attendee: Attendee, at: datetime) -> None:
    """Let somebody come who had not paid, or was cancelled; expected already changes nothing.

    Raises:
        Refused: they exist for practice only, or somebody came in their place.
    """
    if attendee.status == "expected":
        return
    if attendee.status == "practice":
        raise Refused("practice", "This person exists for practice only.")
    if stand_in_of(attendee) is not None:
        raise Refused("replaced", "Somebody comes in their place. Register them as somebody new.")
    _stand(attendee, "expected", at)


def cancel(attendee: Attendee, at: datetime) -> None:
    """Let somebody's registration end; cancelled already changes nothing."""
    if attendee.status != "cancelled":
        _stand(attendee, "cancelled", at)


def _stand(attendee: Attendee, status: str, at: datetime) -> None:
    attendee.status, attendee.updated_at = status, at
    attendee.provenance = {**(attendee.provenance or {}), "status": "desk"}
    db.session.flush()


def stand_in_of(attendee: Attendee) -> Attendee | None:
    """Return who comes in somebody's place, or None."""
    query = db.select(Attendee).where(
        Attendee.event_id == attendee.event_id,
        Attendee.stands_in_for_id == attendee.id,
        Attendee.status != "cancelled",
        Attendee.erased_at.is_(None),
    )
    return db.session.scalars(query.limit(1)).first()
