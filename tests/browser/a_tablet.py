"""A tablet for tests of its elements alone: small pages instead of the product's, keys by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response
from playwright.sync_api import Browser, Page

from tests.browser.small_server import STATIC, SmallServer, page, serving

TICKET = "K7QXM2RDW9AB3CTV5EHJNPS8YZ"
WAITING = '<h1 data-waiting>Hold your ticket here</h1><a href="/tablet/name">Type your name</a>'
HELLO = """<div id="state"><h1>Hello, Asha</h1>
<form method="post" action="/tablet/shares"><input type="hidden" name="op_id">
<button class="act" name="share" value="name">Done</button></form>
<button class="plain" data-more-time>More time</button>
<page-clears seconds="3">Clears in <span data-left>3</span> seconds.</page-clears></div>"""
TABLET = f"""<door-tablet data-scan-url="/tablet/scan" data-home="/tablet">
<div id="state">{WAITING}</div>
<wedge-scanner></wedge-scanner><p data-when="retrying" hidden>Trying again.</p></door-tablet>"""


@contextmanager
def small_door() -> Iterator[SmallServer]:
    """A server that greets whoever scans."""
    with serving() as small:
        small.pages["/tablet"] = page(TABLET, "once", "tablet")
        small.pages["/tablet/scan"] = HELLO
        small.pages["/tablet/shares"] = page(
            '<div id="state"><h1 data-waiting>Thank you</h1></div>'
        )
        small.pages["/tablet/name"] = '<div id="state"><h1>Your name</h1><input name="q"></div>'
        small.pages["/sw.js"] = lambda: Response(
            (STATIC / "js/sw.js").read_bytes(), mimetype="text/javascript"
        )
        yield small


@contextmanager
def tab_at(browser: Browser, server: SmallServer) -> Iterator[Page]:
    """A tablet that waits at that server's door."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(f"{server.url}/tablet")
    yield tab
    context.close()


def hand_scan(tab: Page, text: str, *, enter: bool = True) -> None:
    """Type as a hand scanner does: each key soon after the last."""
    tab.keyboard.type(text)
    if enter:
        tab.keyboard.press("Enter")


def press(tab: Page, keys: list[tuple[str, int]]) -> bool:
    """Press keys so many milliseconds apart, by their own clock; whether the last one still acts.

    The clock is the test's, so that a busy machine changes nothing.
    """
    acts: bool = tab.evaluate(
        """(keys) => {
            let acts = true;
            window.clock ??= performance.now();
            for (const [key, gap] of keys) {
                const how = { key, bubbles: true, cancelable: true };
                const pressed = new KeyboardEvent("keydown", how);
                window.clock += gap;
                Object.defineProperty(pressed, "timeStamp", { value: window.clock });
                acts = (document.activeElement ?? document.body).dispatchEvent(pressed);
            }
            return acts;
        }""",
        keys,
    )
    return acts
