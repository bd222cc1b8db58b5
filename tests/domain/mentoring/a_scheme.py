"""A fair with a mentor and students, as the domain tests of mentoring want it.

Carol mentors: she reads two CVs a month and gives mock interviews, and her hours are Tuesdays at
ten. Everything happens around NOON of the fair's day, a Tuesday.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from kiosk.db import db, writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import EventFacts
from kiosk.domain.mentoring import (
    Answer,
    Asked,
    Mentor,
    MentorOffer,
    MentorRequest,
    News,
    OfferDraft,
    Time,
    availability,
    changing_offers,
    openings,
    profiles,
)
from kiosk.domain.mentoring.profiles import ProfileDraft
from tests.people import NOON, Fair

WEEK = timedelta(days=7)
SOON = NOON + timedelta(days=3)
HELLO = "Could you read my CV? I would like to build bridges."
HALF_AN_HOUR = timedelta(minutes=30)


@dataclass
class Scheme:
    """Mentoring at one fair; call inside an application context."""

    slug: str = "fair"
    students: int = 4
    fair: Fair = field(init=False)

    def __post_init__(self) -> None:
        """Open the fair with a few students, one of them under 18."""
        rows: list[dict[str, Any]] = [
            {"name": f"Student{n} Lee", "email": f"s{n}@{self.slug}.example.org",
             "course": "Civil Engineering", "faculty": "Engineering"}
            for n in range(self.students)
        ]  # fmt: skip
        rows.append({"name": "Cai Evans", "email": f"cai@{self.slug}.example.org",
                     "under_18": True})  # fmt: skip
        self.fair = Fair(self.slug, tuple(rows))

    @property
    def event(self) -> EventFacts:
        """The fair as doors know it."""
        return events.facts(events.by_slug(self.slug))

    def student(self, number: int = 0) -> Attendee:
        """Return a student; the last one is under 18."""
        people = sorted(attendees.of_event(self.event.id, "student"), key=lambda each: each.id)
        return people[number]

    def mentor(self, name: str = "Carol Reed", at: datetime = NOON, **tags: list[str]) -> Mentor:
        """Return a mentor whom students find."""
        event = events.by_slug(self.slug)
        draft = ProfileDraft(name, "Engineer", "Bridges Ltd", "I build bridges.")
        address = f"{name.split()[0].lower()}@mentors.example.org"
        with writing():
            mentor = profiles.sign_up(event, draft, address, at)
            profiles.confirm(mentor, at)
            profiles.join(mentor, event.public_id, at)
            profiles.agree_to_code(mentor, at)
            profiles.describe(mentor, replace(draft, tags=dict(tags)), at)
            availability.approve(mentor, event.id, "staff:x", at)
        return mentor

    def offer(
        self, mentor: Mentor, kind: str = "cv", capacity: int = 2, at: datetime = NOON, **more: Any
    ) -> MentorOffer:
        """Return an offer of a mentor's."""
        with writing():
            draft = OfferDraft(capacity=capacity, **{"lead_days": 0, **more})
            return changing_offers.put_offer(mentor, kind, draft, at)

    def ask(
        self, mentor: Mentor, offer: MentorOffer, number: int = 0, at: datetime = NOON,
        slot: str = "",
    ) -> MentorRequest:  # fmt: skip
        """Return what a student asks."""
        with writing():
            asked = Asked(HELLO, slot, agrees=True)
            return mentoring.ask(self.student(number), mentor, offer, asked, self.event, at)

    def accept(
        self, request: MentorRequest, when: datetime | None = None, at: datetime = NOON
    ) -> MentorRequest:
        """Return a request that its mentor accepts."""
        with writing():
            return mentoring.accept(request, Answer(self.time(when)), self.event, at)

    def agreed(self, kind: str = "mock_interview") -> MentorRequest:
        """Return a request for half an hour with Carol in three days, which she accepted."""
        carol = self.mentor()
        return self.accept(self.ask(carol, self.offer(carol, kind)), SOON)

    def time(self, when: datetime | None) -> Time | None:
        """Return half an hour from then."""
        return Time("", when, when + HALF_AN_HOUR) if when else None

    def meet(self, student: Attendee, mentor: Mentor) -> None:
        """Let a student and a mentor have met."""
        seat = mentoring.seat_at(self.event.id, mentor.id)
        assert seat is not None
        self.fair.check_in(student.first_name, seat.first_name)
        self.fair.let_meet(student.first_name, seat.first_name)

    def open_hours(self, mentor: Mentor, weekly: bool = True, at: datetime = NOON) -> None:
        """Let a mentor be met on Tuesdays at ten, half an hour."""
        with writing():
            openings.open_slot(mentor, at.date() + WEEK, time(10), at=at, weekly=weekly)


def as_it_is(request: MentorRequest) -> MentorRequest:
    """Return a request as the database has it."""
    db.session.rollback()
    return db.session.get_one(MentorRequest, request.id, populate_existing=True)


def told(attendee_id: int) -> list[str]:
    """Return what somebody is to be told, in order, reminders aside."""
    query = db.select(News.what).where(News.attendee_id == attendee_id).order_by(News.id)
    return [what for what in db.session.scalars(query) if not what.endswith("before")]
