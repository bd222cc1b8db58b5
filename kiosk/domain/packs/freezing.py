"""Freezing: fix what one person gets in one transaction, and put the letter into the outbox.

A pack row exists for everyone who arrived or met, so that the states always sum to those people:
`empty` met nobody, `no_address` cannot be written to, `suppressed` wants no letter. Freezing again
is idempotent and refreshes only what is not on its way. What was still asked for lapses then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from kiosk.db import db
from kiosk.domain import deliveries
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.meetings import Share
from kiosk.domain.packs.contents import PackContents, contents_of, items_of, stamp_of
from kiosk.domain.packs.record import Pack, of_reader
from kiosk.errors import Refused

WAITING = ("frozen", "queued", "claimed", "deferred")
"""States of a letter that will be sent and of which nothing has left."""


@dataclass(frozen=True)
class PackLetter:
    """A letter as it will be sent: bytes and their Message-ID."""

    message: bytes
    message_id: str


class CannotAddress(Refused):
    """Nothing can be sent to an address as it stands: a list brought it in that way."""

    slug = "cannot_address"
    sentence = "No letter can go to that address. Please correct it."


def freeze(
    attendee: Attendee,
    write: Callable[[PackContents], PackLetter],
    *,
    at: datetime,
    edition: int = 1,
) -> str:
    """Fix what one person gets and put the letter into the outbox; return its state.

    A letter that is on its way, or arrived, is left alone. A later edition holds only what is new:
    without news there is none, and a first letter that waits still takes the news up itself.
    """
    hold(attendee.id)
    existing = deliveries.of_attendee(attendee.id, "pack")
    if existing is not None and existing.edition >= edition and existing.has_left:
        return existing.state
    if existing is not None and existing.state in WAITING:
        edition = existing.edition
    this = deliveries.of_edition(attendee.id, "pack", edition)
    if this is not None and this.has_left:  # what it held stays as it was sent
        return this.state
    contents = contents_of(attendee, edition=edition)
    if existing is not None and existing.edition < edition and contents.is_empty:
        return existing.state
    _lapse(attendee)
    _keep(contents, edition, at)
    return _put(contents, write, edition, at)


def _put(
    contents: PackContents, write: Callable[[PackContents], PackLetter], edition: int, at: datetime
) -> str:
    """Put the letter into the outbox, or why there is none; return its state."""
    reader = contents.reader
    if reason := _no_letter(contents):
        return _none(reader, reason, edition, at)
    try:
        letter = write(contents)
    except CannotAddress:
        return _none(reader, "no_address", edition, at)
    return deliveries.put(
        reader,
        "pack",
        message=letter.message,
        message_id=letter.message_id,
        state="frozen",
        edition=edition,
        at=at,
    ).state


def _no_letter(contents: PackContents) -> str:
    """Return why somebody gets no letter, as a state; empty if they get one."""
    address = contents.reader.email
    if contents.is_empty:
        return "empty"
    if not address:
        return "no_address"
    return "suppressed" if deliveries.is_suppressed(address, "pack") else ""


def _none(attendee: Attendee, state: str, edition: int, at: datetime) -> str:
    return deliveries.put_without_letter(attendee, "pack", state, edition=edition, at=at).state


def _lapse(reader: Attendee) -> None:
    query = update(Share).where(Share.receiver_id == reader.id, Share.state == "asked")
    db.session.execute(query.values(state="lapsed"))


def _keep(contents: PackContents, edition: int, at: datetime) -> None:
    reader = contents.reader
    pack = of_reader(reader.id, edition) or Pack(
        event_id=reader.event_id, attendee_id=reader.id, edition=edition
    )
    pack.items, pack.stamp, pack.frozen_at = items_of(contents), stamp_of(contents), at
    db.session.add(pack)
    db.session.flush()


def is_current(attendee: Attendee, edition: int) -> bool:
    """Whether a letter that was frozen still holds just what the person may have now."""
    pack = of_reader(attendee.id, edition)
    return pack is not None and pack.stamp == stamp_of(contents_of(attendee, edition=edition))
