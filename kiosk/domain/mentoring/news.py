"""News: what somebody is to be told by mail, when, and whether the letter is written.

A row is put in the same transaction as the fact. A worker writes its letter and marks it, in one
transaction, so each is told once; reminders of a time that has changed since are passed over.
"""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, OptionalInstant, db, plain
from kiosk.domain import deliveries
from kiosk.domain.deliveries import WAITING, Delivery
from kiosk.domain.mentoring.requests import MentorRequest
from kiosk.domain.operations import insert_once

LISTING = ("declined", "expired")
"""What names other mentors to ask."""
REMINDERS = ("day_before", "hour_before")
TOLD_LATE = {"day_before": timedelta(hours=6), "hour_before": timedelta(minutes=40)}
"""How late a reminder may still be told."""


class News(Model):
    """One thing one person is to be told."""

    __tablename__ = "mentor_news"
    __person__ = "attendee_id"
    __table_args__ = (
        UniqueConstraint("attendee_id", "what", "about", "n"),
        Index("ix_mentor_news_due", "told_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    request_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentor_requests.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str] = mapped_column(String(20), info=plain("a slug"))
    about: Mapped[str] = mapped_column(String(16), default="", info=plain("a public id"))
    n: Mapped[int] = mapped_column(default=0)
    """Tells one from the next of the same kind: a calendar entry's sequence, a message's number."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The calendar entry's sequence when this was put."""
    due_at: Mapped[Instant]
    told_at: Mapped[OptionalInstant]
    edition: Mapped[int | None]
    """Which letter of its reader's told it: taken back when the other of the request is erased."""


def tell(
    attendee_id: int, event_id: int, what: str, at: datetime, *,
    request: MentorRequest | None = None, about: str = "", n: int = 0,
) -> None:  # fmt: skip
    """Let somebody be told something at a time; the same again changes nothing."""
    insert_once(
        News, event_id=event_id, attendee_id=attendee_id, what=what, n=n, due_at=at,
        request_id=request.id if request else None,
        about=about or (request.public_id if request else ""),
        sequence=request.sequence if request else 0, told_at=None, edition=None,
    )  # fmt: skip


def tell_student(request: MentorRequest, what: str, at: datetime, n: int | None = None) -> None:
    """Let the student of a request be told."""
    number = request.sequence if n is None else n
    tell(request.student_id, request.event_id, what, at, request=request, n=number)


def tell_mentor(request: MentorRequest, what: str, at: datetime, n: int | None = None) -> None:
    """Let the mentor of a request be told."""
    number = request.sequence if n is None else n
    tell(request.seat_id, request.event_id, what, at, request=request, n=number)


def due(at: datetime, most: int = 50) -> list[int]:
    """Return the ids of what is to be told by now, the oldest first."""
    query = select(News.id).where(News.told_at.is_(None), News.due_at <= at)
    return list(db.session.scalars(query.order_by(News.due_at, News.id).limit(most)))


def take(news_id: int, at: datetime) -> News | None:
    """Mark one as told, for the transaction that writes its letter; None: another worker did."""
    query = update(News).where(News.id == news_id, News.told_at.is_(None)).values(told_at=at)
    if db.session.execute(query.returning(News.id)).first() is None:
        return None
    return db.session.get(News, news_id, populate_existing=True)


def is_stale(news: News, request: MentorRequest, at: datetime) -> bool:
    """Whether a reminder is of a time that has changed, or that has passed."""
    if news.what not in REMINDERS:
        return False
    if at - news.due_at > TOLD_LATE[news.what]:
        return True  # "tomorrow" is not said on the day
    moved = request.state != "accepted" or news.sequence != request.sequence
    return moved or request.starts_at is None or request.starts_at <= at


def drop_reminders(request: MentorRequest) -> None:
    """Let no reminder of a request's former time go out."""
    query = update(News).where(News.request_id == request.id, News.what.in_(REMINDERS))
    db.session.execute(query.where(News.told_at.is_(None)).values(told_at=News.due_at))


def take_letters_back(request: MentorRequest, from_id: int, at: datetime) -> None:
    """Take the letters of a request back from one of the two: the other is erased."""
    query = select(News.edition).where(News.request_id == request.id, News.attendee_id == from_id)
    told = [each for each in db.session.scalars(query) if each is not None]
    deliveries.take_back(from_id, "mentoring", told, at)


def take_lists_back(event_id: int, at: datetime) -> None:
    """Take the letters back that list whom else to ask: one of those mentors is gone.

    What has not left is written anew, without them.
    """
    theirs = (
        (Delivery.attendee_id == News.attendee_id)
        & (Delivery.edition == News.edition)
        & (Delivery.kind == "mentoring")
    )
    query = select(News, Delivery).join(Delivery, theirs).where(News.event_id == event_id)
    query = query.where(News.what.in_(LISTING), Delivery.message.is_not(None))
    for each, letter in db.session.execute(query).all():
        waits = letter.state in WAITING
        deliveries.take_back(each.attendee_id, "mentoring", [letter.edition], at)
        if waits:
            each.told_at, each.edition = None, None


def put_off(news_id: int, until: datetime) -> None:
    """Try one piece of news again later: its letter could not be written."""
    db.session.execute(update(News).where(News.id == news_id).values(due_at=until, told_at=None))
