"""The order of things: a person's entries and exits on a list, by when they happened.

They alternate: entry, exit, entry. Of two in a row of one kind the earlier is kept, however late it
was heard; the later one stands aside and a steward is told. What is heard afterwards, or undone,
may let it stand again: which rows stand depends on what happened, not on when it was heard. Lists
that count each scan (`many`) know no such order. Who is inside is always what the newest row says.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from kiosk.db import db
from kiosk.domain.arrivals.record import (
    Admission,
    Arrival,
    already_in,
    in_since,
    insert,
    open_entry,
)
from kiosk.domain.arrivals.refusals import keep_refusal
from kiosk.domain.arrivals.rules import check_once, enters, refusal
from kiosk.domain.attendees import Attendee
from kiosk.errors import Refused

LATE = timedelta(seconds=5)
"""An older happening than this may have others after it."""


def enter(admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime) -> Arrival:
    """Write an entry where it belongs.

    Raises:
        Refused: already_in, no_reentry.
    """
    rule = enters(admission)
    if at - happened_at > LATE:
        return _put_in_place(admission, attendee, happened_at, at)
    if rule == "many":
        _close(admission, attendee, happened_at)
    elif rule == "once" and not admission.overrules:
        check_once(admission, attendee)
    arrival = insert(admission, attendee, happened_at, at, is_open=True)
    if arrival is not None:
        return arrival
    here = open_entry(admission.list_id, attendee.id)
    if rule != "many" and here is not None and here[0].happened_at <= happened_at:
        raise in_since(here[0].happened_at, here[1])
    return _put_in_place(admission, attendee, happened_at, at)


def leave(admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime) -> Arrival:
    """Write an exit where it belongs.

    Raises:
        Refused: not_in.
    """
    if at - happened_at > LATE or not _close(admission, attendee, happened_at):
        return _put_in_place(admission, attendee, happened_at, at)
    arrival = insert(admission, attendee, happened_at, at, is_open=False)
    assert arrival is not None  # an exit row has no constraint to meet
    return arrival


def _close(admission: Admission, attendee: Attendee, happened_at: datetime) -> bool:
    closed = db.session.execute(
        update(Arrival)
        .where(Arrival.list_id == admission.list_id, Arrival.attendee_id == attendee.id)
        .where(Arrival.is_open, Arrival.happened_at <= happened_at)
        .values(is_open=False)
        .returning(Arrival.id)
    )
    return closed.first() is not None


def _put_in_place(
    admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime
) -> Arrival:
    rows = live_rows(admission.list_id, attendee.id)
    if rows and rows[-1].happened_at > at >= happened_at >= at - LATE:
        # Our clock was set back since. What happens now comes after what happened before.
        happened_at = rows[-1].happened_at + timedelta(microseconds=1)
    before = next((row for row in reversed(rows) if row.happened_at <= happened_at), None)
    out_of_order = _out_of_order(admission, before)
    if out_of_order is not None and at - happened_at <= LATE:
        raise out_of_order
    arrival = insert(admission, attendee, happened_at, at, is_open=False)
    assert arrival is not None  # a row that is not open has no constraint to meet
    if out_of_order is not None:  # it happened: what is heard later still may let it stand
        arrival.undone_at, arrival.undone_by = at, superseded_by(before or arrival)
        raise out_of_order
    if settle(admission.list_id, attendee.id, enters(admission), by=arrival, at=at):
        keep_refusal("heard_late", admission, arrival.public_id, attendee, at)
    return arrival


def _out_of_order(admission: Admission, before: Arrival | None) -> Refused | None:
    """Return why this cannot follow the row before it, or None."""
    rule, last = enters(admission), before.kind if before is not None else "exit"
    if admission.kind == "exit":
        return refusal("not_in") if last == "exit" else None
    if rule == "many" or before is None:
        return None
    if last == "entry":
        return already_in(before)
    return refusal("no_reentry") if rule == "once" and not admission.overrules else None


def superseded_by(arrival: Arrival) -> str:
    """Return how a row says that an earlier one, heard later, took its place."""
    return f"arrival:{arrival.public_id}"


def stands_aside(arrival: Arrival) -> bool:
    """Whether a row gave way to another; nobody undid it."""
    return arrival.undone_at is not None and (arrival.undone_by or "").startswith("arrival:")


def live_rows(list_id: int, attendee_id: int) -> list[Arrival]:
    """Return a person's entries and exits on a list that were not undone, as they happened."""
    return [row for row in _rows(list_id, attendee_id) if row.undone_at is None]


def _rows(list_id: int, attendee_id: int) -> list[Arrival]:
    query = select(Arrival).where(Arrival.list_id == list_id, Arrival.attendee_id == attendee_id)
    query = query.order_by(Arrival.happened_at, Arrival.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def settle(list_id: int, attendee_id: int, rule: str, *, by: Arrival, at: datetime) -> bool:
    """Let those rows stand that make sense as they happened, and the newest say who is inside.

    `by` is the row that was heard or undone. Return whether another had to stand aside. Two visits
    stand even where nobody may come in twice: they happened, and the roll-call must know.
    """
    db.session.flush()
    kept: list[Arrival] = []
    moved = False
    for row in _rows(list_id, attendee_id):
        if row.undone_at is not None and not stands_aside(row):
            continue
        if _fits(row, kept, rule):
            row.undone_at = row.undone_by = None
            kept.append(row)
        elif row.undone_at is None:
            row.undone_at, row.undone_by = at, superseded_by(kept[-1] if kept else by)
            moved = True
    _open_only(list_id, attendee_id, kept[-1] if kept and kept[-1].kind == "entry" else None)
    return moved


def _fits(row: Arrival, kept: list[Arrival], rule: str) -> bool:
    if rule == "many":
        return row.undone_at is None
    return row.kind != (kept[-1].kind if kept else "exit")


def _open_only(list_id: int, attendee_id: int, inside_by: Arrival | None) -> None:
    mine = update(Arrival).where(Arrival.list_id == list_id, Arrival.attendee_id == attendee_id)
    keep = inside_by.id if inside_by is not None else 0
    closed = mine.where(Arrival.is_open, Arrival.id != keep).values(is_open=False)
    db.session.execute(closed.execution_options(synchronize_session="fetch"))
    if inside_by is not None and not inside_by.is_open:
        inside_by.is_open = True
    db.session.flush()
