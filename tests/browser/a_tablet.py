"""A tablet for tests of its elements alone: small pages instead of the product's, keys by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from flask import Response
from playwright.sync_api import Browser, Page

from kiosk.domain.keys.keyboards import Keyboard
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
PLACES = (
    "Backquote",
    *(f"Digit{digit}" for digit in "1234567890"),
    *("Minus", "Equal"),
    *(f"Key{letter}" for letter in "QWERTYUIOP"),
    *("BracketLeft", "BracketRight"),
    *(f"Key{letter}" for letter in "ASDFGHJKL"),
    *("Semicolon", "Quote", "Backslash"),
    *(f"Key{letter}" for letter in "ZXCVBNM"),
    *("Comma", "Period", "Slash"),
)
"""The keys of a row in kiosk.domain.keys.keyboards, by the browser's names."""


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


def at_the_name(tab: Page) -> None:
    """Put the cursor into the field for a name."""
    tab.click("text=Type your name")
    tab.focus("input")


def hand_scan(tab: Page, text: str, *, enter: bool = True) -> None:
    """Type as a hand scanner does: each key soon after the last."""
    tab.keyboard.type(text)
    if enter:
        tab.keyboard.press("Enter")


@dataclass(frozen=True)
class Key:
    """A key that is pressed: what it types here, where it is on the keyboard, how long after."""

    typed: str
    gap_ms: int = 15
    place: str = ""
    shift: bool = False


def keys_of(text: str, set_for: Keyboard, on: Keyboard, *, gap_ms: int = 15) -> list[Key]:
    """What a scanner set for one keyboard presses, as a tablet with another types it."""
    typed, sent = "".join(on), "".join(set_for)
    at = [sent.index(letter) for letter in text]
    return [
        Key(typed[place], gap_ms, PLACES[place % len(PLACES)], shift=place >= len(PLACES))
        for place in at
    ]


def press(tab: Page, keys: list[tuple[str, int]] | list[Key]) -> bool:
    """Press keys so many milliseconds apart, by their own clock; whether the last one still acts.

    The clock is the test's, so that a busy machine changes nothing.
    """
    pressed = [each if isinstance(each, Key) else Key(*each) for each in keys]
    acts: bool = tab.evaluate(
        """(keys) => {
            let acts = true;
            window.clock ??= performance.now();
            for (const { typed, gap_ms, place, shift } of keys) {
                const key = { key: typed, code: place, shiftKey: shift };
                const goes = { bubbles: true, cancelable: true };
                const pressed = new KeyboardEvent("keydown", { ...key, ...goes });
                window.clock += gap_ms;
                Object.defineProperty(pressed, "timeStamp", { value: window.clock });
                const here = document.activeElement ?? document.body;
                acts = here.dispatchEvent(pressed);
                if (acts && typed.length === 1 && "value" in here) here.value += typed;
            }
            return acts;
        }""",
        [asdict(each) for each in pressed],
    )
    return acts
