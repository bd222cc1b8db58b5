"""The hand scanner in real Chromium: told from a person's typing, and no letter is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.a_tablet import TICKET, hand_scan, press, small_door, tab_at
from tests.browser.chromium import until
from tests.browser.small_server import SmallServer

OP_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with small_door() as small:
        yield small


@pytest.fixture
def tablet(chromium: Browser, server: SmallServer) -> Iterator[Page]:
    with tab_at(chromium, server) as tab:
        yield tab


@pytest.mark.parametrize("enter", [True, False])
def test_a_hand_scanner_checks_in_with_and_without_enter(
    tablet: Page, server: SmallServer, enter: bool
) -> None:
    hand_scan(tablet, TICKET, enter=enter)
    tablet.wait_for_selector("text=Hello, Asha")

    (post,) = server.posts
    assert post["codes"] == [TICKET]
    assert OP_ID.fullmatch(post["op_id"][0])
    assert post["happened_at"][0] <= post["sent_at"][0]


def test_a_hand_scanner_presses_no_button_that_has_the_focus(
    tablet: Page, server: SmallServer
) -> None:
    tablet.focus("a")

    hand_scan(tablet, TICKET)
    tablet.wait_for_selector("text=Hello, Asha")

    assert len(server.posts) == 1


@pytest.mark.parametrize("gap_ms", [15, 120, 400])
def test_a_busy_tablet_loses_no_letter_of_a_ticket(
    tablet: Page, server: SmallServer, gap_ms: int
) -> None:
    keys = [(letter, gap_ms if place % 5 == 1 else 15) for place, letter in enumerate(TICKET)]
    press(tablet, [*keys, ("Enter", 15)])
    tablet.wait_for_selector("text=Hello, Asha")

    assert [code for post in server.posts for code in post["codes"]] == [TICKET]


def test_a_code_of_others_is_told_by_its_speed_and_a_pause_does_not_cut_it(
    tablet: Page, server: SmallServer
) -> None:
    menu = "https://cafe.example/menu"
    press(tablet, [(key, 300 if place == 7 else 15) for place, key in enumerate(menu)])
    press(tablet, [("Enter", 15)])
    tablet.wait_for_selector("text=Hello, Asha")

    assert [menu] == server.posts[0]["codes"]


def test_somebody_who_types_slowly_scans_nothing(tablet: Page, server: SmallServer) -> None:
    press(tablet, [(letter, 120) for letter in "ASHAPATEL"])
    press(tablet, [("Enter", 120)])
    hand_scan(tablet, TICKET)
    tablet.wait_for_selector("text=Hello, Asha")

    assert [code for post in server.posts for code in post["codes"]] == [TICKET]


def test_an_enter_that_comes_late_presses_nothing(tablet: Page, server: SmallServer) -> None:
    tablet.focus("a")
    press(tablet, [(letter, 15) for letter in TICKET])
    tablet.wait_for_selector("text=Hello, Asha")

    assert not press(tablet, [("Enter", 300)])


def test_what_is_typed_into_a_field_stays_there(tablet: Page, server: SmallServer) -> None:
    tablet.click("text=Type your name")
    tablet.fill("input", "")

    hand_scan(tablet, TICKET, enter=False)

    until(tablet, f"document.querySelector('input').value === '{TICKET}'")
    assert server.posts == []
