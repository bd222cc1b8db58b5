"""What every API route shares: whose event it is."""

from kiosk.domain.devices import DeviceFacts
from kiosk.errors import NotKnown
from kiosk.web.identity import the_device


def device_of(slug: str) -> DeviceFacts:
    """Return the device that asks, if the address names its own event.

    Raises:
        NotKnown: another event's address.
    """
    device = the_device()
    if device.event.slug != slug:
        raise NotKnown("no_such_event", "There is no event by that name.")
    return device
