"""A fair's mentoring with a row of everything, for the tests that try every door.

Mina mentors; her address is of this fair alone, as a profile is found by its address anywhere. Asha
has asked her for a look at her CV, which is accepted with a time, a thread, a file and a concern,
and for her story, which is not answered; Eve's request waits for a coordinator.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from kiosk.domain import attendees, events, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import (
    Asked,
    Mentor,
    MentorOffer,
    MentorRequest,
    OfferDraft,
    availability,
    caring,
    changing_offers,
    closing,
    openings,
    profiles,
    threads,
)
from kiosk.domain.mentoring.profiles import ProfileDraft

if TYPE_CHECKING:
    from tests.web.a_hall import Hall

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
WORDS = "Could you read my CV? I would like to build bridges."


def sign_up(event_id: int, email: str, at: datetime, **draft: object) -> Mentor:
    """Return a mentor who is approved, has confirmed the address and accepted the code."""
    event = events.get(event_id)
    profile = replace(ProfileDraft("Mina Osei", "Engineer", "Bridges Ltd"), **draft)  # type: ignore[arg-type]
    mentor = profiles.sign_up(event, profile, email, at)
    profiles.confirm(mentor, at)
    profiles.join(mentor, event.public_id, at)
    profiles.agree_to_code(mentor, at)
    profiles.describe(mentor, profile, at)
    availability.approve(mentor, event_id, "staff:x", at)
    return mentor


def ask(student: Attendee, mentor: Mentor, offer: MentorOffer, at: datetime) -> MentorRequest:
    """Return a request of somebody who accepts the code of conduct."""
    event = events.facts(events.get(student.event_id))
    return mentoring.ask(student, mentor, offer, Asked(WORDS, agrees=True), event, at)


def start_mentoring(hall: Hall, at: datetime) -> None:
    """Put a row of everything of mentoring into a hall."""
    person = {name: attendees.get(row_id) for name, row_id in hall.people.items()}
    tags = {"sector": ["Construction"], "course": ["Civil Engineering"], "language": ["English"]}
    mentor = sign_up(hall.event_id, f"mina@{hall.slug}.example.org", at, tags=tags)
    cv, story, own = (
        changing_offers.put_offer(mentor, kind, OfferDraft(capacity=3), at, title=title)
        for kind, title in (("cv", ""), ("story", ""), ("own", "A walk"))
    )
    kind = mentoring.add_to_menu(hall.event_id, "A walk")
    events.get(hall.event_id).change("mentors_sign_up", True)
    slot = openings.open_slot(mentor, at.date() + timedelta(days=7), time(10), at=at, weekly=True)
    asked, open_one = ask(person["asha"], mentor, cv, at), ask(person["asha"], mentor, story, at)
    held = ask(person["eve"], mentor, cv, at)
    held.state = "held"
    starts = at + timedelta(days=5)
    when = mentoring.Time("", starts, starts + timedelta(minutes=30))
    facts = events.facts(events.get(hall.event_id))
    mentoring.accept(asked, mentoring.Answer(when, "Room 4", "Gladly."), facts, at)
    threads.write(asked, person["asha"], "Thank you.", at)
    paper = threads.put_paper(asked, person["asha"], PDF, at)
    concern = caring.raise_concern(asked, person["asha"], "They asked for my address.", at)
    hall.keys["mentor"] = mentoring.open_session(mentor, at)
    hall.ids |= {
        "mentor": mentor.public_id, "link of mentor": mentoring.secret_of(mentor),
        "offer": cv.public_id, "own offer": own.public_id, "kind of offer": kind.public_id,
        "opening": slot.public_id,
        "slot": f"{slot.public_id}.{slot.day + timedelta(days=7):%Y%m%d}",
        "request": asked.public_id, "open request": open_one.public_id,
        "held request": held.public_id, "paper": paper.public_id, "concern": concern.public_id,
        "done request": _done(hall, mentor, at),
    }  # fmt: skip


def _done(hall: Hall, mentor: Mentor, at: datetime) -> str:
    """Return a request that is over, of which nobody has said yet how it was."""
    offer = changing_offers.put_offer(mentor, "insight_day", OfferDraft(capacity=3), at)
    request = ask(attendees.get(hall.people["asha"]), mentor, offer, at)
    when = mentoring.Time("", at + timedelta(hours=1), at + timedelta(hours=2))
    facts = events.facts(events.get(hall.event_id))
    mentoring.accept(request, mentoring.Answer(when), facts, at)
    mentoring.mark_done(request, "mentor", at + timedelta(hours=3))
    assert closing.feedback_of(request.id) == {}
    return request.public_id
