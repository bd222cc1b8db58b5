"""Suppression: addresses that get no letter, kept as keyed hashes alone, beyond erasure.

Whoever unsubscribed still gets what they ask for themselves (a ticket, a phone's confirmation) and
what somebody must be told; an address that does not exist gets nothing.
"""

import unicodedata
from collections.abc import Iterable
from contextlib import suppress as suppress_errors
from dataclasses import dataclass
from datetime import datetime

import idna
from sqlalchemy import CheckConstraint, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, plain
from kiosk.domain import keys
from kiosk.domain.operations import insert_once

OPTIONAL = ("pack", "nudge")
"""The letters that somebody may unsubscribe from."""


class Suppression(Model):
    """One address that wants no letter, or does not exist."""

    __tablename__ = "suppressions"
    __table_args__ = (CheckConstraint("reason IN ('unsubscribed', 'bounced')", name="reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    address_hash: Mapped[str] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    reason: Mapped[str] = mapped_column(String(12), info=plain("a reason"))
    since: Mapped[Instant]
    ended_at: Mapped[OptionalInstant]


def normalised(address: str) -> str:
    """Return an address as mail servers tell it from another: case folded, NFC, its domain ASCII.

    Dots and what follows a plus sign stay: only some servers drop them, and two people of one
    domain must never share a wish. Whoever was written to at asha+fair@ meant just that address.
    """
    # Not casefold: it would take ß for ss, and those are two mailboxes.
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", address.strip()).lower())
    local, _, domain = folded.rpartition("@")
    with suppress_errors(idna.IDNAError):  # no such domain: as it is written, then
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    return f"{local}@{domain.rstrip('.')}"


def address_hash(address: str) -> str:
    """Return the keyed hash that an address is suppressed by."""
    return keys.lookup_hash("suppression", normalised(address))


def suppress(address: str, reason: str, at: datetime) -> None:
    """Write no more to an address; again changes nothing, yet a bounce outweighs a wish."""
    hashed = address_hash(address)
    made = insert_once(
        Suppression, public_id=new_public_id(), address_hash=hashed, reason=reason, since=at
    )
    if made is not None:
        return
    row = db.session.scalars(_of(hashed).with_for_update()).one()
    if row.ended_at is not None or reason == "bounced":
        row.reason, row.since, row.ended_at = reason, at, None


def lift(address: str, at: datetime) -> None:
    """Write to an address again; none suppressed changes nothing."""
    row = db.session.scalars(_of(address_hash(address)).with_for_update()).first()
    if row is not None:
        row.ended_at = row.ended_at or at


def suppressed_for(address: str) -> str | None:
    """Return why an address gets no letter: unsubscribed, bounced, or None."""
    query = _of(address_hash(address)).where(Suppression.ended_at.is_(None))
    row = db.session.scalar(query)
    return row.reason if row is not None else None


def is_suppressed(address: str, kind: str) -> bool:
    """Whether a letter of this kind may not go to an address."""
    reason = suppressed_for(address)
    return reason == "bounced" or (reason == "unsubscribed" and kind in OPTIONAL)


@dataclass(frozen=True)
class Wish:
    """What stands for one address, apart from any database: a backup may know an older one."""

    address_hash: str
    reason: str
    since: datetime
    ended_at: datetime | None


def wishes() -> list[Wish]:
    """Return what stands for each address, ended or not."""
    columns = (Suppression.address_hash, Suppression.reason, Suppression.since)
    return [Wish(*row) for row in db.session.execute(select(*columns, Suppression.ended_at))]


def keep_wishes(wishes: Iterable[Wish]) -> None:
    """Let these stand, whatever was known of their addresses; again changes nothing."""
    for wish in wishes:
        row = db.session.scalars(_of(wish.address_hash)).first()
        if row is None:
            db.session.add(Suppression(**vars(wish)))
        else:
            row.reason, row.since, row.ended_at = wish.reason, wish.since, wish.ended_at
    db.session.flush()


def suppressed_among(addresses: Iterable[str], kind: str) -> set[str]:
    """Return those of many addresses that no letter of this kind may go to."""
    reasons = ("bounced", "unsubscribed") if kind in OPTIONAL else ("bounced",)
    query = select(Suppression.address_hash).where(
        Suppression.ended_at.is_(None), Suppression.reason.in_(reasons)
    )
    stopped = set(db.session.scalars(query))
    return {each for each in addresses if address_hash(each) in stopped} if stopped else set()


def _of(hashed: str) -> Select[Suppression]:
    return select(Suppression).where(Suppression.address_hash == hashed)
