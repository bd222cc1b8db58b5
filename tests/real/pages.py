"""Pages of real Chromium at the three sizes people hold, which fail on what nobody would see.

A console error, a broken script, a refusal by the content-security policy or a request that
leaves the origin fails the test at its end, even when everything looked right.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from tests.browser.chromium import QUIET
from tests.real.parts import need

TABLET = {"viewport": {"width": 1280, "height": 800}, "has_touch": True}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESK = {"viewport": {"width": 1440, "height": 900}}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Watch:
    """Keeps what went wrong on a page; `expected` are parts of console errors to let pass."""

    def __init__(self, page: Page) -> None:
        """Listen from now on."""
        self.faults: list[str] = []
        self.expected: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", lambda request: self._request(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOOPBACK:
            self.faults.append(f"left the origin: {url}")

    def unexpected(self) -> list[str]:
        """Return the faults that no test said it expects."""
        return [f for f in self.faults if not any(part in f for part in self.expected)]


OpenPage = Callable[[dict[str, Any]], Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver: there can be only one in a process."""
    need("browser")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One headless Chromium for the session; each page has its own cookies and storage."""
    browser = playwright.chromium.launch(executable_path=need("browser"), args=list(QUIET))
    yield browser
    browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Opens a watched page at a size (TABLET, PHONE, DESK): each is somebody else's device."""
    watches: list[Watch] = []
    contexts = []

    def open_one(size: dict[str, Any]) -> Page:
        context = chromium.new_context(**size)
        contexts.append(context)
        page = context.new_page()
        page.watch = Watch(page)  # type: ignore[attr-defined]
        watches.append(page.watch)  # type: ignore[attr-defined]
        return page

    yield open_one
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.unexpected()]
    assert not faults, "\n".join(faults)


@pytest.fixture
def tablet(open_page: OpenPage) -> Page:
    """The kiosk at the door: 1280x800, touched."""
    return open_page(TABLET)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """An attendee's phone: 390x844, touched."""
    return open_page(PHONE)


@pytest.fixture
def desk(open_page: OpenPage) -> Page:
    """The organiser's laptop: 1440x900."""
    return open_page(DESK)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Asserts that axe finds nothing on the page as it stands."""
    checker = Axe()

    def assert_accessible(page: Page) -> None:
        report = checker.run(page)

        assert report.violations_count == 0, report.generate_report()

    return assert_accessible
