"""Carol's mentoring by mail: what is asked, what the worker writes, and the letters, opened."""

from __future__ import annotations

from datetime import time, timedelta
from email import message_from_bytes, policy
from typing import Any

import icalendar
import vobject

from kiosk.db import db, writing
from kiosk.domain import mentoring
from kiosk.domain.deliveries import Delivery
from kiosk.domain.mentoring import (
    Answer,
    Asked,
    Mentor,
    MentorRequest,
    OfferDraft,
    Time,
    changing_offers,
    openings,
)
from kiosk.workers.mentoring import MentoringWorker
from tests.people import NOON
from tests.web.a_scheme import sign_up
from tests.workers.a_mailroom import Mailroom

HOSTILE = "<script>alert(1)</script> \"quoted\"; N:x, \\n =cmd|'/C calc'!A0"
SOON = NOON + timedelta(days=3)
HALF_AN_HOUR = timedelta(minutes=30)


def carol_mentors(mailroom: Mailroom) -> Mentor:
    """Let Carol mentor at the fair; her seat is the attendee of that address."""
    with writing():
        mentor = sign_up(mailroom.fair.id, "carol@example.org", NOON, name="Carol Reed")
        openings.open_slot(mentor, NOON.date() + timedelta(days=7), time(10), at=NOON, weekly=True)
    return mentor


def ask(room: Mailroom, mentor: Mentor, kind: str = "mock_interview", words: str = "Please"
        ) -> MentorRequest:  # fmt: skip
    with writing():
        draft = OfferDraft(lead_days=0, link="https://meet.example/carol")
        offer = changing_offers.put_offer(mentor, kind, draft, NOON)
        asked = Asked(words, agrees=True)
        return mentoring.ask(room.fair.person("Asha"), mentor, offer, asked, room.fair.facts, NOON)


def accept(room: Mailroom, request: MentorRequest, reply: str = "Gladly.") -> None:
    with writing():
        when = Time("", SOON, SOON + HALF_AN_HOUR)
        mentoring.accept(request, Answer(when, "", reply), room.fair.facts, NOON)


def tell(room: Mailroom) -> None:
    """Let the worker write what is due."""
    worker = MentoringWorker(room.settings)
    while worker.step():
        pass


def letters_to(room: Mailroom, first_name: str) -> list[Any]:
    """Return somebody's letters of mentoring, the first first."""
    db.session.rollback()
    query = db.select(Delivery).where(
        Delivery.kind == "mentoring", Delivery.attendee_id == room.fair.person(first_name).id
    )
    found = db.session.scalars(query.order_by(Delivery.edition))
    return [message_from_bytes(each.message or b"", policy=policy.default) for each in found]


def subjects(room: Mailroom, first_name: str) -> list[str]:
    return [str(each["Subject"]) for each in letters_to(room, first_name)]


def entry(letter: Any) -> tuple[Any, Any, str]:
    """Return a letter's calendar entry as two parsers read it, and its method."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 2  # among the words, and as a file: the same
    contents = {part.get_payload(decode=True) for part in parts}
    assert len(contents) == 1
    content = contents.pop().decode()
    calendar = icalendar.Calendar.from_ical(content)
    assert parts[0].get_param("method") == str(calendar["method"])
    return calendar.walk("VEVENT")[0], vobject.readOne(content).vevent, str(calendar["method"])
