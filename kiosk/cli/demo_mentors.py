"""The demo fair's mentors: who they are, what they offer, when they can be met, and who has asked.

The stories are ours; the people are those of the demo's list.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

from kiosk.domain import attendees, events, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.mentoring import (
    Asked,
    Mentor,
    OfferDraft,
    Time,
    availability,
    changing_offers,
    openings,
    profiles,
    threads,
)
from kiosk.domain.mentoring.profiles import ProfileDraft

BY = "command:kiosk"
_DRAFT = ProfileDraft("", "", "")
PROFILES: dict[str, ProfileDraft] = {
    "Carol": replace(
        _DRAFT,
        story="I failed statics twice and build bridges now. Ask me what changed.",
        tags={"sector": ["Construction"], "course": ["MEng Civil Engineering"],
              "topic": ["Chartership", "First year at work"], "language": ["English"]},
    ),
    "Hải Yến": replace(
        _DRAFT,
        story="I chose a hospital over a shop, and would again.",
        tags={"sector": ["Health"], "course": ["MPharm Pharmacy"], "topic": ["Night shifts"],
              "language": ["English", "Vietnamese"]},
    ),
    "Rafał": replace(
        _DRAFT,
        story="I make games with people who have no portfolio. Neither had I.",
        tags={"sector": ["Games"], "topic": ["Portfolios"], "language": ["English", "Polish"]},
    ),
    "Temperance": replace(
        _DRAFT,
        story="The long form is a conversation with a patient stranger.",
        tags={"sector": ["Public service"], "topic": ["Application forms"],
              "language": ["English"]},
    ),
    "Manoj": replace(
        _DRAFT,
        story="Physics, then a bank, then wind turbines.",
        tags={"sector": ["Energy"], "topic": ["Changing direction", "Data"],
              "language": ["English", "Hindi"]},
    ),
}  # fmt: skip
OFFERS: dict[str, tuple[tuple[str, OfferDraft], ...]] = {
    "Carol": (
        ("cv", OfferDraft(2, words="Send it as it is. Unfinished is best.")),
        ("mock_interview", OfferDraft(2, lead_days=2, format="video",
                                      link="https://meet.example/carol")),
        ("insight_day", OfferDraft(1, "term", 14, "in_person", words="Boots in size 36 to 46.")),
    ),
    "Hải Yến": (("story", OfferDraft(4, format="phone")),),
    "Rafał": (("cv", OfferDraft(1)), ("story", OfferDraft(3))),
    "Temperance": (("cv", OfferDraft(3, words="Application forms, too.")),),
    "Manoj": (("experience", OfferDraft(1, "term", 21, "in_person")), ("story", OfferDraft(2))),
}  # fmt: skip


def prepare(fair: Event, at: datetime) -> None:
    """Let a few of the list mentor, one wait for approval, and some requests be under way."""
    fair.change("mentors_sign_up", True)
    found = {each.first_name: each for each in attendees.of_event(fair.id, "mentor")}
    mentors = {name: _mentor(fair, found[name], at) for name in PROFILES if name in found}
    waiting = ProfileDraft("Sofia Lindqvist", "Alumna, architect", "Lindqvist & Daughters")
    unknown = profiles.sign_up(fair, waiting, "sofia.lindqvist@example.org", at)
    profiles.confirm(unknown, at)
    if "Carol" in mentors:
        _ask(fair, mentors["Carol"], at)


def _mentor(fair: Event, person: Attendee, at: datetime) -> Mentor:
    mentor = profiles.invite(fair, person, BY, at)
    profiles.confirm(mentor, at)
    profiles.agree_to_code(mentor, at)
    draft = replace(PROFILES[person.first_name], name=person.name, role=person.role or "",
                    organisation=person.organisation or "")  # fmt: skip
    profiles.describe(mentor, draft, at)
    for kind, offer in OFFERS[person.first_name]:
        changing_offers.put_offer(mentor, kind, offer, at)
    for days, hour in ((7, 10), (9, 17)):
        openings.open_slot(mentor, at.date() + timedelta(days=days), time(hour), at=at, weekly=True)
    availability.approve(mentor, fair.id, BY, at)
    return mentor


def _ask(fair: Event, mentor: Mentor, at: datetime) -> None:
    """Let two students have asked Carol; one of them she has answered."""
    facts, cv = events.facts(fair), mentoring.live_offers(mentor.id)[0]
    students = [
        each for each in attendees.of_event(fair.id, "student")
        if each.first_name != "Asha" and not each.is_minor(facts, at) and each.status == "expected"
    ][:2]  # fmt: skip
    for number, student in enumerate(students):
        words = f"I am {student.first_name}. Could you read my CV before the deadline?"
        request = mentoring.ask(student, mentor, cv, Asked(words, agrees=True), facts, at)
        if number == 0 and request.state == "asked":
            starts = at + timedelta(days=3)
            when = Time("", starts, starts + timedelta(minutes=30))
            mentoring.accept(request, mentoring.Answer(when, "", "Gladly."), facts, at)
            threads.write(request, student, "Thank you. Shall I send it as a PDF?", at)


def link_of(fair: Event, origin: str) -> str:
    """Return the private link of Carol's mentor page, or nothing where she has left."""
    seats = [each for each in attendees.of_event(fair.id, "mentor") if each.first_name == "Carol"]
    mentor = mentoring.of_attendee(seats[0].id) if seats else None
    return f"{origin}/mentor/open#{mentoring.secret_of(mentor)}" if mentor else ""
