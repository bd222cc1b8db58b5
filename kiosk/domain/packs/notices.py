"""Deletion notices: somebody took back what another holds already, and is told to delete it.

One row for each who holds it; for an employer it stands at the desk until somebody confirms.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, OptionalInstant, PublicId, new_public_id, plain


class DeletionNotice(Model):
    """One person or team holds what somebody else gave and has taken back since."""

    __tablename__ = "deletion_notices"
    __person__ = ("giver_id", "receiver_id")
    __table_args__ = (
        CheckConstraint("why IN ('withdrawn', 'erased')", name="why"),
        UniqueConstraint("meeting_id", "giver_id", "receiver_id", "why"),
        Index("ix_deletion_notices_receiver", "receiver_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    """Whose team must confirm; none for somebody who is here on their own."""
    why: Mapped[str] = mapped_column(String(10), info=plain("a reason"))
    fields: Mapped[list[str]] = mapped_column(Json, info=plain("names of fields"))
    asked_at: Mapped[Instant]
    told_in: Mapped[int | None]
    """The edition of the letter that told the receiver."""
    confirmed_at: Mapped[OptionalInstant]
    confirmed_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
