"""A curious visitor in a Chromium under the kiosk policy; run as a program, prints what held.

    python policy_visit.py CHROMIUM ORIGIN

It runs in a mount namespace of its own, so that no policy ever reaches the machine's browser.
"""

import json
import sys
import tempfile

from playwright.sync_api import Error, Page, sync_playwright

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
CAMERA = "--use-fake-device-for-media-stream"  # and no flag that answers the question for us
ASK = """async () => {
  try { await navigator.mediaDevices.getUserMedia(KIND); return "given"; }
  catch (error) { return error.name; }
}"""
WAYS_OUT = ("file:///etc/hostname", "chrome://settings/", "chrome://policy/", "view-source:")


def refused(page: Page, address: str) -> bool:
    """Whether the browser itself keeps us from going there."""
    try:
        page.goto(address, timeout=10_000)
    except Error as error:
        return "BLOCKED_BY_ADMINISTRATOR" in str(error)
    return False


def visit(program: str, origin: str) -> dict[str, object]:
    """Try the camera, the microphone and the ways out."""
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as profile:
        # The browser's own profile: the policy forbids the private window that a context is.
        browser = driver.chromium.launch_persistent_context(
            profile, executable_path=program, args=[*QUIET, CAMERA]
        )
        page = browser.pages[0]
        page.goto(f"{origin}/tablet/look")
        found: dict[str, object] = {
            "camera": page.evaluate(ASK.replace("KIND", "{video: true}")),
            "microphone": page.evaluate(ASK.replace("KIND", "{audio: true}")),
        }
        for way in WAYS_OUT:
            address = f"{way}{origin}/tablet/look" if way.endswith("source:") else way
            found[way] = refused(browser.new_page(), address)
        found["desk"] = refused(browser.new_page(), f"{origin}/desk")
        browser.close()
    return found


if __name__ == "__main__":
    print(json.dumps(visit(*sys.argv[1:])))
