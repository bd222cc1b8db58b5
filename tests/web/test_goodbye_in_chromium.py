"""Goodbye in real Chromium: one tap for the list, with and without scripts, and nothing for axe."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import print_jobs
from tests.real.application import LiveServer
from tests.real.pages import PHONE, TABLET, OpenPage
from tests.web.a_fair import Fair, Screen, hold, let_in, pair
from tests.web.a_phone import phone_of

Axe = Callable[[Page], None]


@pytest.fixture
def fair(live_server: LiveServer) -> Fair:
    """Asha and Ben have met; a printer prints lists."""
    fair = hold(live_server.app)
    with live_server.app.app_context(), writing():
        print_jobs.add_printer(fair.event_id, clock.now(), name="Printer 1",
                               url="ipp://exit.example")  # fmt: skip
    let_in(fair, "Asha", "Ben")
    phone_of(fair, "Asha").met(fair.badges["Ben"])
    return fair


def holding(page: Page, live_server: LiveServer, screen: Screen, name: str) -> Page:
    """Let a browser hold the cookie of a paired screen or a linked phone."""
    cookie: Any = screen.client.get_cookie(name)
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_list_is_one_tap_away_at_the_exit(
    live_server: LiveServer, fair: Fair, open_page: OpenPage, axe: Axe, scripts: bool
) -> None:
    page = open_page({**TABLET, "java_script_enabled": scripts})
    holding(page, live_server, pair(fair, name="Exit", mode="exit"), "kiosk-device")
    page.goto(f"{live_server.url}/tablet/code")
    page.get_by_label("ticket").first.fill(fair.tickets["Asha"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Goodbye, Asha")
    if scripts:
        axe(page)

    page.get_by_role("button", name="Print whom I met").click()

    expect(page.get_by_text("Your list prints at Printer 1.")).to_be_visible()
    expect(page.get_by_role("button", name="Print whom I met")).to_have_count(0)
    if scripts:
        axe(page)


def test_the_list_is_one_tap_away_on_the_phone(
    live_server: LiveServer, fair: Fair, open_page: OpenPage, axe: Axe
) -> None:
    page = open_page({**PHONE, "color_scheme": "dark"})
    asha = phone_of(fair, "Asha")
    holding(page, live_server, Screen(asha.client, ""), "kiosk-phone")
    page.goto(f"{live_server.url}/me")
    axe(page)

    page.get_by_role("button", name="Print my list at the exit").click()

    expect(page.get_by_text("Your list prints at Printer 1.").first).to_be_visible()
    axe(page)
