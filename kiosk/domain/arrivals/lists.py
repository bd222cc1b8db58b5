"""Taking a check-in list away: only one that nothing was counted on and that no station uses."""

from sqlalchemy import select, update

from kiosk.db import db
from kiosk.domain.arrivals.record import Arrival
from kiosk.domain.arrivals.refusals import RefusedScan
from kiosk.domain.devices import Device
from kiosk.domain.events import CheckInList, first_list
from kiosk.errors import Refused


def remove_list(check_in_list: CheckInList) -> None:
    """Take a list away.

    Raises:
        Refused: somebody was counted on it, a station uses it, or it is the only door.
    """
    mine = check_in_list.id
    if _any(select(Arrival.id).where(Arrival.list_id == mine)):
        raise Refused("list_counted", "People were counted on that list, so it stays.")
    if _any(select(Device.id).where(Device.list_id == mine, Device.revoked_at.is_(None))):
        raise Refused("list_in_use", "A station works for that list. Give it another list first.")
    first = first_list(check_in_list.event_id)
    if first.id == mine:
        raise Refused("last_door", "The first door stays: the desk checks people in there.")
    # What is over still names it: stations whose key was taken away, scans that were refused.
    db.session.execute(update(Device).where(Device.list_id == mine).values(list_id=first.id))
    refused = update(RefusedScan).where(RefusedScan.list_id == mine)
    db.session.execute(refused.values(list_id=None))
    db.session.delete(check_in_list)
    db.session.flush()


def _any(query: object) -> bool:
    return db.session.scalars(query.limit(1)).first() is not None  # type: ignore[attr-defined]
