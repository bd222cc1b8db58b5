"""A request: one student asks one mentor for one offer, and what became of it.

Three constraints keep what races could break: a student has three numbers for open requests, an
offer has a number for each of its places in a period, and a slot is booked once.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    select,
    text,
)
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
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring.offers import MentorOffer
from kiosk.domain.mentoring.openings import Busy
from kiosk.domain.mentoring.record import Mentor
from kiosk.errors import NotKnown

OPEN = ("held", "waiting", "asked", "suggested")
"""Not answered yet: held (a coordinator looks first), on the waiting list, asked, or another time
was suggested."""
LIVE = (*OPEN, "accepted")
CLOSED = ("declined", "expired", "withdrawn", "cancelled", "done", "missed", "lapsed")
STATES = (*LIVE, *CLOSED)
ANSWER_WITHIN = timedelta(days=7)
LONGEST_LIFE = timedelta(days=180)
"""An accepted request nobody closes is closed after this long, so that it can be erased."""
LONGEST_MESSAGE = 600
REASONS = ("no_time", "not_my_field", "somebody_better", "not_now", "other")
_live = text("state IN ('held', 'waiting', 'asked', 'suggested', 'accepted')")


class MentorRequest(Model):
    """One request for one offer; the row goes when either of the two is erased."""

    __tablename__ = "mentor_requests"
    __person__ = ("student_id", "seat_id")
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("open_no BETWEEN 1 AND 3", name="open_no"),
        CheckConstraint("place >= 1", name="place"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        UniqueConstraint("student_id", "open_no"),
        UniqueConstraint("offer_id", "period", "place"),
        UniqueConstraint("opening_id", "booked_at"),
        Index("uq_mentor_requests_live", "student_id", "offer_id", unique=True,
              sqlite_where=_live, postgresql_where=_live),
        Index("ix_mentor_requests_mentor", "mentor_id", "state"),
        Index("ix_mentor_requests_due", "state", "due_at"),
        Index("ix_mentor_requests_event", "event_id", "state"),
        Index("ix_mentor_requests_offer", "offer_id", "state"),
        Index("ix_mentor_requests_seat", "seat_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId] = mapped_column(default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    mentor_id: Mapped[int] = mapped_column(ForeignKey("mentors.id", ondelete="CASCADE"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("attendees.id"))
    """The attendee the mentor is at this fair."""
    offer_id: Mapped[int] = mapped_column(ForeignKey("mentor_offers.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(10), info=plain("a state"))
    open_no: Mapped[int | None] = mapped_column(SmallInteger)
    """1 to 3 while it is open: nobody has four."""
    period: Mapped[str | None] = mapped_column(String(12), info=plain("a month or a term"))
    place: Mapped[int | None] = mapped_column(SmallInteger)
    """Which place of the offer's in that period it holds, once accepted."""
    message: Mapped[str] = mapped_column(
        Text, info=personal("tells the mentor who asks and what for")
    )
    reply: Mapped[str] = mapped_column(Text, default="", info=personal("what the mentor answered"))
    reason: Mapped[str | None] = mapped_column(String(16), info=plain("why declined, a slug"))
    starts_at: Mapped[OptionalInstant]
    """When they meet: wished, suggested or agreed, as the state says."""
    ends_at: Mapped[OptionalInstant]
    opening_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentor_openings.id", ondelete="SET NULL")
    )
    """The opening a wished or agreed time is of."""
    booked_at: Mapped[OptionalInstant]
    """The start of the slot that is booked; set while it is agreed."""
    format: Mapped[str] = mapped_column(String(10), default="", info=plain("how they meet"))
    where: Mapped[str] = mapped_column(
        String(300), default="", info=personal("tells both where they meet, or which link")
    )
    sequence: Mapped[int] = mapped_column(default=0)
    """How often the calendar entry changed (RFC 5545, 3.8.7.4)."""
    missed_by: Mapped[str | None] = mapped_column(String(8), info=plain("mentor or student"))
    asked_at: Mapped[Instant]
    queued_at: Mapped[Instant]
    """Since when it stands in line: whoever asked first moves up first."""
    due_at: Mapped[OptionalInstant]
    answered_at: Mapped[OptionalInstant]
    settled_at: Mapped[OptionalInstant]
    settled_by: Mapped[str | None] = mapped_column(String(8), info=plain("mentor, student, desk"))

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in OPEN

    @property
    def is_live(self) -> bool:
        """Whether anything may still come of it."""
        return self.state in LIVE


NOT_KNOWN = "There is no such request."


def request_of_event(event_id: int, public_id: str) -> MentorRequest:
    """Return a request of this event, as it is now; acts about it queue.

    Raises:
        NotKnown: none of this event.
    """
    return one_of(MentorRequest, event_id, public_id, NotKnown("no_such_request", NOT_KNOWN))


def students_own(student: Attendee, public_id: str) -> MentorRequest:
    """Return one of a student's own requests.

    Raises:
        NotKnown: it is not theirs.
    """
    return _own(MentorRequest.student_id == student.id, public_id)


def mentors_own(mentor_id: int, public_id: str) -> MentorRequest:
    """Return one of the requests a mentor was asked; held and waiting ones are not theirs yet.

    Raises:
        NotKnown: it is not theirs.
    """
    return _own(
        (MentorRequest.mentor_id == mentor_id)
        & MentorRequest.state.not_in(("held", "waiting")), public_id
    )  # fmt: skip


def _own(whose: object, public_id: str) -> MentorRequest:
    query = select(MentorRequest).where(whose, MentorRequest.public_id == public_id)  # type: ignore[arg-type]
    found = db.session.scalar(query)
    if found is None:
        raise NotKnown("no_such_request", NOT_KNOWN)
    return found


def hold_request(request_id: int) -> MentorRequest:
    """Return a request as it is now; acts about it queue until the transaction ends."""
    query = select(MentorRequest).where(MentorRequest.id == request_id)
    held = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(held).one()


def places_taken(offer_id: int, period: str) -> set[int]:
    """Return the numbers of the places that are taken in a period."""
    query = select(MentorRequest.place).where(
        MentorRequest.offer_id == offer_id, MentorRequest.period == period
    )
    return {place for place in db.session.scalars(query) if place is not None}


def in_state(offer_id: int, states: Iterable[str]) -> list[MentorRequest]:
    """Return the requests for an offer in some states, whoever stands in line longest first."""
    query = select(MentorRequest).where(
        MentorRequest.offer_id == offer_id, MentorRequest.state.in_(tuple(states))
    )
    query = query.order_by(MentorRequest.queued_at, MentorRequest.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def busy_of(mentor_id: int, *, but: int = 0) -> list[Busy]:
    """Return when a mentor is taken by what they accepted, one request left out."""
    query = select(MentorRequest.id, MentorRequest.starts_at, MentorRequest.ends_at).where(
        MentorRequest.mentor_id == mentor_id,
        MentorRequest.state == "accepted",
        MentorRequest.starts_at.is_not(None),
        MentorRequest.id != but,
    )
    rows = db.session.execute(query)
    return [Busy(number, begins, ends) for number, begins, ends in rows if begins and ends]


Row = tuple[MentorRequest, MentorOffer, Mentor, Attendee]


def _rows() -> object:
    return (
        select(MentorRequest, MentorOffer, Mentor, Attendee)
        .join(MentorOffer, MentorOffer.id == MentorRequest.offer_id)
        .join(Mentor, Mentor.id == MentorRequest.mentor_id)
        .join(Attendee, Attendee.id == MentorRequest.student_id)
    )


def of_student(student_id: int) -> list[Row]:
    """Return a student's requests with offer, mentor and student, the newest first."""
    query = _rows().where(MentorRequest.student_id == student_id)  # type: ignore[attr-defined]
    return _listed(query.order_by(MentorRequest.id.desc()))


def of_mentor(mentor_id: int) -> list[Row]:
    """Return what a mentor was asked, the longest waiting first; held and waiting ones are not."""
    query = _rows().where(  # type: ignore[attr-defined]
        MentorRequest.mentor_id == mentor_id, MentorRequest.state.not_in(("held", "waiting"))
    )
    return _listed(query.order_by(MentorRequest.id))


def held_of_event(event_id: int) -> list[Row]:
    """Return what waits for a coordinator: requests of people under 18, the oldest first."""
    query = _rows().where(  # type: ignore[attr-defined]
        MentorRequest.event_id == event_id, MentorRequest.state == "held"
    )
    return _listed(query.order_by(MentorRequest.id))


def row_of(request: MentorRequest) -> Row:
    """Return a request with its offer, mentor and student."""
    return _listed(_rows().where(MentorRequest.id == request.id))[0]  # type: ignore[attr-defined]


def _listed(query: object) -> list[Row]:
    return [(r, o, m, s) for r, o, m, s in db.session.execute(query)]  # type: ignore[call-overload]
