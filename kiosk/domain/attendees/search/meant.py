"""The second look: names nearly as typed, from what each process keeps in memory.

One statement tells whether the names have changed since they were read: an import by command
makes every process's memory fresh. They are read whole, by one thread at a time, never while a
write transaction is held.
"""

import threading
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, select

from kiosk.db import Base, db
from kiosk.domain.attendees.record import Attendee
from kiosk.domain.attendees.search.exact import Sight, in_sight
from kiosk.domain.attendees.search.names import Names
from kiosk.domain.events import Event

MOST_LOOKED_AT = 40
EVENTS_KEPT = 4
_kept: WeakKeyDictionary[Engine, dict[int, Names]] = WeakKeyDictionary()
_reading = threading.Lock()
_STAMP = select(Event.names_stamp).where(Event.id == bindparam("event_id"))
_BY_IDS = {
    staff: select(Attendee).where(
        Attendee.id.in_(bindparam("ids", expanding=True)), in_sight(staff=staff)
    )
    for staff in (True, False)
}


def nearly(sight: Sight, readings: list[list[str]]) -> list[Attendee]:
    """Return people whose name may be meant by one of the readings, nearest first."""
    names = names_of(sight.event_id)
    if names is None:
        return []
    how_far: dict[int, int] = {}
    for words in readings:
        for far, who in names.near(words):
            how_far[who] = min(far, how_far.get(who, far))
    nearest = sorted(how_far, key=lambda who: (how_far[who], who))[:MOST_LOOKED_AT]
    if not nearest:
        return []
    found = db.session.scalars(_BY_IDS[sight.staff], sight.values | {"ids": nearest})
    return sorted(found, key=lambda person: (how_far[person.id], len(person.name), person.name))


def rarest_first(event_id: int, words: list[str]) -> list[str]:
    """Return the words in the order that finds people soonest; what is kept may be old for this."""
    kept = _kept.get(db.engine, {}).get(event_id)
    return sorted(words, key=lambda word: (kept.how_many(word) if kept else 0, -len(word)))


def names_of(event_id: int) -> Names | None:
    """Return an event's names as they are now; None where they cannot be read just now."""
    stamp = db.session.scalar(_STAMP, {"event_id": event_id})
    kept = _kept.get(db.engine, {}).get(event_id)
    if stamp is None or (kept is not None and kept.stamp == stamp):
        return kept
    if db.session.connection().get_execution_options().get("kiosk_writes"):
        return kept  # reading all would keep every check-in waiting
    with _reading:
        return _read(event_id)


def _read(event_id: int) -> Names:
    shelf = _kept.setdefault(db.engine, {})
    # Asked again: whoever waited for another thread finds its work done. Stamp before names:
    # what changes in between is read again next time, and is never taken for fresh.
    stamp = db.session.scalar(_STAMP, {"event_id": event_id}) or 0
    kept = shelf.pop(event_id, None)
    if kept is None or kept.stamp != stamp:
        table = Base.metadata.tables["name_tokens"].c
        query = select(table.token, table.attendee_id).where(table.event_id == event_id)
        rows = db.session.execute(query.order_by(table.token))
        kept = Names(stamp, rows)
    shelf[event_id] = kept  # last again: the one that was asked for longest ago goes first
    for old in list(shelf)[:-EVENTS_KEPT]:
        del shelf[old]
    return kept
