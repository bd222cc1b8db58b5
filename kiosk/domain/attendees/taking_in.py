"""Writing a draft down: all of it, in the write transaction that is held, or nothing.

Only rows that lie ready are written, so that a list of 20,000 holds the doors up for a moment.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from kiosk.db import Base, db
from kiosk.domain.attendees.batch import Bound, insert_bound
from kiosk.domain.attendees.drafts import COLUMNS, Draft, Registered, Rows, draft, state_of
from kiosk.domain.attendees.search import names_changed
from kiosk.domain.events import Event, hold
from kiosk.errors import Unavailable

_AT_ONCE = 500


class Overtaken(Unavailable):
    """Somebody was registered, corrected or erased since a draft was made: make it again."""

    slug = "overtaken"
    sentence = "People were changed meanwhile, so nothing was taken in. Please try again."


def register(event: Event, rows: Rows, at: datetime) -> Registered:
    """Take a list in and return what it did; nothing is written if one row is refused.

    All of it happens in the transaction: a long list is drafted before instead.
    """
    hold(event.id)
    made = draft(event.id, rows, at)
    if not made.result.refused:
        take_in(made)
    return made.result


def take_in(made: Draft) -> None:
    """Write a draft down.

    Raises:
        Overtaken: the people it rests on are others by now; nothing was written.
    """
    hold(made.event_id)
    if state_of(made.event_id) != made.rests_on:
        raise Overtaken
    table = Base.metadata.tables["attendees"]
    newest = db.session.scalar(select(func.max(table.c.id))) or 0
    insert_bound("attendees", COLUMNS, made.new)
    _change(made.changed)
    _forget_words(made.renamed)
    insert_bound("name_tokens", ("event_id", "attendee_id", "token"), _words(made, newest))
    if made.new or made.renamed:
        names_changed(made.event_id)
    db.session.expire_all()  # what was loaded before has other fields now


def _change(changed: list[dict[str, Any]]) -> None:
    table = Base.metadata.tables["attendees"]
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for fields in changed:
        alike[tuple(fields)].append({f"new_{name}": value for name, value in fields.items()})
    for names, rows in alike.items():
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names if name != "id"}
        this_one = table.c.id == bindparam("new_id")
        db.session.connection().execute(update(table).where(this_one).values(values), rows)


def _forget_words(renamed: dict[int, set[str]]) -> None:
    table, ids = Base.metadata.tables["name_tokens"], list(renamed)
    for start in range(0, len(ids), _AT_ONCE):
        theirs = table.c.attendee_id.in_(ids[start : start + _AT_ONCE])
        db.session.execute(delete(table).where(theirs))


def _words(made: Draft, newest: int) -> list[Bound]:
    table = Base.metadata.tables["attendees"].c
    query = select(table.id, table.public_id).where(
        table.event_id == made.event_id, table.id > newest
    )
    by_row = dict(made.renamed)
    for row_id, public_id in db.session.execute(query) if made.new else ():
        if public_id in made.words:  # on PostgreSQL somebody may walk in meanwhile
            by_row[row_id] = made.words[public_id]
    return [(made.event_id, row_id, word) for row_id, words in by_row.items() for word in words]
