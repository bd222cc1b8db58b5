"""Closing: it is done, or somebody did not come; two questions each, and a thank-you."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.db import Instant, Model, PublicId, db, new_public_id, personal, plain
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.requests import MentorRequest
from kiosk.domain.operations import insert_once
from kiosk.errors import Invalid, Refused

CAME_OF_IT = ("surer", "next_step", "stay_in_touch", "not_much")
"""What came of it: surer of oneself, a next step, they stay in touch, or not much."""
LONGEST = 600


class Feedback(Model):
    """What one of the two says it was worth."""

    __tablename__ = "mentor_feedback"
    __person__ = "author_id"
    __table_args__ = (
        CheckConstraint("worth BETWEEN 1 AND 3", name="worth"),
        CheckConstraint(f"came_of_it IN {CAME_OF_IT}", name="came_of_it"),
        UniqueConstraint("request_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("mentor_requests.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"), index=True)
    worth: Mapped[int] = mapped_column(SmallInteger)
    """1 not worth the time, 2 worth it, 3 very much."""
    came_of_it: Mapped[str] = mapped_column(String(14), info=plain("a slug"))
    thanks: Mapped[str] = mapped_column(
        Text, default="", info=personal("a thank-you, which the other reads")
    )
    given_at: Mapped[Instant]


def give_feedback(
    request: MentorRequest, author: Attendee, worth: int, came_of_it: str, thanks: str, at: datetime
) -> Feedback:
    """Say once what it was worth; a thank-you is passed on. Again is the one there is.

    Raises:
        Refused: not_over (nothing has happened yet).
        Invalid: an answer is missing, or the thank-you too long.
    """
    if request.state not in {"done", "missed", "lapsed"}:
        raise Refused("not_over", "Say first that it is done.")
    wrong = {}
    if worth not in {1, 2, 3}:
        wrong["worth"] = "Choose one of the three."
    if came_of_it not in CAME_OF_IT:
        wrong["came_of_it"] = "Choose one of the four."
    if len(thanks.strip()) > LONGEST:
        wrong["thanks"] = "Keep it to 600 letters, please."
    if wrong:
        raise Invalid(wrong)
    made = insert_once(
        Feedback, public_id=new_public_id(), event_id=request.event_id, request_id=request.id,
        author_id=author.id, worth=worth, came_of_it=came_of_it, thanks=thanks.strip(), given_at=at,
    )  # fmt: skip
    if made is None:
        known = feedback_of(request.id)[author.id]
        return known
    if made.thanks:
        told = news.tell_student if author.id == request.seat_id else news.tell_mentor
        told(request, "thanks", at)
    return made


def feedback_of(request_id: int) -> dict[int, Feedback]:
    """Return what was said of a request, by author."""
    query = select(Feedback).where(Feedback.request_id == request_id)
    return {each.author_id: each for each in db.session.scalars(query)}
