"""The hand scanner in real Chromium: told from a person's typing, and no letter is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from kiosk.domain.keys.keyboards import OTHERS, UNITED_STATES
from tests.browser.a_tablet import (
    TICKET,
    Key,
    at_the_name,
    hand_scan,
    keys_of,
    press,
    small_door,
    tab_at,
)
from tests.browser.chromium import until
from tests.browser.small_server import SmallServer

OTHER = "0QXM2RDW9AB3CTV5EHJNPS8YZK"
FRENCH = OTHERS[2]
LISTEN = """() => {
    window.told = []; window.details = []; window.left = null;
    addEventListener("scan", ({ detail }) => { told.push(detail.codes); details.push(detail); });
    addEventListener("input", ({ target }) => { window.left = target.value; });
}"""
OP_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with small_door() as small:
        yield small


@pytest.fixture
def tablet(chromium: Browser, server: SmallServer) -> Iterator[Page]:
    with tab_at(chromium, server) as tab:
        tab.evaluate(LISTEN)
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


@pytest.mark.parametrize(
    "gap_ms",
    [120, pytest.param(15, marks=pytest.mark.faults), pytest.param(400, marks=pytest.mark.faults)],
)
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


def test_a_scanner_that_sends_twice_scans_once(tablet: Page, server: SmallServer) -> None:
    for text in (TICKET, TICKET.lower(), OTHER, TICKET):
        press(tablet, [(letter, 15) for letter in text])
        press(tablet, [("Enter", 15)])
    tablet.wait_for_selector("text=Hello, Asha")

    until(tablet, "window.told.length === 3")
    assert tablet.evaluate("window.told") == [[TICKET], [OTHER], [TICKET]]


def test_a_ticket_sent_twice_in_one_breath_is_one_code(tablet: Page, server: SmallServer) -> None:
    press(tablet, [(letter, 15) for letter in TICKET + TICKET])
    press(tablet, [("Enter", 15)])

    assert tablet.evaluate("window.told") == [[TICKET]]


def test_a_ticket_that_camera_and_scanner_read_at_once_is_one_scan(tablet: Page) -> None:
    press(tablet, keys_of(TICKET, UNITED_STATES, OTHERS[0]))
    press(tablet, [("Enter", 15)])

    again = tablet.evaluate(
        """async ([ticket, other]) => {
            const { announce } = await import("/static/js/announcing.js");
            const camera = document.querySelector("#state");
            return [[ticket], [ticket.toLowerCase()], [other], [other, ticket]].map(
                (codes) => announce(camera, codes),
            );
        }""",
        [TICKET, OTHER],
    )

    assert again == [False, False, True, True]


@pytest.mark.parametrize(
    "around",
    [
        ("]Q1", "Tab"),
        pytest.param(("\x02", "\x03"), marks=pytest.mark.faults),
        pytest.param((" ", "Enter"), marks=pytest.mark.faults),
    ],
)
def test_what_a_scanner_sends_around_a_code_is_no_part_of_it(
    tablet: Page, around: tuple[str, str]
) -> None:
    before, after = around
    press(tablet, [(letter, 15) for letter in before + TICKET])
    press(tablet, [(after, 15)])
    until(tablet, "window.told.length === 1")

    assert tablet.evaluate("window.told") == [[TICKET]]


def test_a_ticket_is_told_on_every_countrys_keyboard(tablet: Page) -> None:
    tickets = [TICKET[place:] + TICKET[:place] for place in range(len(OTHERS))]

    for ticket, other in zip(tickets, OTHERS, strict=True):
        press(tablet, [*keys_of(ticket, UNITED_STATES, other, gap_ms=60), Key("Enter")])

    told = [scan["codes"] + scan["otherwise"] for scan in tablet.evaluate("window.details")]
    assert len(told) == len(tickets)
    assert all(ticket in each for ticket, each in zip(tickets, told, strict=True))


def test_a_link_and_a_number_are_told_on_a_french_keyboard(tablet: Page) -> None:
    for text in ("https://cafe.example/menu", "00412873"):
        press(tablet, [*keys_of(text, UNITED_STATES, FRENCH), Key("Enter")])

    told = tablet.evaluate("window.told")
    assert told == [["https://cafe.example/menu"], ["00412873"]]


@pytest.mark.parametrize("enter", [True, False])
def test_a_scan_leaves_the_field_that_a_person_was_typing_in(
    tablet: Page, server: SmallServer, enter: bool
) -> None:
    at_the_name(tablet)
    press(tablet, [(letter, 180) for letter in "Ben"])

    press(tablet, [(letter, 40) for letter in TICKET])
    assert not enter or not press(tablet, [("Enter", 40)])
    until(tablet, "window.told.length === 1")

    assert tablet.evaluate("window.told") == [[TICKET]]
    assert tablet.evaluate("window.left") == "Ben"


@pytest.mark.parametrize(
    "text",
    [
        "https://cafe.example/menu",
        pytest.param("00412873", marks=pytest.mark.faults),
        pytest.param("BEGIN:VCARD", marks=pytest.mark.faults),
    ],
)
def test_what_others_codes_say_leaves_a_field_too(tablet: Page, text: str) -> None:
    at_the_name(tablet)

    press(tablet, [*((letter, 15) for letter in text), ("Enter", 15)])

    assert [[text]] == tablet.evaluate("window.told")
    assert tablet.evaluate("window.left") == ""


@pytest.mark.parametrize(
    ("text", "gap_ms"), [(TICKET, 120), ("asha.patel", 20), ("Asha Patel", 20), ("0412", 20)]
)
def test_what_a_person_types_into_a_field_stays_there(
    tablet: Page, server: SmallServer, text: str, gap_ms: int
) -> None:
    at_the_name(tablet)

    assert press(tablet, [*((letter, gap_ms) for letter in text), ("Enter", gap_ms)])

    assert tablet.input_value("input") == text
    assert tablet.evaluate("window.told") == []
