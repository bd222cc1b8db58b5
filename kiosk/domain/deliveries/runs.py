"""Runs: whether letters of a kind are being sent just now at an event, and how fast all may go.

Without a row a run goes on. The pace is one row for all workers on all machines, so that a mail
server's limit holds however many there are.
"""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, plain


class MailRun(Model):
    """Letters of one kind at one event: sent, or held back by somebody or by the breaker."""

    __tablename__ = "mail_runs"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'paused')", name="state"),
        CheckConstraint("why IN ('', 'by_hand', 'unknowns', 'refusals')", name="why"),
        UniqueConstraint("event_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(20), info=plain("which letter"))
    state: Mapped[str] = mapped_column(String(10), info=plain("a state"))
    why: Mapped[str] = mapped_column(String(10), default="", info=plain("a reason"))
    by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))
    since: Mapped[Instant]
    """When it was paused, or began; the breaker counts from here."""


class MailPace(Model):
    """When the next letter may go out, whoever sends it."""

    __tablename__ = "mail_pace"

    id: Mapped[int] = mapped_column(primary_key=True)
    next_at: Mapped[OptionalInstant]
