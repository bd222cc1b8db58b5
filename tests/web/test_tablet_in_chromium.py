"""The tablet and the stand as people see them, in real Chromium: every state passes axe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices, employers, events, phones
from tests.real.application import LiveServer
from tests.real.pages import PHONE, TABLET, OpenPage
from tests.web.a_fair import Fair, hold, let_in
from tests.web.a_phone import change

Axe = Callable[[Page], None]
REFUSALS = ["status of 401", "status of 404", "status of 409", "status of 422"]


@pytest.fixture
def fair(live_server: LiveServer) -> Fair:
    return hold(live_server.app, place="Sports Hall")


def pair_screen(page: Page, server: LiveServer, fair: Fair, *, kind: str = "station",
                mode: str = "door") -> None:  # fmt: skip
    page.watch.expected += REFUSALS  # type: ignore[attr-defined]
    with fair.app.app_context(), writing():
        event = events.by_slug(fair.slug)
        device, code = devices.pair(event, kind=kind, name="Here", mode=mode, at=clock.now())
        if kind == "stand":
            device.employer_id = employers.of_event(event.id)[0].id
    page.goto(f"{server.url}/{'stand' if kind == 'stand' else 'tablet'}#{code}")
    expect(page.locator("#code")).to_have_value(code)
    page.click("button.act")
    page.wait_for_selector("[data-waiting]")
    page.wait_for_load_state("load")  # by then the page's elements listen


def hand_scan(page: Page, text: str) -> None:
    """Send what a scanner read, as the tablet's elements announce it."""
    page.evaluate(
        """(text) => document.querySelector("wedge-scanner").dispatchEvent(
            new CustomEvent("scan", { bubbles: true, detail: { codes: [text] } }))""",
        text,
    )


def test_a_day_at_the_door(live_server: LiveServer, fair: Fair, tablet: Page, axe: Axe) -> None:
    pair_screen(tablet, live_server, fair)
    axe(tablet)
    hand_scan(tablet, fair.tickets["Asha"])
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Hello, Asha")
    axe(tablet)

    tablet.get_by_role("button", name="Name and email").click()
    chosen = tablet.get_by_role("button", name="Name and email")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    with fair.app.app_context(), writing():
        phones.link(fair.person("Asha"), through="tablet", label="x", at=clock.now())
    expect(tablet.get_by_text("Your phone is linked")).to_be_visible()
    axe(tablet)

    tablet.get_by_role("link", name="Done").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Hold your ticket here")
    assert "Asha" not in tablet.content()
    let_in(fair, "Ben")
    hand_scan(tablet, fair.tickets["Ben"])
    expect(tablet.get_by_role("heading", level=1)).to_have_text("You are in already")
    axe(tablet)
    hand_scan(tablet, "https://cafe.example/menu")
    expect(tablet.get_by_role("heading", level=1)).to_have_text("That is a menu, not a ticket.")
    axe(tablet)


def test_the_badge_in_miniature_pushes_nothing_out_whatever_the_name(
    live_server: LiveServer, fair: Fair, tablet: Page, axe: Axe
) -> None:
    names = {"Ben": "Andrew Hill", "Dana": "Maximiliana-Theodora Cholmondeley", "Eve": "محمد علي"}
    for first_name, name in names.items():
        change(fair, first_name, name=name)
    pair_screen(tablet, live_server, fair)

    for first_name in ("Asha", *names):
        hand_scan(tablet, fair.tickets[first_name])
        small = tablet.get_by_alt_text("Your badge in miniature")
        expect(small).to_be_visible()
        assert small.evaluate("(img) => img.decode().then(() => img.naturalWidth)") > 200
        assert tablet.evaluate("document.documentElement.scrollHeight <= innerHeight"), first_name
        axe(tablet)
        tablet.get_by_role("link", name="Done").click()
        tablet.wait_for_selector("[data-waiting]")


def test_found_by_name_and_waiting_for_a_nod(
    live_server: LiveServer, fair: Fair, tablet: Page, axe: Axe
) -> None:
    pair_screen(tablet, live_server, fair)

    tablet.get_by_role("link", name="Type your name").click()
    tablet.get_by_label("First name or family name").fill("ok")
    tablet.get_by_role("button", name="Find me").click()
    expect(tablet.get_by_text("Type at least three letters of the name.")).to_be_visible()
    axe(tablet)
    tablet.get_by_label("First name or family name").fill("oka")
    tablet.get_by_role("button", name="Find me").click()
    axe(tablet)
    tablet.get_by_role("button", name="Ben O.").click()

    expect(tablet.get_by_role("heading", level=1)).to_have_text("One moment, Ben O.")
    axe(tablet)
    assert tablet.url.endswith("/tablet")


def test_undo_is_offered_for_five_seconds(
    live_server: LiveServer, fair: Fair, tablet: Page, axe: Axe
) -> None:
    let_in(fair, "Asha", "Ben")
    pair_screen(tablet, live_server, fair, mode="meet")
    hand_scan(tablet, fair.badges["Asha"])
    expect(tablet.get_by_text("Hold a second badge beside it.")).to_be_visible()
    axe(tablet)
    hand_scan(tablet, fair.badges["Ben"])
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Asha and Ben: You two have met.")
    axe(tablet)

    undo = tablet.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    expect(undo).to_have_count(0, timeout=8000)


def test_without_scripts_a_ticket_is_typed_and_a_choice_made(
    live_server: LiveServer, fair: Fair, open_page: OpenPage
) -> None:
    page = open_page({**TABLET, "java_script_enabled": False})
    page.watch.expected += REFUSALS  # type: ignore[attr-defined]
    with fair.app.app_context(), writing():
        event = events.by_slug(fair.slug)
        code = devices.pair(event, kind="station", name="A", mode="door", at=clock.now())[1]
    page.goto(f"{live_server.url}/tablet")
    page.fill("#code", code)
    page.get_by_role("button", name="Pair").click()

    page.get_by_role("link", name="Type a code").click()
    page.fill("#code", fair.tickets["Asha"])
    page.get_by_role("button", name="That is it").click()
    page.get_by_role("button", name="Email and phone").click()

    chosen = page.get_by_role("button", name="Email and phone")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold your ticket here")


def test_two_chips_and_keep_at_the_stand_and_everyone_met(
    live_server: LiveServer, fair: Fair, phone: Page, axe: Axe
) -> None:
    let_in(fair, "Asha", "Ben")
    pair_screen(phone, live_server, fair, kind="stand", mode="stand")
    axe(phone)
    phone.get_by_role("button", name="Ben Okafor").click()
    phone.get_by_label("Or type its six letters").fill(fair.badges["Asha"][-6:])
    axe(phone)

    phone.get_by_role("button", name="Show").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Asha Patel")
    axe(phone)
    keep = phone.get_by_role("button", name="Keep")
    expect(keep).to_be_in_viewport(ratio=1)  # under the thumb, however much the page asks
    phone.get_by_label("CV", exact=True).check()
    phone.get_by_label("Call", exact=True).check()
    axe(phone)
    keep.click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("You and Asha have met.")
    axe(phone)
    phone.get_by_role("link", name="Next badge").click()
    phone.get_by_role("link", name="Whom we met today").click()
    expect(phone.get_by_text("Asha Patel")).to_be_visible()
    axe(phone)

    phone.context.add_cookies(own_cookies(fair, live_server.url))
    for path in ("/stand/team", "/stand/own", "/stand/ours"):
        phone.goto(live_server.url + path)
        axe(phone)
        assert not phone.evaluate("document.body.scrollWidth > document.body.clientWidth"), path


def own_cookies(fair: Fair, url: str) -> list[Any]:
    """Return what lets a browser be Ben's own and prepare Nova's stand."""
    with fair.app.app_context(), writing():
        nova = employers.of_event(fair.event_id)[0]
        linked = phones.link(fair.person("Ben"), through="letter", label="x", at=clock.now())
        keys = {"phone": linked[1], "employer": employers.open_session(nova, clock.now())}
    return [{"name": f"kiosk-{who}", "value": key, "url": url} for who, key in keys.items()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_pages_pass_in_light_and_dark(
    live_server: LiveServer, fair: Fair, open_page: OpenPage, axe: Axe, scheme: str
) -> None:
    for size, path in ((TABLET, "/tablet"), (PHONE, "/stand")):
        page = open_page({**size, "color_scheme": scheme})
        page.goto(live_server.url + path)
        axe(page)
