"""Slips: what a page hands to its next form, sealed, so that the form acts for nobody else.

A slip holds public ids only, is bound to one purpose and device, and is short-lived.
"""

from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from kiosk.domain import keys
from kiosk.errors import NotKnown


class SlipGone(NotKnown):
    """The slip is none of ours, of another purpose or screen, or too old."""

    slug = "page_gone"
    sentence = "That page has closed. Please start again."


def seal(purpose: str, holder: str, at: datetime, **facts: str) -> str:
    """Return a slip for one purpose and one holder (the asker), in letters an address may carry."""
    return str(_serializer(purpose, holder).dumps({**facts, "at": at.timestamp()}))


def unseal(
    purpose: str, holder: str, slip: str, at: datetime, *, lasts: timedelta
) -> dict[str, str]:
    """Return the facts of a slip that was sealed at most `lasts` ago.

    Raises:
        SlipGone: it does not fit, or is too old.
    """
    try:
        facts = _serializer(purpose, holder).loads(slip)
    except BadData:
        raise SlipGone from None
    age = timedelta(seconds=at.timestamp() - facts.pop("at"))
    if not timedelta(seconds=-5) <= age <= lasts:
        raise SlipGone
    return dict(facts)


def _serializer(purpose: str, holder: str) -> URLSafeSerializer:
    return URLSafeSerializer(keys.ring().digest("slip", purpose, holder))
