"""Notes: what one person writes down about another they met.

A recruiter's note belongs to the employer's team; anybody else's is their own. Neither is shown to
the one it is about, except in their own data export, and an organiser never sees either.
"""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Json, Model, PublicId, db, new_public_id, personal
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Meeting

LONGEST = 500


class Note(Model):
    """One author's note about one meeting: there is one row, which later jottings change."""

    __tablename__ = "notes"
    __person__ = ("author_id", "about_id")
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 3", name="rating"),
        UniqueConstraint("meeting_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employers.id"), index=True)
    words: Mapped[str] = mapped_column(
        Text, info=personal("helps its author remember the conversation")
    )
    topics: Mapped[list[str]] = mapped_column(
        Json, default=list, server_default="[]",
        info=personal("what a recruiter and somebody talked about; both see it"),
    )  # fmt: skip
    next_step: Mapped[str] = mapped_column(
        String(120), default="", server_default="",
        info=personal("what the team does next about somebody it met"),
    )  # fmt: skip
    rating: Mapped[int | None] = mapped_column(
        SmallInteger, info=personal("the team's own order of those it met")
    )
    """1 to 3; the team's alone."""
    follow_up: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The author wants to write to them."""
    written_at: Mapped[Instant]


def of(meeting: Meeting, author: Attendee) -> Note | None:
    """Return the author's own note about a meeting."""
    query = select(Note).where(Note.meeting_id == meeting.id, Note.author_id == author.id)
    return db.session.scalar(query)


def by_meeting(author: Attendee) -> dict[int, str]:
    """Return the words of an author's notes, by meeting id."""
    query = select(Note.meeting_id, Note.words).where(Note.author_id == author.id)
    return {row.meeting_id: row.words for row in db.session.execute(query)}


def followed_up(author: Attendee) -> set[int]:
    """Return the ids of the meetings after which the author wants to write."""
    query = select(Note.meeting_id).where(Note.author_id == author.id, Note.follow_up)
    return set(db.session.scalars(query))


def of_team(employer_id: int) -> list[tuple[Note, Attendee, Attendee]]:
    """Return an employer's notes with author and the one met, newest first."""
    author, about = (db.aliased(Attendee) for _ in range(2))
    query = (
        select(Note, author, about)
        .join(author, author.id == Note.author_id)
        .join(about, about.id == Note.about_id)
        .join(Meeting, Meeting.id == Note.meeting_id)
        .where(Note.employer_id == employer_id, Meeting.undone_at.is_(None))
        .order_by(Note.written_at.desc())
    )
    return [(note, one, other) for note, one, other in db.session.execute(query)]
