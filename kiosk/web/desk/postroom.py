"""Who writes the letters for the desk: wired by the kiosk as `app.extensions["kiosk_letters"]`."""

from datetime import datetime
from typing import Protocol, cast

from flask import current_app

from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.errors import Unavailable


class Postroom(Protocol):
    """Writes packs inside the write transaction that the caller holds."""

    def freeze(self, attendee: Attendee, at: datetime) -> str:
        """Fix one person's pack, put its letter into the outbox, return its state."""

    def preview(self, attendee: Attendee, at: datetime) -> bytes:
        """Return the letter somebody would get, without their private notes; nothing is put."""

    def put_sample(self, event: Event, address: str, at: datetime) -> None:
        """Put an invented pack to an organiser into the outbox."""

    def refreeze(self, attendee: Attendee, at: datetime) -> object:
        """Write a frozen pack anew that is not on its way yet."""

    def told_to_delete(self, attendee: Attendee, at: datetime) -> object:
        """Ask a person by mail to delete what others took back."""


def postroom() -> Postroom:
    """Return the postroom.

    Raises:
        Unavailable: none was wired; a letter that must change cannot, so nothing may happen.
    """
    wired = current_app.extensions.get("kiosk_letters")
    if wired is None:
        raise Unavailable("no_postroom", "Letters cannot be written just now.", permanent=True)
    return cast(Postroom, wired)
