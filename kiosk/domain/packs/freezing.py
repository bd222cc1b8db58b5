"""Freezing: fix what one person gets in one transaction, and put the letter into the outbox.

A pack row exists for everyone who arrived or met, so that the states always sum to those people:
`empty` met nobody, `no_address` cannot be written to, `suppressed` wants no letter. Freezing again
is idempotent and refreshes only what is not on its way. What was still asked for lapses then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from kiosk.db import db
from kiosk.domain import deliveries
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.deliveries import Delivery
from kiosk.domain.meetings import Share
from kiosk.domain.packs.contents import PackContents, contents_of, items_of, stamp_of
from kiosk.domain.packs.record import Pack, of_reader
from kiosk.errors import Refused

# Built once: a freeze does it thousands of times.
_LAPSE = (
    update(Share)
    .where(Share.receiver_id == bindparam("reader_id"), Share.state == "asked")
    .values(state="lapsed")
)


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
    letters = deliveries.editions_of(attendee.id, "pack")
    newest = letters[max(letters)] if letters else None
    if newest is not None and newest.edition >= edition and newest.has_left:
        return newest.state
    if newest is not None and newest.state in deliveries.WAITING:
        edition = newest.edition
    if edition in letters and letters[edition].has_left:  # what it held stays as it was sent
        return letters[edition].state
    contents = contents_of(attendee, edition=edition)
    if newest is not None and newest.edition < edition and contents.is_empty:
        return newest.state
    _lapse(attendee)
    _keep(contents, at)
    return _put(contents, write, letters, at)


def _put(
    contents: PackContents,
    write: Callable[[PackContents], PackLetter],
    letters: Mapping[int, Delivery],
    at: datetime,
) -> str:
    """Put the letter into the outbox, or why there is none; return its state."""
    where: dict[str, Any] = {"at": at, "edition": contents.edition, "held": letters}
    reason, reader = _no_letter(contents), contents.reader
    if not reason:
        try:
            letter = write(contents)
        except CannotAddress:
            reason = "no_address"
    if reason:
        return deliveries.put_without_letter(reader, "pack", reason, **where).state
    return deliveries.put(
        reader, "pack", message=letter.message, message_id=letter.message_id, state="frozen",
        **where,
    ).state  # fmt: skip


def _no_letter(contents: PackContents) -> str:
    """Return why somebody gets no letter, as a state; empty if they get one."""
    address = contents.reader.email
    if contents.is_empty:
        return "empty"
    if not address:
        return "no_address"
    return "suppressed" if deliveries.is_suppressed(address, "pack") else ""


def _lapse(reader: Attendee) -> None:
    db.session.connection().execute(_LAPSE, {"reader_id": reader.id})


def _keep(contents: PackContents, at: datetime) -> None:
    reader, edition = contents.reader, contents.edition
    pack = of_reader(reader.id, edition) or Pack(
        event_id=reader.event_id, attendee_id=reader.id, edition=edition
    )
    pack.items, pack.stamp, pack.frozen_at = items_of(contents), stamp_of(contents), at
    db.session.add(pack)  # it is written with the letter


def is_current(attendee: Attendee, edition: int) -> bool:
    """Whether a letter that was frozen still holds just what the person may have now."""
    pack = of_reader(attendee.id, edition)
    return pack is not None and pack.stamp == stamp_of(contents_of(attendee, edition=edition))
