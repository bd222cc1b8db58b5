"""The part of the walk past mentoring at the desk: who waits, concerns, a thread, figures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, events, mentoring
from kiosk.domain.mentoring import (
    Answer,
    Mentor,
    MentorRequest,
    OfferDraft,
    Time,
    availability,
    caring,
    changing_offers,
    profiles,
    threads,
)
from kiosk.domain.mentoring.profiles import ProfileDraft
from tests.people import op_id
from tests.web.a_desk import OURS, Desk, hire, open_session
from tests.web.a_scheme import sign_up

WORDS = "«…»"
CORA = "cora@fair"
_WHO = ProfileDraft("Carol Reed", "Engineer", "Other Works", WORDS)


@dataclass
class Scheme:
    """Mentoring at a desk's fair, in the caller's application context; ids by name."""

    desk: Desk
    ids: dict[str, str] = field(default_factory=dict)

    def start(self) -> Scheme:
        """Put a row of everything a coordinator sees; call in a transaction."""
        at, own = clock.now(), self.desk.fair.id
        tags = {"sector": ["Engineer"], "language": ["English"]}
        mentor = sign_up(own, "carol@mentors.example.org", at, name="Carol Reed", role="Engineer",
                         organisation="Other Works", story=WORDS, tags=tags)  # fmt: skip
        paused = sign_up(own, "ben@mentors.example.org", at, name="Ben Okafor", role="Engineer",
                         organisation="Other Works", story=WORDS)  # fmt: skip
        availability.pause(paused, at.date() + timedelta(days=30), at)
        kinds = [mentoring.add_to_menu(own, title) for title in (WORDS, f"{WORDS} {WORDS}")]
        agreed = self._agreed(mentor)
        self._ask(mentor, "Cai", "story")
        concerns = [
            caring.raise_concern(agreed, self.desk.fair.person("Asha"), WORDS, at)
            for _n in range(2)
        ]
        caring.settle_concern(concerns[1], "suspended", "staff:x", at)
        caring.suspend_mentee(self.desk.fair.person("Cai"), at)
        self._wait()
        self.ids = {"mentor": mentor.public_id, "kind": kinds[0].public_id,
                    "request": agreed.public_id, "concern": concerns[0].public_id,
                    "decided": concerns[1].public_id}  # fmt: skip
        return self

    def _ask(self, mentor: Mentor, first_name: str, kind: str) -> MentorRequest:
        draft = OfferDraft(capacity=3, lead_days=0, words=WORDS)
        offer = changing_offers.put_offer(mentor, kind, draft, clock.now())
        student, asked = self.desk.fair.person(first_name), mentoring.Asked(WORDS, agrees=True)
        return mentoring.ask(student, mentor, offer, asked, self.desk.fair.facts, clock.now())

    def _agreed(self, mentor: Mentor) -> MentorRequest:
        request, starts = self._ask(mentor, "Asha", "cv"), clock.now() + timedelta(days=2)
        when = Time("", starts, starts + timedelta(minutes=30))
        mentoring.accept(request, Answer(when, "", WORDS), self.desk.fair.facts, clock.now())
        threads.write(request, self.desk.fair.person("Asha"), WORDS, clock.now())
        return request

    def _wait(self) -> None:
        at, event = clock.now(), events.get(self.desk.fair.id)
        tags = {"topic": ["Engineer"], "course": ["MEng Civil Engineering"]}
        waits = profiles.sign_up(event, _WHO, "w@mentors.example.org", at)
        profiles.confirm(waits, at)
        profiles.describe(waits, replace(_WHO, tags=tags), at)
        rows: list[dict[str, object]] = [
            {"name": "Carol Reed", "email": "c@list.example.org", "kind": "mentor"},
            {"name": "Ben Okafor", "kind": "mentor"},
        ]
        attendees.register(event, list(enumerate(rows)), at)


def mentoring_desk_pages(desk: Desk) -> dict[str, TestResponse]:
    """A coordinator's pages, and the organiser's where they tell less."""
    with desk.app.app_context():
        with writing():
            ids = Scheme(desk).start().ids
        hire(desk.fair.id, CORA, "coordinator")
        key = open_session(CORA)
    cora = desk.app.test_client()
    cora.set_cookie("kiosk-staff", key)
    base = f"/desk/{desk.slug}/mentoring"

    def post(path: str, **sent: str) -> TestResponse:
        return cora.post(base + path, data={"op_id": op_id(), **sent}, headers=OURS)

    return {
        "mentoring": cora.get(base),
        "mentoring, for an organiser": desk.get("/mentoring"),
        "mentors paused": cora.get(f"{base}?which=paused"),
        "mentors found": post("", q="carol"),
        "no mentors found": post("", q="zzzz"),
        "a mentor not there": post("/mentors/0000000000000000", answer="approve"),
        "kinds of offers": cora.get(f"{base}/menu"),
        "a kind without a title": post("/menu", title=""),
        "concerns": cora.get(f"{base}/concerns"),
        "a concern": cora.get(f"{base}/concerns/{ids['concern']}"),
        "a concern, decided": cora.get(f"{base}/concerns/{ids['decided']}"),
        "a concern, decided otherwise": post(f"/concerns/{ids['decided']}", decision="spoken"),
        "a request": cora.get(f"{base}/requests/{ids['request']}"),
        "a thread": cora.get(post(f"/requests/{ids['request']}").location),
        "figures of mentoring": cora.get(f"{base}/figures"),
        "not for a coordinator": cora.get(f"/desk/{desk.slug}"),
    }
