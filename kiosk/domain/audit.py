"""The audit: what staff and operators did, by whom and when, in public ids and slugs only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, db, plain


class AuditEntry(Model):
    """One act of a member of staff, or of a command."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    actor: Mapped[str] = mapped_column(String(40), info=plain("kind and public id of who acted"))
    act: Mapped[str] = mapped_column(String(60), info=plain("machine slug"))
    subject: Mapped[str] = mapped_column(String(60), info=plain("public id of what was changed"))
    facts: Mapped[dict[str, Any]] = mapped_column(Json, info=plain("counts, slugs and field names"))
    at: Mapped[Instant]


def note(
    event_id: int | None, actor: str, act: str, subject: str = "", *, at: datetime, **facts: object
) -> None:
    """Record an act. `facts` must hold counts, slugs and field names, never a person's words."""
    db.session.add(
        AuditEntry(event_id=event_id, actor=actor, act=act, subject=subject, facts=facts, at=at)
    )
