"""Introductions: somebody asks a steward to take them to a person they would like to talk to."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, PublicId, new_public_id, personal, plain


class Introduction(Model):
    """One wish to be introduced, until a steward has seen to it."""

    __tablename__ = "introductions"
    __person__ = "attendee_id"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'taken', 'made', 'taken_back')", name="state"),
        Index("uq_introductions_open", "attendee_id", unique=True,
              sqlite_where=text("state IN ('open', 'taken')"),
              postgresql_where=text("state IN ('open', 'taken')")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    wish: Mapped[str] = mapped_column(
        String(200), info=personal("tells a steward whom somebody would like to meet")
    )
    state: Mapped[str] = mapped_column(String(10), default="open", info=plain("a state"))
    asked_at: Mapped[Instant]
    taken_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
    settled_at: Mapped[OptionalInstant]
