"""Stations and the rehearsal in real Chromium: ticks come by themselves, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices
from kiosk.domain.devices import Signs
from kiosk.web.release import release
from tests.real.application import LiveServer
from tests.real.pages import DESK, PHONE, OpenPage
from tests.web.a_desk import Desk
from tests.web.a_fair import Fair, Screen, pair

ILL = {"camera": "denied", "clock": "-300", "battery": "9", "list": "old", "address": "other"}


def signed_in(server: LiveServer, page: Page) -> Desk:
    made = Desk(server.app)
    cookie = made.client.get_cookie("kiosk-staff")
    assert cookie is not None
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    return made


def two_doors(made: Desk) -> Screen:
    """Door 1 lives and is well, Door 2 fell silent long ago and was not."""
    fair = Fair(made.app, "fair", made.fair.id)
    well, _ill = pair(fair), pair(fair, name="Door 2")
    with made.app.app_context(), writing():
        for name, signs in (("Door 1", {"camera": "on"}), ("Door 2", ILL)):
            device = devices.by_name(made.fair.id, name)
            assert device is not None
            devices.keep_signs(device.id, Signs(3, release(), signs), clock.now())
    return well


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_stations_and_rehearsal_are_for_everybody(
    live_server: LiveServer, open_page: OpenPage, axe: Callable[[Page], None], size: dict[str, str]
) -> None:
    page = open_page(size)
    made = signed_in(live_server, page)
    two_doors(made)
    made.post("/rehearsal")
    with made.app.app_context():
        door = devices.by_name(made.fair.id, "Door 2")
    assert door is not None

    for path in ("stations", f"stations/{door.public_id}", "rehearsal", "rehearsal/tickets"):
        page.goto(f"{live_server.url}/desk/fair/{path}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_practice_ticket_ticks_the_list_while_somebody_looks_at_it(
    live_server: LiveServer, desk: Page
) -> None:
    made = signed_in(live_server, desk)
    well = two_doors(made)
    desk.goto(f"{live_server.url}/desk/fair/rehearsal")
    desk.get_by_role("button", name="Start the rehearsal").click()
    expect(desk.get_by_text("has read no practice ticket yet")).to_have_count(2)
    desk.get_by_role("link", name="Show the practice tickets").click()
    ticket = desk.locator(".letters").first.inner_text()
    desk.get_by_role("link", name="Back to the rehearsal").click()

    well.scan(ticket)

    expect(desk.get_by_text("read a practice ticket at")).to_be_visible(timeout=10_000)
    desk.get_by_role("button", name="Wipe it now").click()
    expect(desk.get_by_text("Nothing of the rehearsal is left.")).to_be_visible()
