"""A linked phone whose network is gone keeps a meeting, says so, and sends it exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, phones
from kiosk.domain.meetings import Meeting
from tests.browser.a_wire import Wire, fair_of, heading
from tests.real.databases import closed_after
from tests.real.pages import PHONE, OpenPage
from tests.web.a_fair import Fair, let_in
from tests.web.a_phone import claim_of

Axe = Callable[[Page], None]
AWAY = ["Failed to load resource", "net::ERR", "status of 4"]


@pytest.fixture
def wire(tmp_path: Path, sqlite_database: str) -> Iterator[Wire]:
    made = Wire(tmp_path, sqlite_database)
    with closed_after(made.app):
        made.mend()
        yield made
        made.cut()


@pytest.fixture
def fair(wire: Wire) -> Fair:
    fair = fair_of(wire)
    let_in(fair, "Asha", "Ben", "Dana")
    return fair


@pytest.fixture
def phone(open_page: OpenPage, wire: Wire, fair: Fair) -> Page:
    """Asha's phone, which has been on her page once."""
    page = open_page(PHONE)
    page.watch.expected += AWAY  # type: ignore[attr-defined]
    page.goto(f"{wire.url}/claim#{claim_of(fair, 'Asha')}")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Link this phone").click()
    page.wait_for_url("**/me")
    page.evaluate(
        """async () => {
            const found = () => navigator.serviceWorker.getRegistration("/B/");
            while (!(await found())?.active) await new Promise((go) => setTimeout(go, 30));
        }"""
    )
    return page


def met(wire: Wire) -> list[tuple[int, int]]:
    """Whom Asha's phone met, by row id, and how often."""
    with wire.app.app_context():
        query = select(Meeting.high_id, Meeting.times_met).where(Meeting.undone_at.is_(None))
        rows = [(row[0], row[1]) for row in db.session.execute(query.order_by(Meeting.id))]
        db.session.remove()
    return rows


def tap(page: Page) -> None:
    page.get_by_role("button", name="We have met").click()


def test_a_badge_without_a_network_is_kept_and_sent_once_after_closing_and_opening(
    phone: Page, wire: Wire, fair: Fair, axe: Axe
) -> None:
    badge = f"{wire.url}/B/{fair.badges['Ben']}"
    before = clock.now()
    wire.cut()

    phone.goto(badge)
    heading(phone, "Have you met?")
    expect(phone.get_by_text("as you chose on your page")).to_be_visible()
    assert "Ben" not in phone.content() and "Asha" not in phone.content()
    axe(phone)
    tap(phone)
    heading(phone, "Saved on this phone")
    axe(phone)
    phone.goto(badge)  # the same badge again is the same meeting
    tap(phone)
    heading(phone, "Saved on this phone")
    context = phone.context
    phone.close()
    again = context.new_page()
    assert met(wire) == []
    wire.mend()
    again.goto(badge)

    expect(again.get_by_text("You met at")).to_be_visible()
    again.goto(f"{wire.url}/me")
    again.reload()
    expect(again.get_by_role("link", name="Ben Okafor", exact=True)).to_be_visible()
    assert met(wire) == [(fair.ids["Ben"], 1)]
    with wire.app.app_context():
        happened_at = db.session.scalar(select(Meeting.happened_at))
        assert happened_at is not None and before <= happened_at <= clock.now()


def test_a_kept_meeting_is_undone_before_it_is_sent(phone: Page, wire: Wire, fair: Fair) -> None:
    wire.cut()
    phone.goto(f"{wire.url}/b/{fair.badges['Ben']}")
    tap(phone)

    phone.get_by_role("button", name="Undo").click()

    heading(phone, "Have you met?")
    wire.mend()
    phone.goto(f"{wire.url}/me")
    expect(phone.locator("[data-when=waiting]")).to_be_hidden()
    assert met(wire) == []


def test_a_reply_that_was_lost_after_the_commit_is_no_second_meeting(
    phone: Page, wire: Wire, fair: Fair
) -> None:
    phone.goto(f"{wire.url}/b/{fair.badges['Ben']}")
    answers = wire.app.wsgi_app
    wire.app.wsgi_app = losing(answers)  # type: ignore[method-assign]

    tap(phone)

    heading(phone, "Saved on this phone")
    assert met(wire) == [(fair.ids["Ben"], 1)]
    wire.app.wsgi_app = answers  # type: ignore[method-assign]
    phone.goto(f"{wire.url}/me")
    assert phone.evaluate("keptMeetings.send().then(() => keptMeetings.all())") == []
    assert met(wire) == [(fair.ids["Ben"], 1)]


def losing(answers: Any) -> Any:
    """Do what a form asks for, and let its answer never arrive."""

    def lose(environ: Any, start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] != "POST":
            return answers(environ, start_response)
        list(answers(environ, lambda *_started: None))
        raise ConnectionResetError

    return lose


def test_what_cannot_be_sent_is_told_once_and_forgotten(
    phone: Page, wire: Wire, fair: Fair
) -> None:
    wire.cut()
    for first_name in ("Ben", "Dana"):
        phone.goto(f"{wire.url}/b/{fair.badges[first_name]}")
        tap(phone)
    with wire.app.app_context():
        with writing():
            attendees.get(fair.ids["Ben"]).status = "practice"
        db.session.remove()
    wire.mend()

    phone.goto(f"{wire.url}/me")

    told = phone.get_by_text("could not be sent: Both badges were read.")
    expect(told).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("link", name="Dana Ruiz", exact=True)).to_be_visible()
    expect(told).to_be_hidden()
    assert [high for high, _times in met(wire)] == [fair.ids["Dana"]]


def test_a_phone_that_was_unlinked_keeps_nothing(phone: Page, wire: Wire, fair: Fair) -> None:
    wire.cut()
    phone.goto(f"{wire.url}/b/{fair.badges['Ben']}")
    tap(phone)
    with wire.app.app_context():
        with writing():
            for each in phones.of_attendee(fair.ids["Asha"], clock.now()):
                phones.revoke(each.attendee_id, each.public_id, clock.now() - timedelta(seconds=1))
        db.session.remove()
    wire.mend()

    phone.goto(f"{wire.url}/me")

    heading(phone, "This phone is not linked any more")
    left = phone.evaluate(
        """async () => {
            const kept = async () => [
                ...(await caches.keys()),
                ...(await navigator.serviceWorker.getRegistrations()).map((each) => each.scope),
                ...(await indexedDB.databases()).map((each) => each.name),
            ];
            for (let tries = 0; (await kept()).length && tries < 100; tries += 1)
                await new Promise((go) => setTimeout(go, 30));
            return kept();
        }"""
    )
    assert left == []
    assert met(wire) == []
