"""Real Chromium, as quiet as it gets, with or without a camera.

It never reaches beyond loopback. A missing program skips the test, and fails it instead where
KIOSK_TEST_REQUIRE names "browser".
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


def need_programs(*programs: str) -> None:
    """Skip the test, or fail it where a browser is required, when one of `programs` is absent."""
    absent = [program for program in programs if shutil.which(program) is None]
    if not absent:
        return
    reason = f"needs {' and '.join(absent)}"
    if "browser" in os.environ.get("KIOSK_TEST_REQUIRE", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def chromium(playwright: Playwright, *, film: Path | None = None) -> Iterator[Browser]:
    """A browser whose camera shows `film`, or that has no camera."""
    camera = (*CAMERA, f"--use-file-for-fake-video-capture={film}") if film else ()
    program = shutil.which("chromium")
    browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *camera])
    try:
        yield browser
    finally:
        browser.close()


def until(page: Page, condition: str, *, seconds: int = 30) -> None:
    """Wait for a JavaScript `condition`, without the eval that our policy bans."""
    page.evaluate(
        f"""() => new Promise((resolve, reject) => {{
            const ends = performance.now() + {seconds * 1000};
            const look = () => {{
                if ({condition}) resolve(true);
                else if (performance.now() > ends) reject(new Error("not within {seconds} s"));
                else setTimeout(look, 20);
            }};
            look();
        }})"""
    )
