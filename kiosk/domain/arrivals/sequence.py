"""The order of things: a person's entries and exits on a list, by when they happened.

They alternate: entry, exit, entry. Of two in a row of one kind the earlier is kept, however late it
was heard; the later one is undone in its favour and a steward is told. Lists that count each scan
(`many`) know no such order. Who is inside is always what the newest row says.
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
from kiosk.domain.attendees import Attendee, hold

LATE = timedelta(seconds=5)
"""An older happening than this may have others after it."""


def enter(admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime) -> Arrival:
    """Write an entry where it belongs.

    Raises:
        Refused: already_in, no_reentry.
    """
    rule = enters(admission)
    if at - happened_at > LATE and rule != "many":
        return _put_in_place(admission, attendee, happened_at, at)
    if rule == "many":
        _close(admission, attendee)
    elif rule == "once":
        hold(attendee.id)
        check_once(admission, attendee)
    arrival = insert(admission, attendee, happened_at, at, is_open=True)
    if arrival is None and rule == "many":  # two scans at once: both count, one is the open one
        arrival = insert(admission, attendee, happened_at, at, is_open=False)
    if arrival is not None:
        return arrival
    here = open_entry(admission.list_id, attendee.id)
    if here is not None and here[0].happened_at <= happened_at:
        raise in_since(here[0].happened_at, here[1])
    return _put_in_place(admission, attendee, happened_at, at)


def leave(admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime) -> Arrival:
    """Write an exit where it belongs.

    Raises:
        Refused: not_in.
    """
    if at - happened_at > LATE:
        return _put_in_place(admission, attendee, happened_at, at)
    if not _close(admission, attendee):
        raise refusal("not_in")
    arrival = insert(admission, attendee, happened_at, at, is_open=False)
    assert arrival is not None  # an exit row has no constraint to meet
    return arrival


def _close(admission: Admission, attendee: Attendee) -> bool:
    closed = db.session.execute(
        update(Arrival)
        .where(Arrival.list_id == admission.list_id, Arrival.attendee_id == attendee.id)
        .where(Arrival.is_open)
        .values(is_open=False)
        .returning(Arrival.id)
    )
    return closed.first() is not None


def _put_in_place(
    admission: Admission, attendee: Attendee, happened_at: datetime, at: datetime
) -> Arrival:
    hold(attendee.id)
    rows = live_rows(admission.list_id, attendee.id)
    before = next((row for row in reversed(rows) if row.happened_at <= happened_at), None)
    after = next((row for row in rows if row.happened_at > happened_at), None)
    _check_order(admission, before)
    arrival = insert(admission, attendee, happened_at, at, is_open=False)
    assert arrival is not None  # a row that is not open has no constraint to meet
    if after is not None and after.kind == admission.kind:
        after.undone_at, after.undone_by = at, superseded_by(arrival)
        keep_refusal("heard_late", admission, arrival.public_id, attendee, at)
    settle_open(admission.list_id, attendee.id)
    return arrival


def _check_order(admission: Admission, before: Arrival | None) -> None:
    if admission.kind == "exit":
        if before is None or before.kind == "exit":
            raise refusal("not_in")
    elif before is not None and before.kind == "entry":
        raise already_in(before)
    elif before is not None and enters(admission) == "once":
        raise refusal("no_reentry")


def superseded_by(arrival: Arrival) -> str:
    """Return how a row says that an earlier one, heard later, took its place."""
    return f"arrival:{arrival.public_id}"


def live_rows(list_id: int, attendee_id: int) -> list[Arrival]:
    """Return a person's entries and exits on a list that were not undone, as they happened."""
    query = select(Arrival).where(
        Arrival.list_id == list_id, Arrival.attendee_id == attendee_id, Arrival.undone_at.is_(None)
    )
    fresh = query.order_by(Arrival.happened_at, Arrival.id).execution_options(
        populate_existing=True
    )
    return list(db.session.scalars(fresh))


def settle_open(list_id: int, attendee_id: int) -> None:
    """Let the newest row say whether the person is inside."""
    db.session.flush()
    rows = live_rows(list_id, attendee_id)
    inside_by = rows[-1] if rows and rows[-1].kind == "entry" else None
    mine = update(Arrival).where(Arrival.list_id == list_id, Arrival.attendee_id == attendee_id)
    keep = inside_by.id if inside_by is not None else 0
    closed = mine.where(Arrival.is_open, Arrival.id != keep).values(is_open=False)
    db.session.execute(closed.execution_options(synchronize_session="fetch"))
    if inside_by is not None and not inside_by.is_open:
        inside_by.is_open = True
        db.session.flush()
