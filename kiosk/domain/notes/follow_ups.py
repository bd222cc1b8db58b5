"""Follow-ups: "I wrote" and "they answered", each kept for the one who says it.

Nobody else sees whose they are; the fair counts them, small numbers hidden.
"""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Model, OptionalInstant, PublicId, new_public_id


class FollowUp(Model):
    """What came of one meeting afterwards, as one of the two says."""

    __tablename__ = "follow_ups"
    __person__ = "author_id"
    __table_args__ = (UniqueConstraint("meeting_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    wrote_at: Mapped[OptionalInstant]
    answered_at: Mapped[OptionalInstant]
