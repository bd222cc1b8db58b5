"""Blocks and reports: how somebody keeps another away, without the other learning who did.

A block hides two people from each other. A report freezes a pair at once, and everything of the
reported person after three reporters or a steward's decision.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, new_public_id, personal, plain


class Block(Model):
    """One person wants to have no more to do with another."""

    __tablename__ = "blocks"
    __person__ = ("blocker_id", "blocked_id")
    __table_args__ = (
        Index("uq_blocks_live", "blocker_id", "blocked_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
        Index("ix_blocks_blocked", "blocked_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    blocker_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    blocked_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    since: Mapped[Instant]
    ended_at: Mapped[OptionalInstant]


class Report(Model):
    """One person tells the stewards about another; what they say is for the stewards alone."""

    __tablename__ = "reports"
    __person__ = ("reporter_id", "reported_id")
    __table_args__ = (
        CheckConstraint("decision IN ('upheld', 'dismissed')", name="decision"),
        UniqueConstraint("reporter_id", "reported_id"),
        Index("ix_reports_reported", "reported_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    reported_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    words: Mapped[str] = mapped_column(
        Text, default="", info=personal("lets a steward decide about somebody who was reported")
    )
    reported_at: Mapped[Instant]
    decision: Mapped[str | None] = mapped_column(String(10), info=plain("a decision"))
    decided_at: Mapped[OptionalInstant]
    decided_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
