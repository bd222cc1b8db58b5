"""The freezing loop: it walks through the people of an open wish, one short transaction each.

Whoever takes over after a kill goes on where the walk had come to. Several workers share one walk:
the wish's own row is held during a person, so that nobody's letter is written twice.
"""

import logging

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, packs
from kiosk.domain.packs import Freeze
from kiosk.settings import Settings
from kiosk.workers.postroom import Postroom

_log = logging.getLogger("kiosk.freezing")
BATCH = 100


class FreezingWorker:
    """Writes everybody's pack where an organiser asked for it."""

    def __init__(self, settings: Settings, postroom: Postroom | None = None) -> None:
        """Take what letters need from the settings."""
        self._postroom = postroom or Postroom(settings)

    def step(self) -> bool:
        """Freeze the next hundred people of the oldest wish; return whether there was one."""
        query = select(Freeze).where(Freeze.ended_at.is_(None)).order_by(Freeze.id).limit(1)
        wish = db.session.scalars(query.execution_options(populate_existing=True)).first()
        if wish is None:
            db.session.rollback()  # no snapshot is kept while there is nothing to do
            return False
        wish_id, people = wish.id, packs.next_to_freeze(wish, BATCH)
        for attendee_id in people:
            self._freeze(wish_id, attendee_id)
        if not people:
            self._end(wish_id)
        return True

    def _freeze(self, wish_id: int, attendee_id: int) -> None:
        try:
            with writing():
                wish = _held(wish_id)
                if wish is None or wish.reached_id >= attendee_id:
                    return  # another worker was here
                self._postroom.freeze(attendees.get(attendee_id), clock.now(), wish.edition)
                packs.reached(wish, attendee_id)
        except SQLAlchemyError:
            raise  # the database's trouble, not this person's: the walk goes on here later
        except Exception as error:
            self._give_up(wish_id, attendee_id, error)

    def _give_up(self, wish_id: int, attendee_id: int, error: Exception) -> None:
        """Go past somebody whose letter cannot be written: named as `failed`, never left out."""
        with writing():
            wish, person = _held(wish_id), attendees.get(attendee_id)
            if wish is None or wish.reached_id >= attendee_id:
                return
            letter = deliveries.put_without_letter(
                person, "pack", "failed", at=clock.now(), edition=wish.edition
            )
            if letter.state == "failed":
                letter.reply = "the letter could not be written"
            packs.reached(wish, attendee_id)
        # The type only: an exception's words may hold somebody's name.
        _log.error("letter of %s: %s", person.public_id, type(error).__name__)

    def _end(self, wish_id: int) -> None:
        with writing():
            wish = _held(wish_id)
            if wish is not None and not packs.next_to_freeze(wish, 1):
                packs.end_freeze(wish, clock.now())


def _held(wish_id: int) -> Freeze | None:
    """Return a wish that is still open, held until the transaction ends."""
    query = select(Freeze).where(Freeze.id == wish_id, Freeze.ended_at.is_(None))
    query = query.execution_options(populate_existing=True)
    return db.session.scalars(query.with_for_update()).first()
