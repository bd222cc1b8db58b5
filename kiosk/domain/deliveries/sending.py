"""The state machine of a letter: claim, open the data, settle; and what a crash leaves behind.

`data_open` is committed before the DATA verb, so a crash there becomes `unknown`, never a second
letter. Only `claimed` goes back by itself: no byte of content has left. A woken zombie fails on its
epoch. FAULTS.md 3 has the reasoning; RFC 5321 4.5.3.2 the ten minutes at the final dot.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from kiosk.db import db
from kiosk.domain.deliveries.record import Delivery, DeliveryAttempt
from kiosk.domain.deliveries.runs import MailRun, begin, is_paused
from kiosk.domain.deliveries.suppression import is_suppressed

LEASE = timedelta(minutes=36)
"""Longer than all that may pass before the data: connect 30 s, and 5 minutes each for greeting,
EHLO, STARTTLS, EHLO again, AUTH, MAIL and RCPT."""
DATA_LEASE = timedelta(minutes=20)
"""Longer than the rest: DATA 5 minutes, the content 3, the answer to the dot 10."""
GIVE_UP_AFTER = timedelta(hours=48)


@dataclass(frozen=True)
class Claimed:
    """A letter in one worker's hands."""

    id: int
    public_id: str
    event_id: int
    attendee_id: int | None
    kind: str
    edition: int
    epoch: int
    to_address: str
    message: bytes


def start(event_id: int, kind: str, at: datetime) -> int:
    """Release an event's frozen letters, of whatever edition; return how many."""
    begin(event_id, kind, at)
    query = (
        update(Delivery)
        .where(Delivery.event_id == event_id, Delivery.kind == kind)
        .where(Delivery.state == "frozen")
        .where(Delivery.message.is_not(None))
        .values(state="queued", not_before=at)
        .returning(Delivery.id)
    )
    return len(db.session.execute(query).all())


def claim(at: datetime, event_id: int | None = None) -> Claimed | None:
    """Take the next letter that is due, or None; only one worker gets it.

    One whose run is paused waits; one whose address wants no more letters is `suppressed`.
    """
    while (delivery := _next_due(at, event_id)) is not None:
        if delivery.kind != "test" and is_suppressed(delivery.to_address or "", delivery.kind):
            delivery.state, delivery.settled_at = "suppressed", at
            db.session.flush()
            continue
        return _taken(delivery, at)
    return None


def _next_due(at: datetime, event_id: int | None) -> Delivery | None:
    due = (Delivery.not_before.is_(None)) | (Delivery.not_before <= at)
    query = select(Delivery).where(Delivery.state.in_(("queued", "deferred")), due)
    query = query.where(Delivery.message.is_not(None), Delivery.to_address.is_not(None))
    held = select(MailRun.id).where(
        MailRun.event_id == Delivery.event_id,
        MailRun.kind == Delivery.kind,
        MailRun.state == "paused",
    )
    query = query.where(~held.exists())
    if event_id is not None:
        query = query.where(Delivery.event_id == event_id)
    query = query.order_by(Delivery.not_before, Delivery.id).limit(1)
    # Asked anew even if it was read before: another worker may have settled it meanwhile.
    query = query.execution_options(populate_existing=True)
    return db.session.scalar(query.with_for_update(skip_locked=True, of=Delivery))


def is_due(at: datetime, event_id: int | None = None) -> bool:
    """Whether a letter waits to be sent now."""
    return _next_due(at, event_id) is not None


def _taken(delivery: Delivery, at: datetime) -> Claimed:
    delivery.state, delivery.lease_until = "claimed", at + LEASE
    delivery.epoch += 1
    delivery.attempts += 1
    _log(delivery, at)
    db.session.flush()
    assert delivery.to_address is not None and delivery.message is not None
    return Claimed(
        delivery.id,
        delivery.public_id,
        delivery.event_id,
        delivery.attendee_id,
        delivery.kind,
        delivery.edition,
        delivery.epoch,
        delivery.to_address,
        delivery.message,
    )


def _log(delivery: Delivery, at: datetime) -> None:
    values = {
        "event_id": delivery.event_id,
        "delivery_id": delivery.id,
        "n": delivery.attempts,
        "epoch": delivery.epoch,
        "phase": "claimed",
        "outcome": "claimed",
        "began_at": at,
    }
    db.session.execute(insert(DeliveryAttempt).values(values))


def open_data(claimed: Claimed, at: datetime) -> bool:
    """Commit to the DATA verb; False: the letter was replaced, withdrawn or held back meanwhile."""
    if is_paused(claimed.event_id, claimed.kind):
        _advance(claimed, ("claimed",), "queued", "paused", at, lease_until=None)
        return False
    if claimed.kind != "test" and is_suppressed(claimed.to_address, claimed.kind):
        _advance(claimed, ("claimed",), "suppressed", "suppressed", at, settled_at=at)
        return False
    lease = at + DATA_LEASE
    return _advance(claimed, ("claimed",), "data_open", "data", at, opened_at=at, lease_until=lease)


def put_aside(claimed: Claimed, at: datetime) -> bool:
    """Cancel a letter that must not leave as it is and cannot be written anew."""
    return _advance(claimed, ("claimed",), "cancelled", "replaced", at, settled_at=at)


def settle(claimed: Claimed, state: str, *, phase: str, reply: str, at: datetime) -> bool:
    """Record what the server said: accepted, deferred, rejected, failed or unknown.

    A worker that was away too long may bring its server's word late: it settles a letter that
    became `unknown` meanwhile, unless evidence or somebody did (their epoch is another).
    """
    if state == "deferred":
        return put_back(claimed, phase=phase, reply=reply, at=at)
    late = ("unknown",) if state in {"accepted", "rejected"} else ()
    before = ("claimed", "data_open", *late)
    return _advance(claimed, before, state, phase, at, reply=_said(reply), settled_at=at)


def put_back(claimed: Claimed, *, phase: str, reply: str, at: datetime) -> bool:
    """Try again later, with growing waits up to 48 hours after the letter was put; then `failed`.

    For trouble before DATA and explicit 4xx replies only. A letter that lost its bytes meanwhile
    (somebody in it was erased) waits, `frozen`, to be written anew.
    """
    row = db.session.execute(
        select(Delivery.put_at, Delivery.attempts, Delivery.message.is_not(None)).where(
            Delivery.id == claimed.id
        )
    ).one()
    began = select(func.min(DeliveryAttempt.began_at)).where(
        DeliveryAttempt.delivery_id == claimed.id
    )
    first = db.session.scalar(began) or row.put_at
    if at - first > GIVE_UP_AFTER:
        return settle(claimed, "failed", phase=phase, reply=reply, at=at)
    wait = min(60 * 2 ** min(row.attempts - 1, 7), 4 * 3600) * random.uniform(0.8, 1.2)
    return _advance(
        claimed, ("claimed", "data_open"), "deferred" if row[2] else "frozen", phase, at,
        reply=_said(reply), not_before=at + timedelta(seconds=wait), lease_until=None,
    )  # fmt: skip


def _said(reply: str) -> str:
    return reply.replace("\x00", "")[:500]  # PostgreSQL keeps no NUL


def _advance(
    claimed: Claimed,
    states: tuple[str, ...],
    state: str,
    phase: str,
    at: datetime,
    **values: object,
) -> bool:
    query = (
        update(Delivery)
        .where(Delivery.id == claimed.id, Delivery.epoch == claimed.epoch)
        .where(Delivery.state.in_(states))
        .values(state=state, **values)
        .returning(Delivery.id)
    )
    if db.session.execute(query).first() is None:
        return False
    attempt = update(DeliveryAttempt).where(
        DeliveryAttempt.delivery_id == claimed.id, DeliveryAttempt.epoch == claimed.epoch
    )
    db.session.execute(attempt.values(phase=phase, outcome=state, ended_at=at))
    return True


def release_expired(at: datetime) -> list[tuple[int, str]]:
    """Settle what dead workers left: `claimed` goes back, `data_open` becomes `unknown`.

    Return the event and kind of each letter that became unknown.
    """
    unsent = update(Delivery).where(Delivery.state == "claimed", Delivery.lease_until < at)
    db.session.execute(unsent.values(state="queued", lease_until=None))
    begun = update(Delivery).where(Delivery.state == "data_open", Delivery.lease_until < at)
    begun = begun.values(state="unknown", settled_at=at, reply="the worker was gone")
    returned = begun.returning(Delivery.id, Delivery.event_id, Delivery.kind)
    found = db.session.execute(returned).all()
    tries = update(DeliveryAttempt).where(
        DeliveryAttempt.delivery_id.in_([row[0] for row in found]),
        DeliveryAttempt.outcome == "data_open",
    )
    if found:
        db.session.execute(tries.values(outcome="unknown", ended_at=at))
    return [(row[1], row[2]) for row in found]
