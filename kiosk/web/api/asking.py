"""What every API route shares: whose event it is, and when a thing happened."""

from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime

from kiosk import clock
from kiosk.domain.devices import DeviceFacts
from kiosk.errors import NotKnown
from kiosk.web.forms import Command
from kiosk.web.identity import the_device


class TimedCommand(Command):
    """A command that says when it happened, by the asker's clock."""

    happened_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None

    def instant(self) -> datetime | None:
        """Return when it happened by our clock: the asker's error is what `sent_at` shows."""
        if self.happened_at is None:
            return None
        error = clock.now() - self.sent_at if self.sent_at else timedelta()
        try:
            return (self.happened_at + error).astimezone(UTC)
        except OverflowError:
            return None


def device_of(slug: str) -> DeviceFacts:
    """Return the device that asks, if the address names its own event.

    Raises:
        NotKnown: another event's address.
    """
    device = the_device()
    if device.event.slug != slug:
        raise NotKnown("no_such_event", "There is no event by that name.")
    return device
