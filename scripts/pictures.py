"""Makes docs/pictures anew from the demo fair: `.venv/bin/python scripts/pictures.py`.

It serves a fresh demo fair from a folder that is gone afterwards, acts as Asha does, and keeps
each picture below 120 kB. It needs Chromium, and playwright from the test libraries.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent.parent
PICTURES = HERE / "docs" / "pictures"
MOST_BYTES = 120_000
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
SIZES = {
    "tablet": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2},
    "desk": {"viewport": {"width": 1440, "height": 900}},
}


class Fair:
    """A served demo fair and a browser in front of it."""

    def __init__(self, links: str, browser: Browser) -> None:
        """Read the links that the demo printed."""
        self.links, self.browser = links, browser
        self.url = self.found(r"(http://\S+)/desk")

    def found(self, pattern: str) -> str:
        """Return what the links say there."""
        match = re.search(pattern, self.links)
        assert match, pattern
        return match[1]

    def open(self, size: str, path: str) -> Page:
        """Open a page on a screen of its own."""
        page = self.browser.new_context(**SIZES[size]).new_page()  # type: ignore[arg-type]
        page.goto(self.url + path)
        return page


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """Serve a fresh demo fair, and give the links it prints."""
    port = _free_port()
    program = Path(sys.executable).parent / "kiosk"
    command = [str(program), "demo", "--port", str(port)]
    said = folder / "said.txt"
    with said.open("wb") as out:
        server = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://localhost:{port}/readyz", said)
        yield said.read_text()
    finally:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    """Return the port of the README where nobody else has it."""
    for wanted in (8000, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", wanted))
            return int(probe.getsockname()[1])
    raise SystemExit("No port is free.")


def _wait_for(url: str, said: Path) -> None:
    for _try in range(120):
        try:
            urlopen(url, timeout=2).close()
            if "Ctrl-C" in said.read_text():
                return
        except OSError:
            pass
        time.sleep(0.25)
    raise SystemExit(f"The demo fair did not start: {said.read_text()}")


def keep(name: str, picture: bytes, colours: int = 256) -> None:
    """Write one picture with a palette, small enough for a page."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    small = image.quantize(colours, dither=Image.Dither.NONE)
    target = PICTURES / f"{name}.png"
    small.save(target, optimize=True)
    if target.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{target.name} is larger than {MOST_BYTES} bytes.")


def hand_scan(page: Page, *codes: str) -> None:
    """Let the tablet read these codes."""
    page.evaluate(
        """(codes) => document.querySelector("wedge-scanner").dispatchEvent(
            new CustomEvent("scan", { bubbles: true, detail: { codes } }))""",
        list(codes),
    )


def shoot(page: Page, name: str) -> None:
    """Keep what the page shows once it stands still."""
    page.evaluate("document.querySelectorAll('badge-scanner > p').forEach((p) => p.remove())")
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)
    keep(name, page.screenshot())


def take(fair: Fair, folder: Path) -> None:
    """Walk from the waiting tablet to the desk."""
    tablet = fair.open("tablet", "/tablet#" + fair.found(r"at the door\s+\S+#(\w+)"))
    tablet.click("button.act")
    tablet.wait_for_selector("[data-waiting]")
    shoot(tablet, "tablet-waiting")
    hand_scan(tablet, fair.found(r"ticket: (\w+)"))
    tablet.get_by_role("button", name="Name and email").click()
    tablet.get_by_text("Your badge is ready.").wait_for()
    shoot(tablet, "tablet-welcome")
    phone = fair.open("phone", "/claim#" + fair.found(r"claim#(\w+)"))
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Link this phone").click()
    phone.wait_for_url("**/me")
    hers = _badge(folder, "asha.patel@students.millbrook.example")
    keep("badge", hers.read_bytes(), 16)
    his = _read(_badge(folder, "ben.okafor@nova-engineering.example"))
    hand_scan(tablet, _read(hers), his)
    tablet.get_by_text("You two have met.").wait_for()
    shoot(tablet, "tablet-met")
    tablet.get_by_role("button", name="Undo").click()
    _meet_by_phone(phone, fair.url + urlsplit(his).path)
    _look_at_today(fair)


def _badge(folder: Path, email: str) -> Path:
    """Return somebody's badge as the printer gets it."""
    out = folder / email
    program = Path(sys.executable).parent / "kiosk"
    whose = ["--event", "demo", "--email", email]
    subprocess.run([program, "badges", "render", *whose, "--out", out], cwd=folder, check=True)
    return next(out.glob("*.png"))


def _read(picture: Path) -> str:
    return str(zxingcpp.read_barcodes(Image.open(picture).convert("L"))[0].text)


def _meet_by_phone(phone: Page, path: str) -> None:
    phone.goto(path)
    shoot(phone, "phone-badge")
    phone.get_by_role("button", name="We have met").click()
    phone.get_by_text("Put the phone away.").wait_for()
    shoot(phone, "phone-met")


def _look_at_today(fair: Fair) -> None:
    desk = fair.open("desk", "/desk")
    desk.get_by_label("Your name").fill("Olive Organiser")
    desk.get_by_label("Passphrase").fill(fair.found(r"passphrase: (\S+)"))
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url("**/desk/demo")
    shoot(desk, "desk-today")


def main() -> None:
    """Make all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as name,
        demo(Path(name)) as links,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=list(QUIET))
        take(Fair(links, browser), Path(name))
        browser.close()


if __name__ == "__main__":
    main()
