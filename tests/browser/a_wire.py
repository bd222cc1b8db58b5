"""A tablet and its server with a wire between them that a test can cut: the server is really gone.

The application and its database stay as they are, as when the hall's network fails.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices, events
from kiosk.web.identity import forget_devices
from tests.real.application import build_app
from tests.real.listening import listening
from tests.real.parts import free_port
from tests.web.a_fair import Fair, hold


class Wire:
    """The way from tablets to the server, cut or whole."""

    def __init__(self, folder: Path, database: str) -> None:
        """Build the application; nothing listens yet."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.app: Flask = build_app(folder, database, public_url=self.url)
        self.app.testing = False
        self._listens: AbstractContextManager[int] | None = None

    def mend(self) -> None:
        """Let tablets reach the server."""
        self._listens = listening(self.app, self.port)
        self._listens.__enter__()

    def cut(self) -> None:
        """Let nothing through; connections that are open end."""
        if self._listens is not None:
            self._listens.__exit__(None, None, None)
        self._listens = None


def fair_of(wire: Wire, **settings: Any) -> Fair:
    """Open a fair at the end of the wire."""
    return hold(wire.app, **{"place": "Sports Hall", **settings})


def pair_tablet(
    page: Page, wire: Wire, fair: Fair, *, name: str = "Door 1", mode: str = "door"
) -> None:
    """Pair a screen, and wait until it could go on alone."""
    with fair.app.app_context():
        with writing():
            event = events.by_slug(fair.slug)
            _device, code = devices.pair(
                event, kind="station", name=name, mode=mode, at=clock.now()
            )
        db.session.remove()
    page.goto("about:blank")  # or a second pairing would only change what stands after #
    page.goto(f"{wire.url}/tablet#{code}")
    expect(page.locator("#code")).to_have_value(code)
    page.click("button.act")
    page.wait_for_selector("[data-waiting]")
    page.wait_for_selector("door-tablet[data-alone]")


def until_kept(page: Page) -> None:
    """Wait until the tablet would come back without its server."""
    page.evaluate(
        """async () => {
            const shell = ["/tablet", "/static/js/offline-door.js", "/static/js/sealed-store.js"];
            const isKept = async () => (await Promise.all(shell.map((name) => caches.match(name))));
            while (!(await isKept()).every(Boolean)) await new Promise((go) => setTimeout(go, 30));
        }"""
    )


def revoke(fair: Fair, name: str = "Door 1") -> None:
    """Take a station's key away."""
    with fair.app.app_context():
        with writing():
            device = devices.by_name(fair.event_id, name)
            assert device is not None
            devices.revoke(device, clock.now())
        db.session.remove()
    forget_devices()


def show(page: Page, *read: str) -> None:
    """Hold up codes, as the tablet's elements announce them."""
    page.evaluate(
        """(codes) => document.querySelector("wedge-scanner").dispatchEvent(
            new CustomEvent("scan", { bubbles: true, detail: { codes, otherwise: [] } }))""",
        list(read),
    )


def heading(page: Page, words: str) -> None:
    """Wait for the one line that matters."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=15_000)


def banner(page: Page, words: str) -> None:
    """Wait until the tablet says how it stands."""
    expect(page.locator("offline-door [data-banner]")).to_have_text(words, timeout=25_000)
