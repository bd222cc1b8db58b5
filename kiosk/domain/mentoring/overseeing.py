"""What a coordinator looks after: who waits, who was not invited yet, whom to read along with."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from kiosk.db import db
from kiosk.domain import attendees
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.mentoring.caring import Concern, Mentee, needs_coordinator
from kiosk.domain.mentoring.record import Mentor, MentorPlace, only_typed_in
from kiosk.domain.mentoring.requests import MentorRequest, Row, row_of

PAGE = 50
CHOICES = ("all", "approved", "paused", "suspended", "unconfirmed", "declined")
"""Which mentors a coordinator lists; those who wait have a list of their own."""


@dataclass(frozen=True)
class Listed:
    """One page of a fair's mentors by name, and how many there are."""

    mentors: list[Mentor]
    count: int
    number: int
    last: int


def mentors_of(event_id: int, which: str, number: int, words: str = "") -> Listed:
    """Return a page of a fair's mentors: of one choice, or whose profile holds some words."""
    elsewhere = and_(Mentor.state == "waiting", Mentor.suspended_at.is_(None))
    query = _at(event_id).where(~elsewhere, *_chosen(which), *_holding(words))
    count = _count(query)
    last = max((count + PAGE - 1) // PAGE, 1)
    number = min(max(number, 1), last)
    query = query.order_by(func.lower(Mentor.name), Mentor.id)
    found = db.session.scalars(query.limit(PAGE).offset((number - 1) * PAGE))
    return Listed(list(found), count, number, last)


def waiting_mentors(event_id: int, most: int) -> tuple[list[Mentor], int]:
    """Return who confirmed their address and waits to be let in, the longest first; how many."""
    query = _at(event_id).where(Mentor.state == "waiting")
    found = db.session.scalars(query.order_by(Mentor.confirmed_at, Mentor.id).limit(most))
    return list(found), _count(query)


def _at(event_id: int) -> Select[Mentor]:
    query = select(Mentor).join(MentorPlace, MentorPlace.mentor_id == Mentor.id)
    query = query.join(Attendee, Attendee.id == MentorPlace.attendee_id).where(~only_typed_in())
    # Whose profile is deleted has neither name nor address: there is nobody to look after.
    return query.where(MentorPlace.event_id == event_id, Mentor.email != "")


def _count(query: Select[Mentor]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _chosen(which: str) -> list[ColumnElement[bool]]:
    suspended = Mentor.suspended_at.is_not(None)
    choices: dict[str, list[ColumnElement[bool]]] = {
        "approved": [Mentor.state == "approved", ~suspended],
        "paused": [Mentor.state == "approved", Mentor.paused_at.is_not(None)],
        "suspended": [suspended],
        "unconfirmed": [Mentor.state == "unconfirmed"],
        "declined": [Mentor.state == "declined"],
    }
    return choices.get(which, [])


def _holding(words: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in attendees.fold(words).split()[:8]:
        escaped = word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        found.append(Mentor.words.like(f"%{escaped}%", escape="\\"))
    return found


def not_invited(event_id: int) -> Select[Attendee]:
    """Return the query of a list's mentors who have no profile at this fair, in order."""
    seats = select(MentorPlace.attendee_id).where(MentorPlace.event_id == event_id)
    # Whoever stands in the list twice is one mentor, found by the address.
    addresses = select(func.lower(Mentor.email)).join(
        MentorPlace, MentorPlace.mentor_id == Mentor.id
    )
    theirs = func.lower(Attendee.email).in_(addresses.where(MentorPlace.event_id == event_id))
    return (
        select(Attendee)
        .where(Attendee.event_id == event_id, Attendee.kind == "mentor")
        .where(Attendee.status == "expected", Attendee.erased_at.is_(None))
        .where(Attendee.id.not_in(seats), or_(_without_address(), ~theirs))
        .order_by(func.lower(Attendee.name), Attendee.id)
    )


def _without_address() -> ColumnElement[bool]:
    return or_(Attendee.email.is_(None), Attendee.email == "")


def to_invite(event_id: int, most: int) -> tuple[list[Attendee], int]:
    """Return who of the list can be invited, and how many they are."""
    query = not_invited(event_id).where(~_without_address())
    count = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return list(db.session.scalars(query.limit(most))), count


def without_address(event_id: int, most: int) -> list[Attendee]:
    """Return who of the list mentors and has no address to be invited by."""
    return list(db.session.scalars(not_invited(event_id).where(_without_address()).limit(most)))


def agreed_with_minors(event: EventFacts, at: datetime, most: int = 50) -> list[Row]:
    """Return what is agreed with people under 18, the newest first: a coordinator reads along."""
    year = at.astimezone(ZoneInfo(event.timezone)).year
    unknown = and_(Attendee.date_of_birth.is_(None), Attendee.under_18.is_(None))
    perhaps = or_(
        func.extract("year", Attendee.date_of_birth) >= year - 18,
        Attendee.under_18.is_(True),
        unknown if event.unknown_age_is_minor else Attendee.under_18.is_(True),
    )
    query = select(MentorRequest, Attendee).join(Attendee, Attendee.id == MentorRequest.student_id)
    query = query.where(MentorRequest.event_id == event.id, MentorRequest.state == "accepted")
    rows = db.session.execute(query.where(perhaps).order_by(MentorRequest.id.desc()).limit(500))
    found = [request for request, student in rows if needs_coordinator(student, event, at)]
    return [row_of(request) for request in found[:most]]


def may_be_read(request: MentorRequest, event: EventFacts, at: datetime) -> bool:
    """Whether a coordinator may read a thread: a concern about it is open, or one is under 18."""
    is_open = select(Concern.id).where(
        Concern.request_id == request.id, Concern.decided_at.is_(None)
    )
    if db.session.scalar(is_open.limit(1)) is not None:
        return True
    return needs_coordinator(db.session.get_one(Attendee, request.student_id), event, at)


def suspended_mentees(event_id: int) -> list[Attendee]:
    """Return the students who may ask and write no more until a coordinator lifts it."""
    query = select(Attendee).join(Mentee, Mentee.attendee_id == Attendee.id)
    query = query.where(Mentee.event_id == event_id, Mentee.suspended_at.is_not(None))
    return list(db.session.scalars(query.order_by(Mentee.suspended_at)))


def asked_about(concern: Concern) -> Row | None:
    """Return the request a concern is about, with its offer, mentor and student."""
    request = db.session.get(MentorRequest, concern.request_id) if concern.request_id else None
    return row_of(request) if request is not None else None
