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
from kiosk.errors import Refused

LEASE = timedelta(minutes=30)
"""Longer than all SMTP timeouts together (connect 30 s, verbs 5 min, dot 10 min)."""
GIVE_UP_AFTER = timedelta(hours=48)


@dataclass(frozen=True)
class Claimed:
    """A letter in one worker's hands."""

    id: int
    public_id: str
    event_id: int
    epoch: int
    to_address: str
    message: bytes


def start(event_id: int, kind: str, at: datetime, edition: int = 1) -> int:
    """Release an event's frozen letters; return how many."""
    query = (
        update(Delivery)
        .where(Delivery.event_id == event_id, Delivery.kind == kind)
        .where(Delivery.edition == edition, Delivery.state == "frozen")
        .where(Delivery.message.is_not(None))
        .values(state="queued", not_before=at)
        .returning(Delivery.id)
    )
    return len(db.session.execute(query).all())


def claim(at: datetime, event_id: int | None = None) -> Claimed | None:
    """Take the next letter that is due, or None; only one worker gets it."""
    due = (Delivery.not_before.is_(None)) | (Delivery.not_before <= at)
    query = select(Delivery).where(Delivery.state.in_(("queued", "deferred")), due)
    query = query.where(Delivery.message.is_not(None), Delivery.to_address.is_not(None))
    if event_id is not None:
        query = query.where(Delivery.event_id == event_id)
    query = query.order_by(Delivery.not_before, Delivery.id).limit(1)
    delivery = db.session.scalar(query.with_for_update(skip_locked=True))
    if delivery is None:
        return None
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
    """Commit to the DATA verb; False: the letter was replaced, withdrawn or taken meanwhile."""
    return _advance(claimed, ("claimed",), "data_open", "data", at, opened_at=at)


def settle(claimed: Claimed, state: str, *, phase: str, reply: str, at: datetime) -> bool:
    """Record what the server said: accepted, deferred, rejected, failed or unknown."""
    if state == "deferred":
        return put_back(claimed, phase=phase, reply=reply, at=at)
    return _advance(
        claimed, ("claimed", "data_open"), state, phase, at, reply=_said(reply), settled_at=at
    )


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


def release_expired(at: datetime) -> None:
    """Settle what dead workers left: `claimed` goes back, `data_open` becomes `unknown`."""
    unsent = update(Delivery).where(Delivery.state == "claimed", Delivery.lease_until < at)
    db.session.execute(unsent.values(state="queued", lease_until=None))
    begun = update(Delivery).where(Delivery.state == "data_open", Delivery.lease_until < at)
    db.session.execute(begun.values(state="unknown", settled_at=at, reply="the worker was gone"))


def resolve(delivery: Delivery, *, sent: bool, by: str, at: datetime) -> None:
    """Settle an `unknown` letter by hand: mark it as sent, or send the same bytes again.

    One that lost its bytes (somebody in it was erased) waits, `frozen`, to be written anew.

    Raises:
        Refused: its outcome is known.
    """
    if delivery.state != "unknown":
        raise Refused("not_unknown", "What became of that letter is known already.")
    delivery.resolved_by = by
    again = "queued" if delivery.message is not None else "frozen"
    delivery.state = "accepted" if sent else again
    delivery.not_before, delivery.lease_until = at, None
    delivery.settled_at = at if sent else None


def settle_by_evidence(delivery: Delivery, state: str, evidence: str, at: datetime) -> bool:
    """Let what came to light settle a letter; return whether it did.

    `accepted` only from `unknown`; `bounced` from either.
    """
    before = ("unknown",) if state == "accepted" else ("unknown", "accepted")
    query = update(Delivery).where(Delivery.id == delivery.id, Delivery.state.in_(before))
    values = {"state": state, "evidence": evidence, "settled_at": at, "epoch": Delivery.epoch + 1}
    return db.session.execute(query.values(values).returning(Delivery.id)).first() is not None
