"""Follow-ups: "I wrote" and "they answered", each kept for the one who says it.

Nobody else sees whose they are; the fair counts them, small numbers hidden.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, distinct, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Model, OptionalInstant, PublicId, db, new_public_id
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Meeting
from kiosk.domain.operations import insert_once


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


@dataclass(frozen=True)
class Followed:
    """What one reader says came of a meeting."""

    wrote: bool = False
    answered: bool = False


def mark_wrote(meeting: Meeting, author: Attendee, said: bool, at: datetime) -> None:
    """Keep that the author wrote to whom they met, or that they did not after all. Repeatable."""
    row = _row(meeting, author)
    row.wrote_at = (row.wrote_at or at) if said else None


def mark_answered(meeting: Meeting, author: Attendee, said: bool, at: datetime) -> None:
    """Keep that the other answered, so the author wrote; or that they did not. Repeatable."""
    row = _row(meeting, author)
    row.answered_at = (row.answered_at or at) if said else None
    if said:
        row.wrote_at = row.wrote_at or at


def _row(meeting: Meeting, author: Attendee) -> FollowUp:
    values = {"event_id": meeting.event_id, "meeting_id": meeting.id, "author_id": author.id}
    insert_once(FollowUp, None, public_id=new_public_id(), **values)
    query = select(FollowUp).where(
        FollowUp.meeting_id == meeting.id, FollowUp.author_id == author.id
    )
    return db.session.scalars(query.with_for_update()).one()


def follow_ups_of(author: Attendee) -> dict[int, Followed]:
    """Return what an author said came of their meetings, by meeting id."""
    query = select(FollowUp).where(FollowUp.author_id == author.id)
    return {
        row.meeting_id: Followed(row.wrote_at is not None, row.answered_at is not None)
        for row in db.session.scalars(query)
    }


def count_follow_ups(event_id: int) -> tuple[int, int]:
    """Return how many people wrote to somebody they met, and how many got an answer."""
    who = FollowUp.author_id
    query = select(
        func.count(distinct(who)).filter(FollowUp.wrote_at.is_not(None)),
        func.count(distinct(who)).filter(FollowUp.answered_at.is_not(None)),
    )
    row = db.session.execute(query.where(FollowUp.event_id == event_id)).one()
    return int(row[0]), int(row[1])
