"""A tablet without its server keeps what it noted though it is killed, and a thief reads none."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from kiosk.db import writing
from tests.browser.a_wire import (
    Wire,
    banner,
    fair_of,
    heading,
    pair_tablet,
    revoke,
    show,
    until_kept,
)
from tests.browser.chromium import QUIET, until
from tests.browser.test_offline import arrived
from tests.real.databases import closed_after
from tests.real.parts import need
from tests.web.a_fair import Fair
from tests.web.a_lonely_tablet import PIN, allow_names

CANARY = "Zacharias-Canary"


@pytest.fixture
def wire(tmp_path: Path, sqlite_database: str) -> Iterator[Wire]:
    made = Wire(tmp_path, sqlite_database)
    with closed_after(made.app):
        made.mend()
        yield made
        made.cut()


@pytest.fixture
def fair(wire: Wire) -> Fair:
    made = allow_names(fair_of(wire))
    with wire.app.app_context(), writing():
        person = made.person("Asha")
        person.given_name, person.name = CANARY, f"{CANARY} Quartermain"
    return made


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


def open_tablet(playwright: Playwright, profile: Path) -> BrowserContext:
    """Open the tablet's browser with what it kept on its disk."""
    return playwright.chromium.launch_persistent_context(
        str(profile), executable_path=need("browser"), args=list(QUIET),
        viewport={"width": 1280, "height": 800},
    )  # fmt: skip


def kill(browser: BrowserContext, profile: Path) -> None:
    """Let the browser die in the middle of things, all of its processes at once."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"--user-data-dir={profile}".encode() in each.read_bytes().split(b"\0"):
                os.kill(int(each.parent.name), signal.SIGKILL)
    with contextlib.suppress(Error):
        browser.close()


def assert_holds_none(profile: Path, *secrets: str) -> None:
    """Search every byte that the browser left on its disk."""
    kept = b"".join(path.read_bytes() for path in profile.rglob("*") if path.is_file())
    found = [each for each in secrets if each.encode() in kept or each.encode("utf-16-le") in kept]

    assert len(kept) > 100_000
    assert not found


def reopened(browser: BrowserContext, wire: Wire) -> Page:
    page = browser.pages[0]
    page.goto(f"{wire.url}/tablet")
    page.wait_for_selector("[data-waiting]")
    return page


def look_for(page: Page, name: str) -> None:
    """Find somebody by name, as a steward does with the PIN."""
    page.get_by_role("link", name="Type your name").click()
    page.get_by_label("The stations’ PIN").fill(PIN)
    page.get_by_role("button", name="Open the names").click()
    page.get_by_label("First name or family name").fill(name)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name=f"{CANARY} Q.").click()


@pytest.mark.faults
def test_what_was_noted_outlives_reloads_and_a_killed_browser(
    playwright: Playwright, wire: Wire, fair: Fair, profile: Path
) -> None:
    browser = open_tablet(playwright, profile)
    page = browser.pages[0]
    pair_tablet(page, wire, fair)
    until_kept(page)
    wire.cut()
    show(page, fair.tickets["Ben"])
    heading(page, "Hello, Ben")
    page.reload()
    banner(page, "offline, 1 waiting")
    look_for(page, "asha patel")
    heading(page, f"Hello, {CANARY}")
    key = browser.cookies()  # Chromium writes a cookie half a minute later; a fair is longer
    kill(browser, profile)

    assert_holds_none(profile, CANARY, "Quartermain", "asha patel", PIN, *fair.tickets.values())
    browser = open_tablet(playwright, profile)
    browser.add_cookies(key)  # type: ignore[arg-type]
    page = reopened(browser, wire)
    banner(page, "offline, 2 waiting")
    show(page, fair.badges["Asha"])
    heading(page, "You are noted already")
    show(page, fair.tickets["Cai"])
    heading(page, "Hello, Cai")
    wire.mend()

    banner(page, "")
    assert arrived(wire.app) == [fair.ids[name] for name in ("Ben", "Asha", "Cai")]
    browser.close()


@pytest.mark.faults
def test_a_revoked_tablet_keeps_nothing_but_what_only_the_server_reads(
    playwright: Playwright, wire: Wire, fair: Fair, profile: Path
) -> None:
    browser = open_tablet(playwright, profile)
    page = browser.pages[0]
    pair_tablet(page, wire, fair)
    until_kept(page)
    wire.cut()
    show(page, fair.tickets["Asha"])
    heading(page, f"Hello, {CANARY}")
    revoke(fair)
    wire.mend()

    expect(page.get_by_role("heading", level=1)).to_have_text("Pair this screen", timeout=15_000)
    until(page, "localStorage.length === 0")
    assert page.evaluate(HELD) == {"list": 0, "waiting": 1}
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    assert arrived(wire.app) == []
    pair_tablet(page, wire, fair, name="Door 1 again")
    banner(page, "")

    assert arrived(wire.app) == [fair.ids["Asha"]]
    browser.close()


HELD = """() => new Promise((resolve) => {
    indexedDB.open("kiosk-alone").onsuccess = ({ target: { result: database } }) => {
        const reading = database.transaction(["list", "waiting"]);
        const held = {};
        for (const name of ["list", "waiting"]) {
            const counting = reading.objectStore(name).count();
            counting.onsuccess = () => (held[name] = counting.result);
        }
        reading.oncomplete = () => { database.close(); resolve(held); };
    };
})"""
