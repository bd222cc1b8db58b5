"""A share changed: frozen packs that hold it and are not on their way are written anew."""

from collections.abc import Iterable
from datetime import datetime

from kiosk.domain import packs
from kiosk.domain.attendees import Attendee
from kiosk.web.letters import letters


def refresh_packs(event_id: int, readers: Iterable[Attendee], at: datetime) -> None:
    """Ask for the packs of these readers anew, once packs were frozen."""
    if packs.is_frozen(event_id):
        for reader in readers:
            letters().refreeze(reader, at)
