"""A tablet in real Chromium: it keeps awake, says how it is, and forgets itself when revoked."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices, events
from kiosk.domain.devices import Device
from kiosk.web.identity import forget_devices
from tests.browser.chromium import until
from tests.real.application import LiveServer
from tests.web.a_fair import Fair, hold

KEEP = """async () => {
  const opened = (name, stores) => new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => stores.forEach((store) => asked.result.createObjectStore(store));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const put = (database, store, value) => new Promise((resolve) => {
    const writes = database.transaction(store, "readwrite");
    writes.objectStore(store).put(value, "1");
    writes.oncomplete = resolve;
  });
  const list = await opened("a-list", ["people"]);
  await put(list, "people", "Zacharias-Canary");
  list.close();
  if (UNSENT) {
    const queue = await opened("a-queue", ["waiting", "keys", "names"]);
    for (const store of ["waiting", "keys", "names"]) await put(queue, store, "kept");
    queue.close();
  }
  localStorage.setItem("a", "b");
  await (await caches.open("a-shelf")).put("/x", new Response("y"));
}"""
LEFT = """async () => {
  const left = { storage: localStorage.length + sessionStorage.length };
  left.caches = await caches.keys();
  left.workers = (await navigator.serviceWorker.getRegistrations()).length;
  left.stores = {};
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
    });
    for (const store of database.objectStoreNames) {
      left.stores[store] = await new Promise((resolve) => {
        const asked = database.transaction(store).objectStore(store).count();
        asked.onsuccess = () => resolve(asked.result);
      });
    }
    database.close();
  }
  return left;
}"""
NOTHING = {"storage": 0, "caches": [], "workers": 0, "stores": {}}


@pytest.fixture
def fair(live_server: LiveServer) -> Fair:
    return hold(live_server.app)


def pair_screen(page: Page, server: LiveServer, fair: Fair) -> None:
    with fair.app.app_context(), writing():
        event = events.by_slug(fair.slug)
        code = devices.pair(event, kind="station", name="D", mode="door", at=clock.now())[1]
    page.goto(f"{server.url}/tablet#{code}")
    expect(page.locator("#code")).to_have_value(code)
    page.click("button.act")
    page.wait_for_selector("[data-waiting]")
    page.wait_for_load_state("load")
    until(page, "navigator.serviceWorker.controller")


def row(fair: Fair) -> Device:
    with fair.app.app_context():
        found = devices.by_name(fair.event_id, "D")
    assert found is not None
    return found


def revoke(fair: Fair) -> None:
    with fair.app.app_context(), writing():
        devices.revoke(devices.by_public_id(fair.event_id, row(fair).public_id), clock.now())
    forget_devices()


def left_in_the_end(page: Page, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the tablet still keeps: as soon as it is what is wanted, or after ten seconds."""
    ends = time.monotonic() + 10
    while True:
        left: dict[str, Any] = page.evaluate(LEFT)
        if left == wanted or time.monotonic() > ends:
            return left


@pytest.mark.parametrize("unsent", [False, True])
def test_a_revoked_tablet_is_out_within_five_seconds_and_forgets(
    live_server: LiveServer, fair: Fair, tablet: Page, unsent: bool
) -> None:
    tablet.watch.expected += ["status of 401"]  # type: ignore[attr-defined]
    pair_screen(tablet, live_server, fair)
    tablet.evaluate(KEEP.replace("UNSENT", str(unsent).lower()))

    began = time.monotonic()
    revoke(fair)
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Pair this screen", timeout=5000)
    assert time.monotonic() - began < 5

    kept = {"waiting": 1, "keys": 1, "names": 0} if unsent else {}
    left = {**NOTHING, "stores": kept}
    assert left_in_the_end(tablet, left) == left


def test_a_tablet_that_slept_while_it_was_revoked_forgets_when_it_wakes(
    live_server: LiveServer, fair: Fair, tablet: Page
) -> None:
    tablet.watch.expected += ["status of 401"]  # type: ignore[attr-defined]
    pair_screen(tablet, live_server, fair)
    tablet.evaluate(KEEP.replace("UNSENT", "false"))
    address = tablet.url
    tablet.goto("about:blank")
    revoke(fair)

    tablet.goto(address)

    expect(tablet.get_by_role("heading", level=1)).to_have_text("Pair this screen")
    assert left_in_the_end(tablet, NOTHING) == NOTHING


def test_its_signs_tell_what_waits_and_that_there_is_no_camera(
    live_server: LiveServer, fair: Fair, tablet: Page
) -> None:
    pair_screen(tablet, live_server, fair)
    with tablet.expect_response("**/tablet/pulse"):
        tablet.evaluate(
            """() => {
                const tell = (name, detail) => dispatchEvent(new CustomEvent(name, { detail }));
                tell("queue-changed", { waiting: 37 });
                tell("list-changed", { list: "ready" });
            }"""
        )
    with tablet.expect_response("**/tablet/pulse"):
        pass

    device = row(fair)
    assert device.waiting == 37
    assert device.signs["list"] == "ready"
    assert device.signs["camera"] == "none"
    assert device.signs["address"] == "public"
    assert abs(devices.clock_error(device)) <= 2


def hold_corner(page: Page, seconds: float, x: float = 10) -> None:
    """Hold the screen near its upper edge, on a clock that the test moves."""
    page.mouse.move(x, 10)
    page.mouse.down()
    page.clock.run_for(seconds * 1000)
    page.mouse.up()


def test_staff_hold_the_corner_type_the_pin_and_leave(
    live_server: LiveServer, fair: Fair, tablet: Page, axe: Callable[[Page], None]
) -> None:
    tablet.watch.expected += ["status of 401", "status of 422"]  # type: ignore[attr-defined]
    with fair.app.app_context(), writing():
        event = events.by_slug(fair.slug)
        events.set_pin(event, events.prepare_pin(event.public_id, "270493"))
    tablet.clock.install()
    pair_screen(tablet, live_server, fair)
    heading = tablet.get_by_role("heading", level=1)
    hold_corner(tablet, 2.9)
    hold_corner(tablet, 4, x=300)
    expect(heading).to_have_text("Hold your ticket here")

    hold_corner(tablet, 3.1)
    expect(heading).to_have_text("For staff")
    axe(tablet)
    tablet.fill("#pin", "111222")
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_text("That is not the PIN.")).to_be_visible()
    tablet.fill("#pin", "270493")
    tablet.get_by_role("button", name="Open").click()

    expect(heading).to_have_text("D")
    expect(tablet.locator("[data-waiting-scans]")).to_have_text("0")
    expect(tablet.locator("badge-scanner")).to_have_attribute("preview", "")
    axe(tablet)
    tablet.get_by_role("button", name="Try the sound").click()
    tablet.get_by_role("button", name="Leave the kiosk").click()
    expect(heading).to_have_text("Pair this screen")
