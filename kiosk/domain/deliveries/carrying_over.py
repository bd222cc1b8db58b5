"""What a restored backup cannot know of letters: which of them have left since it was made.

Without it, a restore in the middle of a run would send them all a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from kiosk.db import db
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries.record import UNTOUCHED, Delivery


@dataclass(frozen=True)
class Fate:
    """What became of one letter, apart from any database."""

    reader: str
    """The reader's public id."""
    kind: str
    edition: int
    public_id: str
    state: str
    message_id: str | None
    put_at: datetime
    settled_at: datetime | None


def fates() -> list[Fate]:
    """Return what became of every letter of which something may have left."""
    columns = (Attendee.public_id, Delivery.kind, Delivery.edition, Delivery.public_id,
               Delivery.state, Delivery.message_id, Delivery.put_at,
               Delivery.settled_at)  # fmt: skip
    query = select(*columns).join(Attendee, Attendee.id == Delivery.attendee_id)
    left = Delivery.state.not_in((*UNTOUCHED, "erased"))
    return [Fate(*row) for row in db.session.execute(query.where(left))]


def keep_fates(fates: Iterable[Fate], at: datetime) -> None:
    """Let these stand, whatever was known of their letters; again changes nothing.

    What was being sent is `unknown`: nobody saw how it ended. Packs that wait to be sent wait for a
    release again, as nobody may know of all that went.
    """
    waiting = Delivery.state.in_(("queued", "claimed", "deferred"))
    held = update(Delivery).where(Delivery.kind == "pack", waiting)
    db.session.execute(held.values(state="frozen", epoch=Delivery.epoch + 1))
    for fate in fates:
        query = select(Attendee).where(Attendee.public_id == fate.reader)
        reader = db.session.scalar(query.where(Attendee.erased_at.is_(None)))
        if reader is not None:
            _keep(reader, fate, at)
    db.session.flush()


def _keep(reader: Attendee, fate: Fate, at: datetime) -> None:
    found = select(Delivery).where(Delivery.attendee_id == reader.id, Delivery.kind == fate.kind)
    letter = db.session.scalar(found.where(Delivery.edition == fate.edition))
    if letter is None:
        letter = Delivery(event_id=reader.event_id, attendee_id=reader.id, kind=fate.kind,
                          edition=fate.edition, public_id=fate.public_id, state="empty",
                          to_address=reader.email)  # fmt: skip
        db.session.add(letter)
    letter.state = "unknown" if fate.state == "data_open" else fate.state
    letter.message_id, letter.put_at = fate.message_id, fate.put_at
    letter.settled_at, letter.lease_until = fate.settled_at or at, None
    letter.epoch = (letter.epoch or 0) + 1
