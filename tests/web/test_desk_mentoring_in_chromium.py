"""A coordinator at the desk in real Chromium: axe on each page, and a concern seen through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kiosk.db import writing
from tests.real.application import LiveServer
from tests.real.pages import DESK, PHONE, OpenPage
from tests.web.a_desk import PASSPHRASE, Desk, hire
from tests.web.a_mentoring_desk_walk import CORA, WORDS, Scheme

WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def open_scheme(server: LiveServer) -> dict[str, str]:
    desk = Desk(server.app, "")
    with server.app.app_context():
        with writing():
            ids = Scheme(desk).start().ids
        hire(desk.fair.id, CORA, "coordinator")
    return ids


def sign_in(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/desk")
    page.get_by_label("Your name").fill(CORA)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/fair/mentoring")


@pytest.mark.parametrize(
    "size", [{**DESK, "color_scheme": "dark"}, {**PHONE, "color_scheme": "light"}],
    ids=["laptop, dark", "phone, light"],
)  # fmt: skip
def test_axe_finds_nothing_and_no_page_of_a_coordinator_is_too_wide(
    live_server: LiveServer,
    open_page: OpenPage,
    axe: Callable[[Page], None],
    size: dict[str, object],
) -> None:
    ids = open_scheme(live_server)
    page = open_page(size)
    sign_in(page, live_server)

    for path in ("", "/menu", "/figures", "/concerns", f"/concerns/{ids['decided']}",
                 f"/concerns/{ids['concern']}", f"/requests/{ids['request']}"):  # fmt: skip
        page.goto(f"{live_server.url}/desk/fair/mentoring{path}")
        axe(page)
        assert not page.evaluate(WIDE), path
    page.get_by_role("button", name="Look at their messages").click()
    axe(page)


def test_a_concern_is_seen_through_by_keyboard_without_scripts(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    open_scheme(live_server)
    page = open_page({**DESK, "java_script_enabled": False})
    sign_in(page, live_server)

    page.get_by_role("link", name="Look at it").press("Enter")
    page.get_by_role("link", name="About Carol Reed").first.press("Enter")
    page.get_by_role("button", name="Look at their messages").press("Enter")
    expect(page.get_by_role("listitem").get_by_text(WORDS).last).to_be_visible()
    page.go_back()
    page.get_by_text("Suspend them").first.press("Enter")
    page.get_by_role("button", name="Suspend them").press("Enter")

    expect(page.get_by_text("They are suspended until you let them go on.")).to_be_visible()
    expect(page.get_by_role("button", name="Let them go on Carol Reed")).to_be_visible()
