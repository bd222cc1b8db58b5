"""The part of the walk past a student's mentors: found, asked, agreed, written to, over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import events, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import (
    Answer,
    Mentor,
    MentorRequest,
    OfferDraft,
    Time,
    changing_offers,
    closing,
    threads,
)
from tests.web.a_fair import Fair
from tests.web.a_phone import PhoneInHand
from tests.web.a_scheme import PDF, sign_up

PLACES = "/me/mentors"


@dataclass
class Asking:
    """Asha and her mentor, in the caller's application context."""

    fair: Fair
    mentor: Mentor

    def ask(self, kind: str, student: Attendee | None = None) -> MentorRequest:
        """Return a request for a kind of offer."""
        draft = OfferDraft(lead_days=0, words="«…»", link="https://meet.example")
        offer = changing_offers.put_offer(self.mentor, kind, draft, clock.now())
        asked = mentoring.Asked("«…» https://cv.example", agrees=True)
        asha = student or self.fair.person("Asha")
        facts = events.facts(events.get(asha.event_id))
        return mentoring.ask(asha, self.mentor, offer, asked, facts, clock.now())

    def accept(self, request: MentorRequest) -> MentorRequest:
        """Return a request that was accepted, with a time."""
        facts = events.facts(events.get(request.event_id))
        starts = clock.now() + timedelta(days=2, hours=request.id)  # each at its own
        when = Time("", starts, starts + timedelta(minutes=30))
        return mentoring.accept(request, Answer(when, "", "«…»"), facts, clock.now())

    def done(self, request: MentorRequest) -> MentorRequest:
        """Return a request that is over, with the mentor's thank-you."""
        mentoring.mark_done(self.accept(request), "mentor", clock.now() + timedelta(days=3))
        seat = db.session.get_one(Attendee, request.seat_id)
        closing.give_feedback(request, seat, 3, "surer", "«…»", clock.now())
        return request


def mentor_of(fair: Fair) -> Mentor:
    """Return a mentor of a fair, in the caller's transaction."""
    tags = {"sector": ["Engineer"], "course": ["MEng Civil Engineering"], "language": ["English"]}
    return sign_up(fair.event_id, "carol@mentors.example.org", clock.now(), name="Carol Reed",
                   role="Engineer", organisation="Other Works", story="«…»", tags=tags)  # fmt: skip


def student_mentoring_pages(fair: Fair, asha: PhoneInHand) -> dict[str, TestResponse]:
    """Asha finds a mentor, asks, and sees what becomes of four requests."""
    nobody = asha.get(PLACES)
    with fair.app.app_context(), writing():
        asking = Asking(fair, mentor_of(fair))
        agreed = asking.accept(asking.ask("mock_interview"))
        threads.write(agreed, fair.person("Asha"), "«…»", clock.now())
        threads.put_paper(agreed, fair.person("Asha"), PDF, clock.now())
        over, insight = asking.done(asking.ask("story")), asking.accept(asking.ask("insight_day"))
        suggested, declined = asking.ask("cv"), asking.ask("experience")
        starts = clock.now() + timedelta(days=4)
        when = Time("", starts, starts + timedelta(minutes=30))
        mentoring.suggest(suggested, when, "«…»", clock.now())
        mentoring.decline(declined, "no_time", "«…»", clock.now())
        who, own = asking.mentor.public_id, mentoring.live_offers(asking.mentor.id)
        ids = {each: request.public_id for each, request in (
            ("agreed", agreed), ("insight", insight), ("over", over), ("suggested", suggested),
            ("declined", declined))}  # fmt: skip
        again = next(offer.public_id for offer in own if offer.kind == "experience")
        db.session.flush()
    return {
        "no mentors": nobody,
        "me, with mentors": asha.get("/me"),
        "mentors": asha.get(PLACES),
        "mentors found": asha.post(PLACES, words="engineer", free="yes"),
        "no mentors found": asha.post(PLACES, words="zzzz"),
        "a mentor": asha.get(f"{PLACES}/{who}"),
        "a mentor, wrong": asha.post(f"{PLACES}/{who}/concern", words=""),
        "ask a mentor": asha.get(f"{PLACES}/{who}/{again}"),
        "ask a mentor, wrong": asha.post(f"{PLACES}/{who}/{again}", message=""),
        **_request_pages(asha, ids),
    }


def _request_pages(asha: PhoneInHand, ids: dict[str, str]) -> dict[str, TestResponse]:
    request = {name: f"{PLACES}/asked/{public_id}" for name, public_id in ids.items()}
    no_pdf = {"op_id": "6f3f1a1e-0d2c-4c57-9a55-2f6a7c1e1b00", "file": (BytesIO(b"x"), "cv.pdf")}
    return {
        **{f"a request, {name}": asha.get(url) for name, url in request.items()},
        "a request, wrong words": asha.post(request["agreed"] + "/words", words=""),
        "a request, wrong time": asha.post(request["suggested"] + "/slot", slot=""),
        "a request, wrong answers": asha.post(request["over"] + "/how", thanks="«…»"),
        "a request, no PDF": asha.client.post(
            request["agreed"] + "/cv", data=no_pdf, headers={"Sec-Fetch-Site": "same-origin"}
        ),
        "a request, unknown": asha.get(f"{PLACES}/asked/0000000000000000"),
    }
