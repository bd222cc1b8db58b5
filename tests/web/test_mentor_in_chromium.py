"""The mentor's door in real Chromium: axe and no page too wide, and a yes without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.real.application import LiveServer
from tests.real.pages import PHONE, OpenPage
from tests.web.a_hall import Hall, open_hall

Axe = Callable[[Page], None]


def signed_in(page: Page, server: LiveServer, hall: Hall) -> Page:
    """Let a page come in by the link of the mentor's letter."""
    page.goto(f"{server.url}/mentor/open#{hall.ids['link of mentor']}")
    page.get_by_label("Your private link").fill(hall.ids["link of mentor"])
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/mentor")
    return page


def test_axe_finds_nothing_on_a_mentors_phone_and_no_page_is_too_wide(
    live_server: LiveServer, open_page: OpenPage, axe: Axe
) -> None:
    hall = open_hall(live_server.app)
    page = signed_in(open_page(PHONE), live_server, hall)
    paths = ["", "/profile", "/profile/delete", "/offers", f"/offers/{hall.ids['offer']}", "/slots"]
    paths += [f"/requests/{hall.ids[name]}" for name in ("open request", "request", "done request")]
    paths += [f"/requests/{hall.ids['request']}/concern", "/fair/new", "/open"]

    for path in paths:
        page.goto(f"{live_server.url}/mentor{path}")
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        axe(page)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, path


def test_a_yes_with_a_time_works_without_scripts(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    hall = open_hall(live_server.app)
    page = signed_in(open_page({**PHONE, "java_script_enabled": False}), live_server, hall)
    page.get_by_role("link", name="Tell me your story").click()
    page.get_by_label("Where, or which number or link").fill("Room 4")

    page.get_by_role("button", name="Yes", exact=True).click()

    expect(page.get_by_text("Agreed. They are told")).to_be_visible()
    expect(page.get_by_text("Room 4")).to_be_visible()
