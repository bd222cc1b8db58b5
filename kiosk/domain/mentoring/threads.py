"""Talking: a thread for each request that was accepted, and the CV that goes with it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, deferred, mapped_column

from kiosk.db import Instant, Model, PublicId, db, new_public_id, personal
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.caring import refuse_while_held
from kiosk.domain.mentoring.requests import MentorRequest, hold_request
from kiosk.errors import Invalid, NotKnown, Refused

LONGEST = 2000
MOST_MESSAGES = 500
LARGEST_PAPER = 5 * 1024 * 1024
_UNTIL = "the request is closed"


class Message(Model):
    """One message of a thread: plain text, and links in it."""

    __tablename__ = "mentor_messages"
    __person__ = "author_id"
    __table_args__ = (Index("ix_mentor_messages_thread", "request_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("mentor_requests.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    words: Mapped[str] = mapped_column(Text, info=personal("what the two write to each other"))
    written_at: Mapped[Instant]


class Paper(Model):
    """The CV of a request, a PDF; it goes when the request is closed."""

    __tablename__ = "mentor_papers"
    __person__ = "author_id"
    __table_args__ = (UniqueConstraint("request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("mentor_requests.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    size: Mapped[int]
    content: Mapped[bytes] = deferred(
        mapped_column(LargeBinary, info=personal("the mentor reads this CV", until=_UNTIL))
    )
    put_at: Mapped[Instant]


def write(request: MentorRequest, author: Attendee, words: str, at: datetime) -> Message:
    """Write to the other of a request that was accepted; they are told by mail.

    Raises:
        Refused: not_accepted (not yet, or closed), on_hold, or thread_full.
        Invalid: no words, or too many.
    """
    request = hold_request(request.id)
    words = words.strip()
    if not words:
        raise Invalid({"words": "Write a few words first."})
    if len(words) > LONGEST:
        raise Invalid({"words": "Keep it to 2,000 letters, please."})
    if request.state != "accepted":
        raise Refused("not_accepted", "You can write to each other once the request is accepted.")
    refuse_while_held(request)
    count = db.session.scalar(
        select(func.count()).where(Message.request_id == request.id)
    )  # fmt: skip
    if (count or 0) >= MOST_MESSAGES:
        raise Refused("thread_full", "This thread is full. It is time to talk, or to close it.")
    message = Message(
        event_id=request.event_id, request_id=request.id, author_id=author.id, words=words,
        written_at=at,
    )  # fmt: skip
    db.session.add(message)
    db.session.flush()
    told = news.tell_student if author.id == request.seat_id else news.tell_mentor
    told(request, "message", at, n=message.id)
    return message


def thread_of(request_id: int) -> list[Message]:
    """Return what was written, the first first."""
    query = select(Message).where(Message.request_id == request_id).order_by(Message.id)
    return list(db.session.scalars(query))


def is_pdf(content: bytes) -> bool:
    """Whether these bytes are a PDF by what is in them (ISO 32000-1, 7.5.2 and 7.5.5)."""
    return content[:5] == b"%PDF-" and b"%%EOF" in content[-1024:]


def put_paper(request: MentorRequest, author: Attendee, content: bytes, at: datetime) -> Paper:
    """Keep a CV with a live request, in place of an earlier one.

    Raises:
        Refused: request_closed, or on_hold.
        Invalid: it is no PDF, or larger than 5 MB.
    """
    request = hold_request(request.id)
    if len(content) > LARGEST_PAPER:
        raise Invalid({"file": "This is larger than 5 MB. Save it smaller, or send a link."})
    if not is_pdf(content):
        raise Invalid({"file": "This is not a PDF. Save your CV as a PDF first."})
    if not request.is_live:
        raise Refused("request_closed", "This request is closed.")
    refuse_while_held(request)
    db.session.execute(delete(Paper).where(Paper.request_id == request.id))
    paper = Paper(
        event_id=request.event_id, request_id=request.id, author_id=author.id, size=len(content),
        content=content, put_at=at,
    )  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    return paper


def paper_of(request_id: int) -> Paper | None:
    """Return the CV of a request."""
    return db.session.scalar(select(Paper).where(Paper.request_id == request_id))


def paper_by_public_id(public_id: str) -> Paper:
    """Return a CV; whoever asks has shown a signed address for it.

    Raises:
        NotKnown: it is gone.
    """
    paper = db.session.scalar(select(Paper).where(Paper.public_id == public_id))
    if paper is None:
        raise NotKnown("no_such_paper", "That file is not here any more.")
    return paper


def drop_paper(request_id: int) -> None:
    """Delete the CV of a request."""
    db.session.execute(delete(Paper).where(Paper.request_id == request_id))
