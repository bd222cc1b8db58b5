"""Scans: what a station read, whether it let somebody in, and the ones it refused.

A refused scan is a row too, with its reason and a keyed hash of what was read, never the raw text:
it may be somebody's contact card.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, one_of, plain
from kiosk.domain import codes, keys
from kiosk.domain.arrivals.record import Admission, Arrival, check_in
from kiosk.domain.attendees import Attendee
from kiosk.domain.operations import Outcome
from kiosk.errors import KioskError, NotKnown


class RefusedScan(Model):
    """One scan that let nobody in; what was read is kept only as a keyed hash."""

    __tablename__ = "refused_scans"
    __person__ = "attendee_id"
    __table_args__ = (Index("ix_refused_scans_event", "event_id", "recorded_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("attendees.id"))
    reason: Mapped[str] = mapped_column(String(40), info=plain("machine slug"))
    read_hash: Mapped[str] = mapped_column(String(64), info=plain("keyed hash"))
    happened_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    settled_at: Mapped[OptionalInstant]


@dataclass(frozen=True)
class Scanned:
    """What a scan led to: the outcome to keep, and the rows when it let somebody in or out."""

    outcome: Outcome
    attendee: Attendee | None = None
    arrival: Arrival | None = None


def scan(admission: Admission, read: str, at: datetime) -> Scanned:
    """Let in (or out) whoever's ticket or badge was read; a refusal is kept and returned.

    The outcome is 201 `accepted`, 404 `not_known`, or 409 with already_in, not_in, not_open,
    closed or cancelled.
    """
    attendee = None
    try:
        attendee, way = codes.whose(admission.event.id, read, "ticket", "badge")
        arrival = check_in(replace(admission, way=way), attendee, at)
    except KioskError as refusal:
        keep_refusal(refusal, admission, read, attendee, at)
        status = 404 if isinstance(refusal, NotKnown) else 409
        facts = {**refusal.facts, "sentence": refusal.sentence}
        return Scanned(Outcome(status, refusal.slug, facts), attendee)
    return Scanned(Outcome(201, "accepted", {"arrival": arrival.public_id}), attendee, arrival)


def keep_refusal(
    refusal: KioskError, admission: Admission, read: str, attendee: Attendee | None, at: datetime
) -> None:
    """Keep a scan that led to nothing, with its reason; what was read only as a keyed hash."""
    row = RefusedScan(
        event_id=admission.event.id,
        device_id=admission.device.id if admission.device else None,
        attendee_id=attendee.id if attendee else None,
        reason=refusal.slug,
        read_hash=keys.lookup_hash("refused-scan", read[:400]),
        happened_at=admission.moment(at),
        recorded_at=at,
    )
    db.session.add(row)
    db.session.flush()


def recent_refusals(event_id: int, since: datetime) -> list[RefusedScan]:
    """Return the refused scans nobody has settled yet, newest first."""
    query = select(RefusedScan).where(
        RefusedScan.event_id == event_id,
        RefusedScan.recorded_at >= since,
        RefusedScan.settled_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(RefusedScan.id.desc()).limit(50)))


def settle_refusal(event_id: int, public_id: str, at: datetime) -> None:
    """Mark a refused scan as seen to; again changes nothing.

    Raises:
        NotKnown: none of this event.
    """
    row = one_of(
        RefusedScan, event_id, public_id, NotKnown("no_such_scan", "There is no such scan.")
    )
    row.settled_at = row.settled_at or at
