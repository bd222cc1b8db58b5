"""The pack's record: what went (or goes) out to one person, by ids and field names alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, OptionalInstant, PublicId, db, new_public_id, plain


class Pack(Model):
    """What went (or goes) out to one person: ids and field names only, no personal data twice."""

    __tablename__ = "packs"
    __person__ = "attendee_id"
    __table_args__ = (UniqueConstraint("attendee_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    edition: Mapped[int]
    items: Mapped[list[dict[str, Any]]] = mapped_column(
        Json, info=plain("public ids of meetings, field names, consent versions")
    )
    stamp: Mapped[str] = mapped_column(
        String(64), default="", server_default="", info=plain("keyed hash of what is in it")
    )
    """Equal as long as what the letter would hold is what it holds."""
    frozen_at: Mapped[Instant]
    opened_at: Mapped[OptionalInstant]
    """When its page was first opened; kept of those alone who let the fair count them."""


class Freeze(Model):
    """An organiser's wish that everybody's pack be fixed; a worker walks through the people."""

    __tablename__ = "freezes"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    edition: Mapped[int]
    asked_by: Mapped[str] = mapped_column(String(40), info=plain("who, as a public id"))
    asked_at: Mapped[Instant]
    reached_id: Mapped[int] = mapped_column(default=0)
    """The last attendee's row id that was frozen: a worker that takes over goes on there."""
    ended_at: Mapped[OptionalInstant]


def of_reader(attendee_id: int, edition: int) -> Pack | None:
    """Return one edition of a person's pack."""
    query = select(Pack).where(Pack.attendee_id == attendee_id, Pack.edition == edition)
    return db.session.scalar(query)


def is_frozen(event_id: int) -> bool:
    """Whether packs of this event were frozen at least once."""
    return db.session.scalar(select(Pack.id).where(Pack.event_id == event_id).limit(1)) is not None


def frozen_when(event_id: int) -> datetime | None:
    """Return when packs of this event were last frozen."""
    query = select(Pack.frozen_at).where(Pack.event_id == event_id)
    return db.session.scalar(query.order_by(Pack.frozen_at.desc()).limit(1))
