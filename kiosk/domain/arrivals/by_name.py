"""Who came in by name: what a self-service screen has shown was then no mere looking."""

from datetime import datetime

from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain.arrivals.nods import Nod
from kiosk.domain.arrivals.record import Arrival
from kiosk.domain.devices import DeviceFacts


def let_in_by_name(device: DeviceFacts, since: datetime) -> int:
    """Return how many were let in by name at a station since then, by a steward's nod or not."""
    came = select(func.count()).where(
        Arrival.event_id == device.event.id,
        Arrival.device_id == device.id,
        Arrival.way == "name",
        Arrival.recorded_at > since,
    )
    nodded = select(func.count()).where(
        Nod.event_id == device.event.id,
        Nod.device_id == device.id,
        Nod.state == "given",
        Nod.answered_at > since,
    )
    return (db.session.scalar(came) or 0) + (db.session.scalar(nodded) or 0)
