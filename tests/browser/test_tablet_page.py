"""The tablet's elements in real Chromium: a scan is posted once, a page clears itself."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Response, request
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, Page

from tests.browser.a_tablet import HELLO, TABLET, TICKET, hand_scan, small_door, tab_at
from tests.browser.chromium import until
from tests.browser.small_server import STATIC, SmallServer, page

OP_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
PARSE = """
import { readFileSync } from "node:fs";
import { SourceTextModule } from "node:vm";
const paths = process.argv.slice(1);
for (const path of paths) new SourceTextModule(readFileSync(path, "utf8"), { identifier: path });
console.log(`${paths.length} parse`);
"""


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with small_door() as small:
        yield small


@pytest.fixture
def tablet(chromium: Browser, server: SmallServer) -> Iterator[Page]:
    with tab_at(chromium, server) as tab:
        yield tab


def test_a_lost_answer_is_asked_for_again_with_the_same_operation(
    tablet: Page, server: SmallServer
) -> None:
    server.lose = 2

    hand_scan(tablet, TICKET)
    tablet.wait_for_selector("text=Trying again.")
    tablet.wait_for_selector("text=Hello, Asha")

    assert len(server.posts) == 3
    assert len({post["op_id"][0] for post in server.posts}) == 1
    assert tablet.is_hidden("text=Trying again.")


def test_a_double_press_sends_a_form_once_and_its_answer_is_exchanged(
    tablet: Page, server: SmallServer
) -> None:
    hand_scan(tablet, TICKET)
    tablet.dblclick("text=Done")
    tablet.wait_for_selector("text=Thank you")

    shares = [post for post in server.posts if "share" in post]
    assert len(shares) == 1
    assert OP_ID.fullmatch(shares[0]["op_id"][0])
    assert f"{server.url}/tablet" == tablet.url


def test_a_page_clears_itself_and_leaves_nobody_behind(tablet: Page, server: SmallServer) -> None:
    hand_scan(tablet, TICKET)
    tablet.wait_for_selector("text=Hello, Asha")

    tablet.wait_for_selector("text=Hold your ticket here")

    assert "Asha" not in tablet.content()
    tablet.go_back()
    assert "Asha" not in tablet.content()


def test_a_page_clears_itself_while_the_server_is_away(tablet: Page, server: SmallServer) -> None:
    hand_scan(tablet, TICKET)
    tablet.wait_for_selector("text=Hello, Asha")
    server.away = True

    tablet.wait_for_selector("text=Hold your ticket here")

    assert "Asha" not in tablet.content()
    server.away = False


def test_more_time_doubles_what_is_left(tablet: Page, server: SmallServer) -> None:
    hand_scan(tablet, TICKET)
    tablet.click("text=More time")

    assert int(tablet.inner_text("[data-left]")) >= 5


def test_the_next_person_can_scan_while_the_last_page_is_up(
    tablet: Page, server: SmallServer
) -> None:
    hand_scan(tablet, TICKET)
    tablet.wait_for_selector("text=Hello, Asha")
    server.pages["/tablet/scan"] = HELLO.replace("Asha", "Ben")

    hand_scan(tablet, TICKET[::-1])

    tablet.wait_for_selector("text=Hello, Ben")


def test_a_nod_at_the_desk_turns_the_waiting_page(tablet: Page, server: SmallServer) -> None:
    part = '<live-part src="/tablet/nods/1" every="1">A steward is on the way.</live-part>'
    server.pages["/tablet/scan"] = (
        f'<h1>One moment</h1>{part}<page-clears seconds="60"></page-clears>'
    )
    server.pages["/tablet/nods/1"] = part
    hand_scan(tablet, TICKET)
    tablet.wait_for_selector("text=A steward is on the way.")

    server.pages["/tablet/nods/1"] = HELLO

    tablet.wait_for_selector("text=Hello, Asha")


def test_a_script_in_an_answer_never_runs(tablet: Page, server: SmallServer) -> None:
    hostile = '<h1>Hello</h1><script>window.ran = 1</script><img src="/x" onerror="window.ran = 1">'
    server.pages["/tablet/scan"] = hostile

    hand_scan(tablet, TICKET)
    tablet.wait_for_selector("h1:text-is('Hello')")

    assert tablet.evaluate("window.ran === undefined")


def test_the_waiting_page_comes_back_while_the_server_is_away(
    tablet: Page, server: SmallServer
) -> None:
    def waiting() -> Response:
        return Response(page(TABLET, "once", "tablet"), headers={"Kiosk-Shell": "waiting"})

    server.pages["/tablet"] = waiting
    until(tablet, "navigator.serviceWorker.controller")
    tablet.reload()

    tablet.context.set_offline(True)
    tablet.reload()

    assert tablet.is_visible("text=Hold your ticket here")
    tablet.context.set_offline(False)


def test_a_live_part_asks_with_its_etag(chromium: Browser, server: SmallServer) -> None:
    asked: list[str | None] = []

    def figures() -> Response:
        asked.append(request.headers.get("If-None-Match"))
        fresh = asked[-1] == '"412"'
        return Response("" if fresh else "412 here", 304 if fresh else 200, {"ETag": '"412"'})

    server.pages["/part"] = figures
    server.pages["/desk"] = page(
        '<live-part src="/part" every="1">411 here</live-part>', "live-part"
    )
    context = chromium.new_context()
    tab = context.new_page()
    tab.goto(f"{server.url}/desk")
    tab.wait_for_selector("text=412 here")
    with tab.expect_response("**/part"):
        pass
    context.close()

    assert asked[:2] == [None, '"412"']


def test_a_private_link_leaves_the_address_bar_and_waits_for_a_press(
    chromium: Browser, server: SmallServer
) -> None:
    form = '<form method="post"><input name="secret" data-from-link><button>Show</button></form>'
    server.pages["/claim"] = page(f"<claim-secret>{form}</claim-secret>", "claim", sheet="phone")
    context = chromium.new_context()
    tab = context.new_page()
    tab.goto(f"{server.url}/claim#S3CRET")

    until(tab, "document.querySelector('input').value === 'S3CRET'")

    assert f"{server.url}/claim" == tab.url
    assert server.posts == []
    context.close()


def test_every_script_parses() -> None:
    scripts = sorted(Path(STATIC / "js").glob("*.js"))
    node, _its_driver = compute_driver_executable()

    said = subprocess.run(
        [node, "--experimental-vm-modules", "--input-type=module", "-e", PARSE, *scripts],
        capture_output=True,
        text=True,
    )

    assert len(scripts) > 30
    assert f"{len(scripts)} parse\n" == said.stdout, said.stderr
