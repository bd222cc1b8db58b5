"""What counts as shown, frame by frame in real Chromium, without a camera or a clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.small_server import page, serving

pytestmark = pytest.mark.browser

ONE, TWO, THREE = (letter * 26 for letter in "123")
ASHA, BEN, CAI = (f"HTTPS://FAIR.EXAMPLE/B/{letter * 20}" for letter in "ABC")
MENU = "https://cafe.example/menu"
FRAME_MS = 70


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    """A page that has the modules."""
    with serving() as small:
        small.pages["/"] = page("")
        context = chromium.new_context()
        tab = context.new_page()
        tab.goto(small.url)
        yield tab
        context.close()


def shown(tab: Page, *scenes: tuple[list[str], int]) -> list[list[str]]:
    """What is announced when these are in view, for so many frames each."""
    frames = [held for held, count in scenes for _ in range(count)]
    announced: list[list[str]] = tab.evaluate(
        """async ([frames, pace]) => {
            const { SteadyCodes } = await import("/static/js/steady-codes.js");
            const steady = new SteadyCodes();
            return frames.map((frame, at) => steady.see(frame, at * pace)).filter(Boolean);
        }""",
        [frames, FRAME_MS],
    )
    return announced


def test_a_ticket_counts_after_two_frames_and_once(tab: Page) -> None:
    assert shown(tab, ([ONE], 1)) == []
    assert shown(tab, ([ONE], 2)) == [[ONE]]
    assert shown(tab, ([ONE], 60)) == [[ONE]]
    assert shown(tab, ([ONE], 3), ([], 25), ([ONE], 3)) == [[ONE], [ONE]]


def test_a_frame_in_which_nothing_was_read_loses_nothing(tab: Page) -> None:
    assert shown(tab, ([ONE], 1), ([], 1), ([ONE], 1)) == [[ONE]]
    assert shown(tab, ([ASHA, BEN], 2), ([ASHA], 1), ([BEN], 1), ([], 1), ([ASHA, BEN], 1)) == [
        [ASHA, BEN]
    ]


def test_a_ticket_that_flits_through_one_frame_confuses_nobody(tab: Page) -> None:
    assert shown(tab, ([ONE], 1), ([ONE, TWO], 1), ([ONE], 30)) == [[ONE]]
    assert shown(tab, ([ONE], 6), ([ONE, TWO], 1), ([ONE], 60)) == [[ONE]]


def test_two_tickets_in_a_hand_are_a_question_and_then_the_one_that_stays(tab: Page) -> None:
    assert shown(tab, ([ONE, TWO], 10), ([TWO], 12)) == [[ONE, TWO], [TWO]]
    assert shown(tab, ([ONE, TWO, THREE], 10)) == [[ONE, TWO, THREE]]


def test_two_tickets_that_are_read_by_turns_are_two_all_the_same(tab: Page) -> None:
    by_turns = [([ONE, TWO], 1), *[([TWO], 1), ([ONE], 1)] * 6]

    assert shown(tab, *by_turns) == [[ONE, TWO]]


def test_the_next_in_line_may_be_early(tab: Page) -> None:
    assert shown(tab, ([ONE], 5), ([ONE, TWO], 10), ([TWO], 10)) == [[ONE], [TWO]]
    assert shown(tab, ([ONE], 5), ([ONE, TWO], 60)) == [[ONE], [ONE, TWO]]


def test_a_badge_waits_for_its_neighbour(tab: Page) -> None:
    assert shown(tab, ([ASHA], 4)) == []
    assert shown(tab, ([ASHA], 6)) == [[ASHA]]
    assert shown(tab, ([ASHA], 2), ([ASHA, BEN], 10), ([BEN], 10)) == [[ASHA, BEN]]
    assert shown(tab, ([ASHA], 6), ([ASHA, BEN], 10)) == [[ASHA], [ASHA, BEN]]
    assert shown(tab, ([ASHA, BEN, CAI], 10)) == []


def test_two_who_go_through_one_after_the_other_have_not_met(tab: Page) -> None:
    assert shown(tab, ([ASHA], 3), ([BEN], 3), ([], 9)) == []
    assert shown(tab, ([ASHA], 4), ([ASHA, BEN], 1), ([BEN], 12)) == [[BEN]]
    assert shown(tab, ([ASHA, BEN], 2), ([], 1), ([ASHA, BEN], 1)) == [[ASHA, BEN]]


def test_two_who_have_met_are_news_again_when_both_have_left(tab: Page) -> None:
    pair: tuple[list[str], int] = ([ASHA, BEN], 6)

    assert shown(tab, pair, ([BEN], 10), pair) == [[ASHA, BEN]]
    assert shown(tab, ([ASHA], 2), pair, ([BEN], 6), ([], 20), pair) == [[ASHA, BEN]] * 2


def test_ours_go_before_others_and_a_ticket_before_badges(tab: Page) -> None:
    assert shown(tab, ([MENU, ONE], 3)) == [[ONE]]
    assert shown(tab, ([MENU, ASHA, BEN], 3)) == [[ASHA, BEN]]
    assert shown(tab, ([ASHA, BEN, ONE], 3)) == [[ONE]]
    assert shown(tab, ([MENU], 4)) == []
    assert shown(tab, ([MENU], 6)) == [[MENU]]


@pytest.mark.parametrize(
    ("causes", "hint"),
    [
        ([None] * 60, None),
        (["dark"] + [None] * 60, None),
        (["dark", None, None, None] * 15, "dark"),
        (["closer"] * 10, None),
        (["closer", "closer", "glare"] * 20, "closer"),
    ],
)
def test_a_hint_comes_when_a_code_was_missed_for_long(
    tab: Page, causes: list[str | None], hint: str | None
) -> None:
    given = tab.evaluate(
        """async ([causes, pace]) => {
            const { ScanHints } = await import("/static/js/scan-hints.js");
            const hints = new ScanHints();
            return causes.map((why, at) => hints.see([], why, at * pace)).at(-1);
        }""",
        [causes, FRAME_MS],
    )

    assert given == hint


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        (ONE, "ticket", ONE),
        ("0il0 " + "A" * 22, "ticket", "0110" + "A" * 22),
        (f"https://fair.example/ticket#{ONE}", "ticket", ONE),
        (ASHA.lower(), "badge", "A" * 20),
        ("A" * 20, "badge", "A" * 20),
        ("U" * 26, None, "U" * 26),
        (MENU, None, MENU),
    ],
)
def test_a_code_of_ours_is_told_from_others(
    tab: Page, text: str, kind: str | None, code: str
) -> None:
    told = tab.evaluate(
        """async (text) => {
            const { kindOf, bare } = await import("/static/js/our-codes.js");
            return [kindOf(text), bare(text)];
        }""",
        text,
    )

    assert told == [kind, code]
