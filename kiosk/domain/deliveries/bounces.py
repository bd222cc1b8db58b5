"""Bounces: what a mail server said later about one letter, by a return path that it alone had."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, PublicId, new_public_id, personal, plain


class Bounce(Model):
    """One report about one letter (RFC 3464); the same report again is one row."""

    __tablename__ = "bounces"
    __person__ = "attendee_id"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("deliveries.id", ondelete="CASCADE"), index=True
    )
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("attendees.id"), index=True)
    report_hash: Mapped[str] = mapped_column(String(64), unique=True, info=plain("keyed hash"))
    action: Mapped[str] = mapped_column(String(10), info=plain("failed, delayed, delivered"))
    status: Mapped[str] = mapped_column(String(12), info=plain("an enhanced status code"))
    words: Mapped[str] = mapped_column(
        String(300),
        info=personal("what the mail server said; it may name the address", erase="row"),
    )
    received_at: Mapped[Instant]
