"""From a handshake with a mentor to a booked mock interview to a thank-you, in real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, events, mentoring
from kiosk.domain.mentoring import MentorRequest, OfferDraft, changing_offers, openings
from tests.real.application import LiveServer
from tests.real.pages import PHONE, OpenPage
from tests.web.a_fair import Fair, hold, let_in
from tests.web.a_phone import claim_of
from tests.web.a_scheme import PDF, sign_up

Axe = Callable[[Page], None]


@dataclass
class Pair:
    """Asha's phone and Carol's, at one fair."""

    server: LiveServer
    fair: Fair
    badge: str
    """The code on Carol's badge."""
    secret: str
    """What stands in the letter to Carol."""


@pytest.fixture
def pair(live_server: LiveServer) -> Pair:
    """Asha has arrived; Carol mentors, gives mock interviews, and is there."""
    fair = hold(live_server.app)
    let_in(fair, "Asha")
    with live_server.app.app_context(), writing():
        at = clock.now()
        carol = sign_up(fair.event_id, "carol@mentors.example.org", at, name="Carol Reed")
        draft = OfferDraft(lead_days=1, link="https://meet.example/carol")
        changing_offers.put_offer(carol, "mock_interview", draft, at)
        openings.open_slot(carol, at.date() + timedelta(days=7), time(10), at=at, weekly=True)
        seat = mentoring.seat_at(fair.event_id, carol.id)
        assert seat is not None
        fair.ids["Carol"] = seat.id
        fair.tickets["Carol"] = codes.code_of("ticket", seat)
        badge, secret = codes.code_of("badge", seat), mentoring.secret_of(carol)
    let_in(fair, "Carol")
    return Pair(live_server, fair, badge, secret)


def test_from_a_handshake_to_a_thank_you(
    pair: Pair, open_page: OpenPage, axe: Axe, tmp_path: Path
) -> None:
    asha, carol = open_page(PHONE), open_page(PHONE)
    url = they_meet_and_asha_asks(pair, asha, axe)
    carol_accepts(pair, carol, axe)
    asha_reads_writes_and_sends_her_cv(pair, asha, url, axe, tmp_path)
    the_interview_happens(pair)
    both_say_how_it_was(pair, asha, carol, url, axe)


def they_meet_and_asha_asks(pair: Pair, asha: Page, axe: Axe) -> str:
    asha.goto(f"{pair.server.url}/claim#{claim_of(pair.fair, 'Asha')}")
    asha.get_by_role("button", name="Go on").click()
    asha.get_by_role("button", name="Link this phone").click()
    asha.wait_for_url("**/me")
    asha.goto(f"{pair.server.url}/b/{pair.badge}")
    asha.get_by_role("button", name="We have met").click()
    expect(asha.get_by_text("Carol mentors, and is glad to be asked:")).to_be_visible()
    axe(asha)
    asha.get_by_role("link", name="Mock interview").click()
    axe(asha)
    asha.get_by_label("Your message").fill("I am nervous. Could we practise?")
    asha.locator(".chips .chip").nth(1).click()
    asha.get_by_label("I keep to that.").check()
    asha.get_by_role("button", name="Ask Carol").click()
    expect(asha.get_by_text("Carol is asked. You hear within a week.")).to_be_visible()
    axe(asha)
    return asha.url


def carol_accepts(pair: Pair, carol: Page, axe: Axe) -> None:
    carol.goto(f"{pair.server.url}/mentor/open#{pair.secret}")
    carol.get_by_role("button", name="Go on").click()
    carol.wait_for_url("**/mentor")
    carol.get_by_role("link", name="Mock interview").click()
    expect(carol.get_by_text("I am nervous. Could we practise?")).to_be_visible()
    assert "asha@example.org" not in carol.content()
    carol.get_by_label("A few words to Asha").first.fill("Gladly. Bring one question.")
    carol.get_by_role("button", name="Yes", exact=True).click()
    expect(carol.get_by_text("Agreed. They are told")).to_be_visible()
    axe(carol)


def asha_reads_writes_and_sends_her_cv(
    pair: Pair, asha: Page, url: str, axe: Axe, folder: Path
) -> None:
    asha.goto(url)
    expect(asha.get_by_text("Gladly. Bring one question.")).to_be_visible()
    expect(asha.get_by_role("link", name="https://meet.example/carol")).to_be_visible()
    with asha.expect_download() as entry:
        asha.get_by_role("link", name="Put it in my calendar").click()
    read = icalendar.Calendar.from_ical(Path(entry.value.path()).read_bytes())
    assert str(read.walk("VEVENT")[0]["summary"]) == "Mock interview: Carol Reed"
    asha.get_by_label("Write to Carol").fill("Thank you. My CV is here.")
    asha.get_by_role("button", name="Send", exact=True).click()
    cv = folder / "cv.pdf"
    cv.write_bytes(PDF)
    asha.get_by_text("Send it as a PDF").click()
    asha.get_by_label("Your CV as a PDF").set_input_files(cv)
    asha.get_by_role("button", name="Send it").click()
    with asha.expect_download() as paper:
        asha.get_by_role("link", name="Open it").click()
    assert Path(paper.value.path()).read_bytes() == PDF
    axe(asha)


def the_interview_happens(pair: Pair) -> None:
    """Let the time that was agreed have come."""
    with pair.server.app.app_context(), writing():
        request = db.session.scalars(db.select(MentorRequest)).one()
        past = clock.now() - timedelta(hours=1)
        request.starts_at, request.ends_at = past, past + timedelta(minutes=30)
        event = events.get(pair.fair.event_id)
        assert attendees.get(request.student_id).event_id == event.id


def both_say_how_it_was(pair: Pair, asha: Page, carol: Page, url: str, axe: Axe) -> None:
    carol.reload()
    expect(carol.get_by_text("Thank you. My CV is here.")).to_be_visible()
    carol.get_by_role("button", name="It happened").click()
    asha.goto(url)
    axe(asha)
    asha.get_by_label("Very much").check()
    asha.get_by_label("A next step").check()
    asha.get_by_label("A thank-you, which they read").fill("I got the place.")
    asha.get_by_role("button", name="Say so").click()
    expect(asha.get_by_text("You have said how it was.")).to_be_visible()
    carol.reload()
    expect(carol.get_by_text("I got the place.")).to_be_visible()
    with pair.server.app.app_context():
        assert mentoring.threads.paper_of(1) is None
