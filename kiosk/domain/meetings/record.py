"""One live meeting per unordered pair and event; one share per direction.

A share's `fields` are what the receiver has; its state is `given` when that goes beyond the name
the badge prints, `asked` while the giver may still be asked for more.
"""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Json,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    one_of,
    plain,
)
from kiosk.errors import NotKnown

STATES = ("asked", "given", "declined", "withdrawn", "lapsed")
WAYS = ("phone", "tablet", "stand", "typed", "named")


class Meeting(Model):
    """Two people of one event who have met; `low_id` is the smaller attendee id."""

    __tablename__ = "meetings"
    __person__ = ("low_id", "high_id")
    __table_args__ = (
        CheckConstraint("low_id < high_id", name="ordered_pair"),
        CheckConstraint(f"way IN {WAYS}", name="way"),
        Index("uq_meetings_live_pair", "event_id", "low_id", "high_id", unique=True,
              sqlite_where=text("undone_at IS NULL"),
              postgresql_where=text("undone_at IS NULL")),
        Index("ix_meetings_high", "high_id"),
        Index("ix_meetings_asker", "asker", "recorded_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    low_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    way: Mapped[str] = mapped_column(String(10), info=plain("how they met"))
    op_id: Mapped[str] = mapped_column(String(36), index=True, info=plain("random id"))
    asker: Mapped[str] = mapped_column(String(40), info=plain("who asked, as a public id"))
    prompt_id: Mapped[str] = mapped_column(String(40), info=plain("a question of the deck"))
    asked_before: Mapped[list[str]] = mapped_column(
        Json, default=list, server_default="[]", info=plain("questions of the deck")
    )
    """What they were shown at earlier meetings."""
    times_met: Mapped[int] = mapped_column(default=1)
    happened_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    undone_at: Mapped[OptionalInstant]
    undone_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))

    def other(self, attendee_id: int) -> int:
        """Return the id of the one met, seen from one of the two."""
        return self.high_id if attendee_id == self.low_id else self.low_id


class Share(Model):
    """What one of the two gave the other at a meeting, and on what word."""

    __tablename__ = "shares"
    __person__ = ("giver_id", "receiver_id")
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(
            "act IN ('standing', 'scan', 'badge', 'approval', 'minor', 'closed')", name="act"
        ),
        UniqueConstraint("meeting_id", "giver_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    fields: Mapped[list[str]] = mapped_column(Json, info=plain("names of fields"))
    state: Mapped[str] = mapped_column(String(10), info=plain("a state"))
    act: Mapped[str] = mapped_column(String(10), info=plain("the act that gave it"))
    consent_version: Mapped[int]
    asked_at: Mapped[Instant]
    decided_at: Mapped[OptionalInstant]


def between(event_id: int, one_id: int, other_id: int, *, hold: bool = False) -> Meeting | None:
    """Return the live meeting of two people, or None; `hold` lets acts about it queue."""
    low, high = sorted((one_id, other_id))
    query = select(Meeting).where(
        Meeting.event_id == event_id,
        Meeting.low_id == low,
        Meeting.high_id == high,
        Meeting.undone_at.is_(None),
    )
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def by_op_id(event_id: int, op_id: str) -> Meeting:
    """Return the meeting made under an op_id.

    Raises:
        NotKnown: none of this event.
    """
    query = select(Meeting).where(Meeting.event_id == event_id, Meeting.op_id == op_id)
    meeting = db.session.scalars(query.limit(1)).first()
    if meeting is None:
        raise NotKnown("no_such_meeting", "There is no such meeting.")
    return meeting


def by_public_id(event_id: int, public_id: str) -> Meeting:
    """Return a meeting of this event.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(
        Meeting, event_id, public_id, NotKnown("no_such_meeting", "There is no such meeting.")
    )


def shares_of(meeting: Meeting) -> list[Share]:
    """Return the two shares of a meeting, the lower id's first."""
    query = select(Share).where(Share.meeting_id == meeting.id).order_by(Share.giver_id)
    return list(db.session.scalars(query))
