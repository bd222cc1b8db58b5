"""A phone in real Chromium: the private link, a badge, one tap; axe finds nothing on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.real.application import LiveServer
from tests.real.pages import PHONE, OpenPage
from tests.web.a_fair import Fair, hold, let_in
from tests.web.a_phone import claim_of
from tests.web.an_unsubscribe_walk import way_out

Accessible = Callable[[Page], None]
LOOKS: list[Any] = [
    {"color_scheme": "light"},
    pytest.param({"color_scheme": "dark"}, marks=pytest.mark.faults),
    pytest.param({"contrast": "more"}, marks=pytest.mark.faults),
]


@pytest.fixture
def fair(live_server: LiveServer) -> Fair:
    """A fair that Asha and Ben have come to."""
    fair = hold(live_server.app, place="Great Hall")
    let_in(fair, "Asha", "Ben")
    return fair


def link(page: Page, server: LiveServer, fair: Fair, first_name: str) -> None:
    page.goto(f"{server.url}/claim#{claim_of(fair, first_name)}")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Link this phone").click()
    page.wait_for_url("**/me")


def test_a_private_link_a_badge_and_one_tap(
    fair: Fair, live_server: LiveServer, phone: Page, axe: Accessible
) -> None:
    phone.goto(f"{live_server.url}/claim#{claim_of(fair, 'Asha')}")
    expect(phone.get_by_text("Your private code is here")).to_be_visible()
    assert phone.url == f"{live_server.url}/claim"
    axe(phone)
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("heading", name="Link this phone to Asha P.?")).to_be_visible()
    axe(phone)
    phone.get_by_role("button", name="Link this phone").click()
    phone.wait_for_url("**/me")
    axe(phone)

    phone.goto(f"{live_server.url}/B/{fair.badges['Ben']}")
    axe(phone)
    phone.get_by_text("Give something else").click()
    phone.get_by_label("Name and email").check()
    row = phone.locator(".gives")
    expect(row).to_have_text("your name, email", use_inner_text=True)
    phone.get_by_role("button", name="We have met").click()

    expect(phone.get_by_role("heading", name="You and Ben have met")).to_be_visible()
    expect(phone.get_by_text("Put the phone away.")).to_be_visible()
    axe(phone)
    phone.get_by_role("link", name="Add a note").click()
    phone.get_by_label("Only you read this").fill("Bridges.")
    phone.get_by_role("button", name="Keep the note").click()
    expect(phone.get_by_text("Your note is kept.")).to_be_visible()
    phone.get_by_text("Tell a steward about Ben").click()
    axe(phone)
    phone.get_by_role("button", name="Keep Ben away").click()
    expect(phone.get_by_role("heading", name="People you keep away")).to_be_visible()
    axe(phone)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look.values()))
def test_axe_finds_nothing_on_any_page_in_any_look(
    fair: Fair,
    live_server: LiveServer,
    open_page: OpenPage,
    axe: Accessible,
    look: dict[str, Any],
) -> None:
    page = open_page({**PHONE, **look})
    page.watch.expected = ["404", "401"]  # type: ignore[attr-defined]
    badge = f"/B/{fair.badges['Ben']}"
    for path in ("/", "/ticket", "/claim", "/me", "/b/nobody", badge):
        page.goto(live_server.url + path)
        axe(page)
    page.get_by_text("Type the six digits").click()
    axe(page)
    page.goto(live_server.url + way_out(fair, "Cai"))
    for answer in ("Stop these letters", "Write to me again"):
        axe(page)
        page.get_by_role("button", name=answer).click()
        expect(page.get_by_role("button", name=answer)).to_be_hidden()
    axe(page)
    page.context.clear_cookies()
    link(page, live_server, fair, "Asha")
    for path in ("/me", "/me/sharing", "/me/details", badge, f"/B/{fair.badges['Asha']}"):
        page.goto(live_server.url + path)
        for details in page.locator("summary").all():
            details.click()
        axe(page)


def test_a_tap_needs_no_script(fair: Fair, live_server: LiveServer, open_page: OpenPage) -> None:
    page = open_page({**PHONE, "java_script_enabled": False})
    page.goto(f"{live_server.url}/claim")
    page.get_by_label("Your private code or link").fill(claim_of(fair, "Asha"))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Link this phone").click()

    page.goto(f"{live_server.url}/b/{fair.badges['Ben'].lower()}")
    page.get_by_role("button", name="We have met").click()

    assert page.locator("h1").inner_text() == "You and Ben have met"


def test_a_tap_needs_no_finger(fair: Fair, live_server: LiveServer, phone: Page) -> None:
    link(phone, live_server, fair, "Asha")
    phone.goto(f"{live_server.url}/b/{fair.badges['Ben']}")

    reached = []
    for _press in range(4):
        phone.keyboard.press("Tab")
        reached.append(phone.evaluate("document.activeElement.textContent.trim()"))
        if reached[-1] == "We have met":
            break
    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", name="You and Ben have met")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_screen(
    fair: Fair, live_server: LiveServer, open_page: OpenPage, width: int
) -> None:
    page = open_page({"viewport": {"width": width, "height": 700}})
    link(page, live_server, fair, "Asha")

    for path in ("/", "/me", "/me/sharing", "/claim", "/ticket", f"/b/{fair.badges['Ben']}"):
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
