"""Afterwards: the one reminder, two days after a pack, for those who asked for it.

One transaction a person, and one row a person for ever: however many workers look, it goes once.
"""

from datetime import datetime

from kiosk.db import writing
from kiosk.domain import attendees, events, packs
from kiosk.workers.postroom import Postroom


def put_nudges(postroom: Postroom, at: datetime) -> int:
    """Put the reminders that are due into the outbox; return how many."""
    put = 0
    for event in events.every():
        while due := packs.due_for_nudge(event.id, at):
            for reader_id in [reader.id for reader in due]:
                with writing():
                    put += postroom.nudge(attendees.get(reader_id), at)
    return put
