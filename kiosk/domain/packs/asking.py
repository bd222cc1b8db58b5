"""Asking for everybody's pack to be fixed: a wish that a worker walks through, person by person.

An organiser asks in one click; thousands of letters are written afterwards in short transactions.
A second edition goes to late readers alone: to whom something was given after their letter left.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain import attendees, events, meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries import Delivery
from kiosk.domain.meetings import Meeting, Share
from kiosk.domain.packs.contents import SENT, contents_of, held_in, people
from kiosk.domain.packs.record import Freeze, Pack
from kiosk.errors import Refused


def ask_freeze(event_id: int, edition: int, by: str, at: datetime) -> Freeze:
    """Ask that everybody's pack be fixed; while the same is still being done, return that one.

    Raises:
        Refused: another edition is being fixed just now.
    """
    events.hold(event_id)  # two who ask at once ask for one
    open_one = open_freeze(event_id)
    if open_one is None:
        open_one = Freeze(event_id=event_id, edition=edition, asked_by=by, asked_at=at,
                          reached_id=0)  # fmt: skip
        db.session.add(open_one)
        db.session.flush()
    if open_one.edition != edition:
        sentence = "Another edition of the packs is being written just now. Try again in a minute."
        raise Refused("freezing", sentence)
    return open_one


def open_freeze(event_id: int) -> Freeze | None:
    """Return the wish of this event that is not walked through yet."""
    query = select(Freeze).where(Freeze.event_id == event_id, Freeze.ended_at.is_(None))
    return db.session.scalars(query.order_by(Freeze.id).limit(1)).first()


def next_edition(event_id: int) -> int:
    """Return the edition that news since the letters would go out in."""
    newest = db.session.scalar(select(func.max(Pack.edition)).where(Pack.event_id == event_id))
    return (newest or 1) + 1


def next_to_freeze(freeze: Freeze, limit: int) -> list[int]:
    """Return the row ids of those whose pack is to be fixed next; none when all are done."""
    if freeze.edition == 1:
        return people(freeze.event_id, after=freeze.reached_id, limit=limit)
    return late_readers(freeze.event_id, freeze.edition, after=freeze.reached_id)[:limit]


def walked(freeze: Freeze) -> tuple[int, int]:
    """Return how many of how many people a walk has reached; for news alone, no number is known."""
    if freeze.edition > 1:
        return 0, 0
    everybody = len(people(freeze.event_id))
    return everybody - len(people(freeze.event_id, after=freeze.reached_id)), everybody


def reached(freeze: Freeze, attendee_id: int) -> None:
    """Note how far the walk has come; a worker that takes over goes on there, never back."""
    freeze.reached_id = max(freeze.reached_id, attendee_id)
    db.session.flush()


def end_freeze(freeze: Freeze, at: datetime) -> None:
    """Note that everybody was reached; again changes nothing."""
    freeze.ended_at = freeze.ended_at or at
    db.session.flush()


def late_readers(event_id: int, edition: int | None = None, after: int = 0) -> list[int]:
    """Return those who had their letter and were given something since, by row id, in order.

    `edition` is the one to be written: who has it waiting already is among them. Whom letters do
    not reach (no address, suppressed, rejected, bounced) is not, nor is somebody of whom nobody
    knows whether they had it: that is settled first.
    """
    had = _had(event_id, edition, after)
    maybe = {reader_id for reader_id, item in _given(event_id, after)
             if reader_id in had and not item <= had[reader_id]}  # fmt: skip
    return [each for each in sorted(maybe) if _has_news(each, edition)]


def _has_news(reader_id: int, edition: int | None) -> bool:
    """Whether the next letter would hold anything: the two may be kept apart, or one erased."""
    reader = attendees.get(reader_id)
    return reader.erased_at is None and bool(
        contents_of(reader, edition=edition or _newest(reader_id) + 1).entries
    )


def _newest(reader_id: int) -> int:
    query = select(Pack.edition).where(Pack.attendee_id == reader_id)
    return db.session.scalars(query.order_by(Pack.edition.desc()).limit(1)).first() or 0


def _had(event_id: int, edition: int | None, after: int) -> dict[int, set[tuple[str, str]]]:
    """Return, by reader, the meetings and fields that their letters held."""
    doubtful = select(Delivery.attendee_id).where(
        Delivery.event_id == event_id, Delivery.kind == "pack",
        Delivery.state.in_(("unknown", "data_open")),
    )  # fmt: skip
    query = (
        select(Pack.attendee_id, Pack.items)
        .join(Delivery, (Delivery.attendee_id == Pack.attendee_id)
              & (Delivery.edition == Pack.edition) & (Delivery.kind == "pack"))
        .where(Pack.event_id == event_id, Pack.attendee_id > after)
        .where(Delivery.state.in_((*SENT, "empty")))
        .where(Pack.attendee_id.not_in(doubtful.where(Delivery.attendee_id.is_not(None))))
    )  # fmt: skip
    if edition is not None:
        query = query.where(Pack.edition < edition)
    had: dict[int, set[tuple[str, str]]] = {}
    for reader_id, items in db.session.execute(query):
        had.setdefault(reader_id, set()).update(held_in(items))
    return had


def _given(event_id: int, after: int) -> Iterator[tuple[int, set[tuple[str, str]]]]:
    """Yield, meeting by meeting, who holds which fields that have a value."""
    values = [getattr(Attendee, name) for name in meetings.SHARED]
    query = (
        select(Share.receiver_id, Meeting.public_id, Share.state, Share.fields, *values)
        .join(Meeting, Meeting.id == Share.meeting_id)
        .join(Attendee, Attendee.id == Share.giver_id)
        .where(Meeting.event_id == event_id, Meeting.undone_at.is_(None))
        .where(Share.receiver_id > after, Attendee.erased_at.is_(None))
    )
    for reader_id, meeting, state, fields, *held in db.session.execute(query):
        filled = {name for name, value in zip(meetings.SHARED, held, strict=True) if value}
        given = filled.intersection(fields) if state == "given" else set()
        yield reader_id, {(meeting, field) for field in ("name", *given)}
