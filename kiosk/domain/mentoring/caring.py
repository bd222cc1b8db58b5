"""Caring: the code of conduct, concerns, and who may not go on until a coordinator has looked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import (
    Instant,
    Model,
    OptionalInstant,
    PublicId,
    db,
    new_public_id,
    one_of,
    personal,
    plain,
)
from kiosk.domain import meetings
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.mentoring.record import Mentor, get, of_attendee
from kiosk.domain.mentoring.requests import MentorRequest
from kiosk.domain.operations import insert_once
from kiosk.errors import Invalid, NotKnown, Refused

LONGEST = 2000


class Mentee(Model):
    """A student who accepted the code of conduct, and whether they may go on asking."""

    __tablename__ = "mentees"
    __person__ = "attendee_id"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), unique=True)
    agreed_at: Mapped[Instant]
    suspended_at: Mapped[OptionalInstant]


class Concern(Model):
    """Something a coordinator should look at; what is said is for the coordinators alone."""

    __tablename__ = "mentor_concerns"
    __person__ = ("reporter_id", "about_id")
    __told_to__ = ("reporter_id",)
    __table_args__ = (
        CheckConstraint("decision IN ('suspended', 'spoken', 'nothing')", name="decision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentor_requests.id", ondelete="SET NULL"), index=True
    )
    reporter_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    about_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    words: Mapped[str] = mapped_column(
        Text, info=personal("lets a coordinator look after somebody")
    )
    raised_at: Mapped[Instant]
    decision: Mapped[str | None] = mapped_column(String(10), info=plain("a decision"))
    decided_at: Mapped[OptionalInstant]
    decided_by: Mapped[str | None] = mapped_column(String(40), info=plain("who, as a public id"))


def agree(student: Attendee, at: datetime) -> None:
    """Accept the code of conduct; again changes nothing."""
    insert_once(
        Mentee, event_id=student.event_id, attendee_id=student.id, agreed_at=at, suspended_at=None
    )


def mentee(attendee_id: int) -> Mentee | None:
    """Return a student's standing, once they accepted the code."""
    return db.session.scalar(select(Mentee).where(Mentee.attendee_id == attendee_id))


def has_agreed(attendee_id: int) -> bool:
    """Whether a student accepted the code of conduct."""
    return mentee(attendee_id) is not None


def needs_coordinator(student: Attendee, event: EventFacts, at: datetime) -> bool:
    """Whether a coordinator looks at what somebody asks first, as they are under 18."""
    return student.is_minor(event, at)


def refuse_while_held(request: MentorRequest) -> None:
    """Let nothing go on between two people of whom one is suspended or keeps the other away.

    Raises:
        Refused: on_hold.
    """
    if is_on_hold(request):
        raise Refused("on_hold", "A coordinator is looking at this. They write to you.")


def is_on_hold(request: MentorRequest) -> bool:
    """Whether one of the two of a request is suspended, or they are kept apart."""
    student, pair = mentee(request.student_id), (request.student_id, request.seat_id)
    if student is not None and student.suspended_at is not None:
        return True
    if get(request.mentor_id).suspended_at is not None:
        return True
    return meetings.kept_apart(request.event_id, pair).withholds(*pair)


def raise_concern(request: MentorRequest, reporter: Attendee, words: str, at: datetime) -> Concern:
    """Tell the coordinators about the other of a request.

    Raises:
        Invalid: no words, or too many.
    """
    about = request.student_id if reporter.id == request.seat_id else request.seat_id
    return _concern(request.event_id, request.id, reporter.id, about, words, at)


def raise_concern_about(
    mentor_seat: Attendee, reporter: Attendee, words: str, at: datetime
) -> Concern:
    """Tell the coordinators about a mentor's profile, without a request.

    Raises:
        Invalid: no words, or too many.
    """
    return _concern(reporter.event_id, None, reporter.id, mentor_seat.id, words, at)


def _concern(
    event_id: int, request_id: int | None, reporter_id: int, about_id: int, words: str, at: datetime
) -> Concern:
    words = words.strip()
    if not words:
        raise Invalid({"words": "Say in a few words what happened."})
    if len(words) > LONGEST:
        raise Invalid({"words": "Keep it to 2,000 letters, please."})
    concern = Concern(
        event_id=event_id, request_id=request_id, reporter_id=reporter_id, about_id=about_id,
        words=words, raised_at=at,
    )  # fmt: skip
    db.session.add(concern)
    db.session.flush()
    return concern


def concerns_of(event_id: int, *, decided: bool = False) -> list[Concern]:
    """Return an event's concerns that are open, the oldest first, or those that are decided."""
    query = select(Concern).where(Concern.event_id == event_id)
    is_open = Concern.decided_at.is_(None)
    return list(
        db.session.scalars(query.where(~is_open if decided else is_open).order_by(Concern.id))
    )


def concern_of_event(event_id: int, public_id: str) -> Concern:
    """Return a concern of this event.

    Raises:
        NotKnown: none of this event.
    """
    nothing = NotKnown("no_such_concern", "There is no such concern.")
    return one_of(Concern, event_id, public_id, nothing)


def settle_concern(concern: Concern, decision: str, by: str, at: datetime) -> None:
    """Keep what a coordinator decided; the same again changes nothing.

    Raises:
        Refused: concern_settled (another decision stands).
    """
    # Two coordinators may decide at once: the second waits, and sees what the first decided.
    query = select(Concern).where(Concern.id == concern.id).with_for_update()
    concern = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if concern.decision is not None:
        if concern.decision != decision:
            raise Refused("concern_settled", "That was decided already.")
        return
    concern.decision, concern.decided_by, concern.decided_at = decision, by, at


def suspend_mentee(student: Attendee, at: datetime | None) -> None:
    """Let a student ask and write no more, or again (no `at`)."""
    row = mentee(student.id)
    if row is not None:
        row.suspended_at = (row.suspended_at or at) if at else None


def both_of(concern: Concern) -> tuple[Attendee, Attendee]:
    """Return who raised a concern, and about whom."""
    reporter, about = (db.session.get_one(Attendee, each) for each in
                       (concern.reporter_id, concern.about_id))  # fmt: skip
    return reporter, about


def mentor_of(concern: Concern) -> Mentor | None:
    """Return the mentor a concern is about, if it is about one."""
    return of_attendee(concern.about_id)
