"""Meetings that somebody adds afterwards by name: they count only once the other says so too.

Who types a name learns nothing from the answer, whether that person is here or not.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, OptionalInstant, PublicId, new_public_id, plain


class RememberedMeeting(Model):
    """One person says that they met another, who has still to say so too."""

    __tablename__ = "remembered_meetings"
    __person__ = ("asker_id", "asked_id")
    __told_to__ = ("asked_id",)
    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'declined')", name="state"),
        Index("uq_remembered_meetings_open", "asker_id", "asked_id", unique=True,
              sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        Index("ix_remembered_meetings_asked", "asked_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    gives: Mapped[list[str]] = mapped_column(Json, info=plain("names of fields"))
    """What the asker gives once the other says yes, as their page showed."""
    state: Mapped[str] = mapped_column(String(10), default="open", info=plain("a state"))
    said_at: Mapped[Instant]
    answered_at: Mapped[OptionalInstant]
