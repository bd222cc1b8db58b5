"""The tablet as a host, in real Chromium: the next person takes over, nothing remains."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kiosk.domain.attendees import Attendee
from kiosk.domain.events import CONSENT
from tests.browser.chromium import until
from tests.people import count
from tests.real.application import LiveServer
from tests.web.a_fair import PEOPLE, Fair, hold, let_in
from tests.web.test_tablet_in_chromium import hand_scan, pair_screen

Axe = Callable[[Page], None]
HEARD = """window.heard = []; window.notes = 0;
addEventListener("sounded", ({ detail }) => heard.push(detail.tone));
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) { notes += 1; return start.call(this, at); };"""


@pytest.fixture
def fair(live_server: LiveServer) -> Fair:
    return hold(live_server.app, second_factor=["phone", "email", "nod"])


def says(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def people(fair: Fair) -> int:
    """How many there are beyond the list."""
    with fair.app.app_context():
        return count(Attendee) - len(PEOPLE)


def test_a_walk_in_takes_a_name_and_three_taps(
    live_server: LiveServer, fair: Fair, tablet: Page, axe: Axe
) -> None:
    pair_screen(tablet, live_server, fair)

    tablet.get_by_role("link", name="I’m new here").tap()
    says(tablet, "Good that you came")
    axe(tablet)
    tablet.keyboard.type("Wim Walker")  # the field has the keys already
    tablet.get_by_label(CONSENT).tap()
    tablet.get_by_role("button", name="Let me in").tap()

    says(tablet, "Hello, Wim")
    axe(tablet)
    assert people(fair) == 1


def test_a_scan_takes_over_from_a_half_filled_form_and_drops_it(
    live_server: LiveServer, fair: Fair, tablet: Page, axe: Axe
) -> None:
    pair_screen(tablet, live_server, fair)
    tablet.get_by_role("link", name="I’m new here").tap()
    tablet.get_by_label("Your name").fill("Walked Away")
    tablet.get_by_label("Your email").fill("walked@example.org")
    tablet.get_by_label(CONSENT).check()

    hand_scan(tablet, fair.tickets["Asha"])
    tablet.keyboard.press("Enter")  # as many a hand scanner ends

    says(tablet, "Hello, Asha")
    assert "Walked" not in tablet.content() and "walked@" not in tablet.content()
    assert people(fair) == 0


def test_going_back_shows_nobody_and_restores_no_field(
    live_server: LiveServer, fair: Fair, tablet: Page
) -> None:
    pair_screen(tablet, live_server, fair)
    tablet.get_by_role("link", name="Type your name").tap()
    tablet.get_by_label("First name or family name").fill("okafor")
    tablet.get_by_role("button", name="Find me").tap()
    tablet.get_by_role("button", name="Ben O.").tap()
    tablet.get_by_label("The last four digits").fill("1234")
    tablet.get_by_role("button", name="That is me").tap()
    expect(tablet.get_by_text("That does not match.")).to_be_visible()

    for move in (tablet.go_back, tablet.go_forward, tablet.reload):
        move()
        tablet.wait_for_load_state()
        values = tablet.evaluate("Array.from(document.querySelectorAll('input'), (i) => i.value)")
        assert not {"okafor", "1234"} & set(values)
        assert "Ben O." not in tablet.content()
    assert "Ben" not in tablet.title()


def test_each_family_of_pages_has_its_tone(
    live_server: LiveServer, fair: Fair, tablet: Page, axe: Axe
) -> None:
    tablet.add_init_script(HEARD)
    pair_screen(tablet, live_server, fair)
    let_in(fair, "Ben")
    tablet.mouse.click(5, 5)  # the first touch lets it sound

    hand_scan(tablet, fair.tickets["Asha"])
    says(tablet, "Hello, Asha")
    hand_scan(tablet, fair.tickets["Ben"])
    says(tablet, "You are in already")
    axe(tablet)
    until(tablet, "window.notes >= 4")
    tablet.get_by_role("link", name="Start again").tap()
    says(tablet, "Hold your ticket here")

    assert tablet.evaluate("heard") == ["yes", "no"]


def test_not_me_is_asked_once(live_server: LiveServer, fair: Fair, tablet: Page, axe: Axe) -> None:
    pair_screen(tablet, live_server, fair)
    hand_scan(tablet, fair.tickets["Asha"])

    tablet.get_by_role("link", name="That is not me").tap()
    says(tablet, "Undo this check-in?")
    axe(tablet)
    tablet.get_by_role("button", name="Yes, that is not me").tap()

    says(tablet, "Nobody was checked in")
    axe(tablet)
    assert "Asha" not in tablet.content()
