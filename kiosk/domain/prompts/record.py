"""What an organiser made of the deck: a question reworded, put away, or added, for one event."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, PublicId, new_public_id, plain


class EventPrompt(Model):
    """One question of an event's own deck; it stands before ours of the same id."""

    __tablename__ = "event_prompts"
    __table_args__ = (
        CheckConstraint("level IN ('easy', 'story', 'advice')", name="level"),
        UniqueConstraint("event_id", "prompt_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    prompt_id: Mapped[str] = mapped_column(String(40), info=plain("a question of the deck"))
    """Ours where one of ours was changed, else one of its own."""
    pair: Mapped[str] = mapped_column(String(30), info=plain("a pair of kinds"))
    level: Mapped[str] = mapped_column(String(10), info=plain("a level"))
    wording: Mapped[dict[str, str]] = mapped_column(Json, info=plain("a question, by language"))
    put_away: Mapped[bool] = mapped_column(default=False)
    """It is asked no more at this event; meetings that showed it still say it."""
    changed_at: Mapped[Instant]
