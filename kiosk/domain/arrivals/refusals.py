"""Refused scans: each is a row with its reason, and waits for a steward until it is settled.

What was read is kept only as a keyed hash: it may be somebody's contact card. A scanner that sends
the same thing again and again makes one row that counts. What a tablet did without its server and
the server could not accept as it was is a row here too (`offline`): nobody's word is lost.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, db, new_public_id, one_of, plain
from kiosk.domain import keys
from kiosk.domain.attendees import Attendee
from kiosk.errors import NotKnown

if TYPE_CHECKING:
    from kiosk.domain.arrivals.record import Admission

UNKNOWN_A_MINUTE = 60
"""Unknown codes of one device that are rows of their own; more of them only count."""


class RefusedScan(Model):
    """One scan that let nobody in; what was read is kept only as a keyed hash."""

    __tablename__ = "refused_scans"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint("kind IN ('entry', 'exit')", name="kind"),
        Index("ix_refused_scans_event", "event_id", "recorded_at"),
        UniqueConstraint("device_id", "read_hash", "kind", "reason", "offline", "minute"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    list_id: Mapped[int | None] = mapped_column(ForeignKey("lists.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("attendees.id"))
    kind: Mapped[str] = mapped_column(String(5), default="entry", info=plain("entry or exit"))
    reason: Mapped[str] = mapped_column(String(40), info=plain("machine slug"))
    read_hash: Mapped[str] = mapped_column(String(64), info=plain("keyed hash"))
    times: Mapped[int] = mapped_column(default=1)
    """How often the same was read and refused within that minute."""
    offline: Mapped[bool] = mapped_column(default=False)
    """Done by a tablet without its server: the person may be inside all the same."""
    happened_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    minute: Mapped[int]
    """When it was recorded, in minutes since 1970: what comes again within one only counts."""
    settled_at: Mapped[OptionalInstant]
    settled_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
    settled_how: Mapped[str | None] = mapped_column(String(20), info=plain("what was done"))


def keep_refusal(
    reason: str, admission: Admission, read: str, attendee: Attendee | None, at: datetime
) -> None:
    """Keep a scan that led to nothing; the same again within a minute only counts.

    So does whatever a device reads beyond sixty unknown codes a minute: a scanner that is stuck, or
    somebody who guesses, fills no disk.
    """
    minute = int(at.timestamp() // 60)
    if attendee is None and _is_flood(admission, minute):
        read = ""
    values = {
        "public_id": new_public_id(),
        "event_id": admission.event.id,
        "list_id": admission.list_id,
        "device_id": admission.device.id if admission.device else None,
        "attendee_id": attendee.id if attendee else None,
        "kind": admission.kind,
        "reason": reason,
        "read_hash": keys.lookup_hash("refused-scan", read[:400]),
        "offline": admission.offline,
        "happened_at": admission.moment(at),
        "recorded_at": at,
        "minute": minute,
    }
    connection = db.session.connection()
    connection.execute(_keeping(connection.dialect.name), values)


def _is_flood(admission: Admission, minute: int) -> bool:
    if admission.device is None:
        return False
    query = select(func.count()).where(
        RefusedScan.event_id == admission.event.id,
        RefusedScan.recorded_at >= datetime.fromtimestamp(minute * 60, UTC),
        RefusedScan.device_id == admission.device.id,
        RefusedScan.attendee_id.is_(None),
    )
    return (db.session.scalar(query) or 0) >= UNKNOWN_A_MINUTE


@cache
def _keeping(dialect: str) -> Any:
    """Return the statement that inserts a refused scan, or counts it and lets it wait again."""
    insert = sqlite_insert if dialect == "sqlite" else pg_insert
    table: Any = RefusedScan.__table__
    again = {"times": table.c.times + 1, "settled_at": None}
    same = ["device_id", "read_hash", "kind", "reason", "offline", "minute"]
    return insert(table).on_conflict_do_update(index_elements=same, set_=again)


def recent_refusals(event_id: int, since: datetime) -> list[RefusedScan]:
    """Return the refused scans nobody has settled yet, newest first.

    What happened without the server waits however old it is.
    """
    recent = (RefusedScan.recorded_at >= since) | RefusedScan.offline
    query = select(RefusedScan).where(
        RefusedScan.event_id == event_id, recent, RefusedScan.settled_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(RefusedScan.id.desc()).limit(50)))


def refusal_by_public_id(event_id: int, public_id: str) -> RefusedScan:
    """Return a refused scan of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        RefusedScan, event_id, public_id, NotKnown("no_such_scan", "There is no such scan.")
    )


def settle_refusal(scan: RefusedScan, *, by: str, how: str, at: datetime) -> None:
    """Mark a refused scan as seen to, by whom and how; again changes nothing."""
    if scan.settled_at is None:
        scan.settled_at, scan.settled_by, scan.settled_how = at, by, how[:20]
