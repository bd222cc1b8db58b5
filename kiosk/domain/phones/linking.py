"""Linking: a phone speaks for somebody from now on, and never takes a place in silence."""

import secrets
from datetime import datetime

from sqlalchemy import update

from kiosk.db import db
from kiosk.domain import keys
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.events import Event
from kiosk.domain.phones.record import (
    LIVES_AFTER,
    Phone,
    PhoneCode,
    PhoneFacts,
    of_attendee,
    revoke,
)
from kiosk.errors import Refused

MOST_PHONES = 2


class MustConfirm(Refused):
    """Two phones speak for this person; a private link alone replaces neither."""

    slug = "must_confirm"
    sentence = "Two phones speak for you already. The letter we send you lets a third one in."


def leaving(attendee_id: int, at: datetime, replaces: PhoneFacts | None = None) -> list[Phone]:
    """Return which phones have to go when one more is linked: the oldest beyond two.

    `replaces` is what this browser was linked as before: it goes in any case, and counts for none.
    """
    own = replaces.id if replaces else None
    return [each for each in of_attendee(attendee_id, at) if each.id != own][MOST_PHONES - 1 :]


def link(
    attendee: Attendee,
    *,
    through: str,
    label: str,
    at: datetime,
    key: str | None = None,
    replaces: PhoneFacts | None = None,
) -> tuple[Phone, str]:
    """Link a phone and return it with its session key; the oldest beyond two is revoked.

    What the tablet showed, or a letter asked to confirm, is used up by it. A door that must answer
    a repeated request with the same key brings one of its own, as unguessable as ours. What this
    browser was linked as before, it is no more.

    Raises:
        MustConfirm: a private link, and two other phones speak for this person; nothing is done.
    """
    hold(attendee.id)
    going = leaving(attendee.id, at, replaces)
    if going and through == "letter":
        raise MustConfirm
    if replaces is not None:
        revoke(replaces.attendee_id, replaces.public_id, at)
    for old in going:
        old.revoked_at = at
    phone, key = _speaks(attendee, through, label, at, key or secrets.token_urlsafe(32))
    if through != "letter":
        query = update(PhoneCode).where(PhoneCode.attendee_id == attendee.id)
        db.session.execute(query.where(PhoneCode.used_at.is_(None)).values(used_at=at))
    return phone, key


def _speaks(
    attendee: Attendee, through: str, label: str, at: datetime, key: str
) -> tuple[Phone, str]:
    event = db.session.get_one(Event, attendee.event_id)
    phone = Phone(
        event_id=attendee.event_id,
        attendee_id=attendee.id,
        key_hash=keys.lookup_hash("phone", key),
        label=label[:40],
        through=through,
        linked_at=at,
        ends_at=max(event.ends_at, at) + LIVES_AFTER,
    )
    db.session.add(phone)
    db.session.flush()
    return phone, key
