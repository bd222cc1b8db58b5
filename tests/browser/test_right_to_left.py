"""The pages for who reads from right to left, in real Chromium: turned round, nothing overlaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices, events
from tests.real.application import LiveServer, served
from tests.real.pages import DESK, PHONE, TABLET, OpenPage
from tests.real.parts import free_port
from tests.web.a_desk import hire, open_session
from tests.web.a_fair import Fair, let_in
from tests.web.a_language import RIGHT_TO_LEFT
from tests.web.a_phone import claim_of
from tests.web.a_walk import hold

HEBREW = {"locale": "he-IL"}
# Lines of text that lie on one another. A line's box holds more than its letters, so it is trimmed.
OVERLAPS = """() => {
    const unseen = ".words-only, .skip, [hidden], option, noscript";
    const lines = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode()); ) {
        const holder = node.parentElement, text = node.data.trim();
        if (!text || holder.closest(unseen) || !holder.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { left, right, top, bottom, height: h } of range.getClientRects())
            lines.push({ text, left, right, top: top + h * 0.25, bottom: bottom - h * 0.2 });
    }
    const on = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
    return lines.flatMap((one, place) => lines.slice(place + 1)
        .filter((other) => on(one, other)).map((other) => `${one.text} | ${other.text}`));
}"""
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def server(polyglot: Flask) -> Iterator[LiveServer]:
    with served(polyglot, free_port()) as live:
        yield live


@pytest.fixture
def fair(polyglot: Flask) -> Fair:
    fair = hold(polyglot, RIGHT_TO_LEFT)
    let_in(fair, "Ben", "Cai")
    return fair


def stands_well(page: Page, axe: Callable[[Page], None]) -> None:
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate(OVERLAPS) == []
    assert not page.evaluate(TOO_WIDE)
    axe(page)


def starts_at_the_right(page: Page, selector: str) -> bool:
    box, width = page.locator(selector).first.bounding_box(), page.viewport_size["width"]
    return box["x"] + box["width"] > width / 2


def hold_up(page: Page, *codes: str) -> None:
    page.wait_for_load_state("load")  # by then the page's elements listen
    page.evaluate(
        """(codes) => document.querySelector("wedge-scanner").dispatchEvent(
            new CustomEvent("scan", { bubbles: true, detail: { codes } }))""",
        list(codes),
    )


def test_the_tablet_turns_round(
    server: LiveServer, fair: Fair, open_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    tablet = open_page({**TABLET, **HEBREW})
    with fair.app.app_context(), writing():
        event = events.by_slug("fair")
        code = devices.pair(event, kind="station", name="A", mode="door", at=clock.now())[1]
    tablet.goto(f"{server.url}/tablet#{code}")
    tablet.click("button.act")
    tablet.wait_for_selector("[data-waiting]")
    stands_well(tablet, axe)
    assert starts_at_the_right(tablet, "h1")
    assert not starts_at_the_right(tablet, ".finder")

    hold_up(tablet, fair.tickets["Asha"])
    tablet.wait_for_selector(".welcome")
    stands_well(tablet, axe)
    assert not starts_at_the_right(tablet, ".link-phone")
    hold_up(tablet, fair.badges["Asha"], fair.badges["Ben"])
    tablet.wait_for_selector(".met")
    stands_well(tablet, axe)


def test_the_phone_turns_round(
    server: LiveServer, fair: Fair, open_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    phone = open_page({**PHONE, **HEBREW})
    phone.goto(f"{server.url}/claim#{claim_of(fair, 'Cai')}")
    stands_well(phone, axe)
    phone.locator("claim-secret button").click()
    phone.locator("form button.act").click()
    phone.wait_for_url("**/me")
    for path in ("/me", "/me/sharing", f"/b/{fair.badges['Ben']}", "/"):
        phone.goto(server.url + path)
        stands_well(phone, axe)


def test_the_desk_turns_round(
    server: LiveServer, fair: Fair, open_page: OpenPage, axe: Callable[[Page], None]
) -> None:
    desk = open_page({**DESK, **HEBREW})
    with fair.app.app_context():
        hire(fair.event_id, "olga@fair", "organiser")
        cookie: Any = {"name": "kiosk-staff", "value": open_session("olga@fair"), "url": server.url}
    desk.context.add_cookies([cookie])
    for path in ("", "/people", "/stations", "/import", "/packs", "/settings", "/logo"):
        desk.goto(f"{server.url}/desk/fair{path}")
        stands_well(desk, axe)
    assert starts_at_the_right(desk, "nav.side")
