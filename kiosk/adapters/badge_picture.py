"""A person's badge as a picture for a screen: exactly the dots that the printer gets."""

from badges import STOCKS, BadgeError, draw, png
from kiosk.adapters.badge_face import face_of
from kiosk.domain.attendees import Attendee

STOCK = STOCKS["62x100"]


def picture_of(attendee: Attendee, code: str, *, public_url: str) -> bytes | None:
    """Return the badge as a PNG, or None where it cannot be drawn (a letter no typeface has)."""
    try:
        return png(draw(face_of(attendee, code, public_url=public_url), STOCK), STOCK)
    except BadgeError:
        return None
