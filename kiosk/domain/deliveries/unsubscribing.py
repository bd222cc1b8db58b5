"""Unsubscribing by a letter in one's hand (RFC 8058), and asking for letters again by the same one.

Whoever unsubscribes has got the letter, so that an `unknown` one is settled by it.
"""

from datetime import datetime

from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries.record import Delivery
from kiosk.domain.deliveries.resolving import settle_by_evidence
from kiosk.domain.deliveries.suppression import lift, suppress


def unsubscribe(letter: Delivery, at: datetime) -> None:
    """Write no pack and no nudge to where this letter went; again changes nothing."""
    settle_by_evidence(letter, "accepted", "unsubscribe", at)
    if address := address_of(letter):
        suppress(address, "unsubscribed", at)


def write_again(letter: Delivery, at: datetime) -> None:
    """Write again to where this letter went; again changes nothing."""
    if address := address_of(letter):
        lift(address, at)


def address_of(letter: Delivery) -> str | None:
    """Return where a letter went, or would go; None once its reader was erased."""
    query = select(Attendee.email).where(Attendee.id == letter.attendee_id)
    return letter.to_address or db.session.scalar(query)
