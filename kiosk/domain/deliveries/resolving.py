"""Resolving: what nobody knew is settled by evidence or by a person, and what failed goes again.

Each bumps the epoch: the late word of a worker that was away settles nothing any more.
"""

from datetime import datetime

from sqlalchemy import update

from kiosk.db import db
from kiosk.domain.deliveries.record import Delivery
from kiosk.errors import Refused

FAILED = ("rejected", "failed", "bounced")


def resolve(delivery: Delivery, *, sent: bool, by: str, at: datetime) -> None:
    """Settle an `unknown` letter by hand: mark it as sent, or send the same bytes again.

    One that was refused, given up or came back waits `frozen`, to be written anew (its address may
    have been corrected) and released; so does one that lost its bytes.

    Raises:
        Refused: its outcome is known.
    """
    if delivery.state != "unknown" and (sent or delivery.state not in FAILED):
        raise Refused("not_unknown", "What became of that letter is known already.")
    same = delivery.state == "unknown" and delivery.message is not None
    delivery.resolved_by, delivery.evidence = by, "by_hand" if sent else None
    delivery.state = "accepted" if sent else "queued" if same else "frozen"
    delivery.epoch += 1
    delivery.not_before, delivery.lease_until = at, None
    delivery.settled_at = at if sent else None


def release(delivery: Delivery, at: datetime) -> None:
    """Let one frozen letter go; another state changes nothing."""
    if delivery.state == "frozen" and delivery.message is not None:
        delivery.state, delivery.not_before = "queued", at


def settle_by_evidence(delivery: Delivery, state: str, evidence: str, at: datetime) -> bool:
    """Let what came to light settle a letter; return whether it did.

    `accepted` only from `unknown`; `bounced` from either.
    """
    before = ("unknown",) if state == "accepted" else ("unknown", "accepted")
    query = update(Delivery).where(Delivery.id == delivery.id, Delivery.state.in_(before))
    values = {"state": state, "evidence": evidence, "settled_at": at, "epoch": Delivery.epoch + 1}
    return db.session.execute(query.values(values).returning(Delivery.id)).first() is not None
