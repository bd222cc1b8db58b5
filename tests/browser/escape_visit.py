"""A visitor who tries sixty ways out of the tablet, under the kiosk policy; run as a program.

    python escape_visit.py CHROMIUM ORIGIN PAIRING_CODE

Prints each step with where the browser was after it. It runs in a mount namespace of its own.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator

from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    Error,
    Locator,
    Page,
    sync_playwright,
)

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
KEYS = (
    *("F1", "F3", "F5", "F6", "F7", "F10", "F11", "F12", "Escape", "Backspace", "ContextMenu"),
    *(f"Control+{letter}" for letter in "adfghjklnoprstu"),
    *(f"Control+Shift+{letter}" for letter in "bcdijmnotw"),
    *("Alt+ArrowLeft", "Alt+ArrowRight", "Alt+Home", "Alt+d", "Alt+F", "Alt+F4", "Meta"),
)
WORDS = (
    "'", '"', "';--", "</script><script>location='file:///etc/passwd'</script>",
    "javascript:location='https://example.org'", "chrome://settings", "../../../etc/passwd",
    "\u202e\u0000\ufffe" + "𝔛" * 50, "%00%0d%0a" * 20, "A" * 10_000,
)  # fmt: skip
Step = tuple[str, Callable[[], object]]


def steps(page: Page, hand: CDPSession, home: str) -> Iterator[Step]:
    """Yield what the visitor does, with its name."""
    for key in KEYS:
        yield key, lambda key=key: page.keyboard.press(key)
    for button in ("right", "middle"):
        yield f"{button} click", lambda button=button: page.mouse.click(300, 200, button=button)
    for held in ("Control", "Shift"):
        yield (
            f"{held} and a link",
            lambda held=held: page.locator("#state a").first.click(modifiers=[held], timeout=2000),
        )
    yield "back home", lambda: page.goto(home)
    yield "long press", lambda: _press(hand, 600)
    yield "pinch", lambda: _pinch(hand)
    yield "swipe from the edge", lambda: _swipe(page)
    yield "drag a link away", lambda: _drag(page, page.locator("#state a").first)
    for word in WORDS:
        yield f"a name of {len(word)} letters", lambda word=word: _search(page, home, word)
    yield "back in history", lambda: page.keyboard.press("Alt+ArrowLeft")
    yield "and back again", lambda: page.evaluate("setTimeout(() => history.go(-3))")


def _press(hand: CDPSession, ms: int) -> None:
    point = [{"x": 300, "y": 200}]
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": point})
    hand.send("Runtime.evaluate", {
        "expression": f"new Promise((done) => setTimeout(done, {ms}))", "awaitPromise": True,
    })  # fmt: skip
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _pinch(hand: CDPSession) -> None:
    for gap in (40, 120, 300):
        points = [{"x": 400 - gap, "y": 300, "id": 0}, {"x": 400 + gap, "y": 300, "id": 1}]
        kind = "touchStart" if gap == 40 else "touchMove"
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _swipe(page: Page) -> None:
    _move_pressed(page, (1, 300), (900, 300))


def _drag(page: Page, link: Locator) -> None:
    place = link.bounding_box(timeout=3000)
    assert place is not None
    _move_pressed(page, (place["x"] + 5, place["y"] + 5), (5, 5))


def _move_pressed(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def _search(page: Page, home: str, word: str) -> None:
    page.goto(f"{home}/name")
    page.evaluate(
        """(word) => {
            const field = document.querySelector("#q");
            field.removeAttribute("maxlength");
            field.value = word;
        }""",
        word,
    )
    page.locator("form button.act").first.click(timeout=3000)


def visit(program: str, origin: str, code: str) -> list[dict[str, object]]:
    """Pair the tablet, then try each way out; where every window was after each step."""
    home = f"{origin}/tablet"
    with (
        sync_playwright() as driver,
        tempfile.TemporaryDirectory(
            ignore_cleanup_errors=True  # the browser may still write into it
        ) as profile,
    ):
        browser = driver.chromium.launch_persistent_context(
            profile, executable_path=program, args=list(QUIET), has_touch=True
        )
        page = browser.pages[0]
        page.goto(home)
        page.fill("#code", code)
        page.click("button.act")
        page.wait_for_selector("[data-waiting]")
        page.on("dialog", lambda dialog: dialog.dismiss())
        hand = browser.new_cdp_session(page)
        found = [_tried(browser, *step) for step in steps(page, hand, home)]
        _home(page, home)
        found.append({"step": "the end", "at": [page.locator("h1").inner_text()], "fault": ""})
        browser.close()
    return found


def _home(page: Page, home: str) -> None:
    for turn in range(3):
        try:
            page.goto(home)
            return
        except Error:  # the last step still leads somewhere
            if turn == 2:
                raise


def _tried(browser: BrowserContext, name: str, act: Callable[[], object]) -> dict[str, object]:
    fault = ""
    try:
        act()
    except Error as error:  # a key that leads nowhere may leave nothing to press
        fault = str(error).splitlines()[0]
    return {"step": name, "at": [each.url for each in browser.pages], "fault": fault}


if __name__ == "__main__":
    print(json.dumps(visit(*sys.argv[1:])))
