from collections.abc import Callable
from dataclasses import replace

import pytest

from badges import CodeUnfit, Page, draw_sign, draw_slip, draw_tent
from tests.badges.faces import read_code
from tests.badges.papers.fair_papers import A4, A6, BEN, CAROL, NOVA, ROLL, SLIP, is_reached

SHEET = A4.at(150)


def in_a_sign(words: str) -> Page:
    return draw_sign(replace(NOVA, employer=words, line=words), A6)


def in_a_tent(words: str) -> Page:
    return draw_tent(replace(CAROL, role_line=words, offers=(words,)), SHEET)


def in_a_slip(words: str) -> Page:
    (page,) = draw_slip(replace(SLIP, met=(replace(BEN, given=(words,), when=words),)), ROLL)
    return page


EVERY = pytest.mark.parametrize("on_paper", [in_a_sign, in_a_tent, in_a_slip])


@EVERY
@pytest.mark.parametrize("plain", ["Nova Engineering", "נובה"])
def test_what_nobody_can_see_changes_no_dot(on_paper: Callable[[str], Page], plain: str) -> None:
    hidden = f"\u202e{plain}\u202c\x00\r\n \u200b"

    assert on_paper(plain).image.tobytes() == on_paper(hidden).image.tobytes()


@EVERY
@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "{page}{0.__class__}%s%n", "x" * 10_000, "e" + "\u0301" * 500],
)
def test_hostile_words_are_only_words(on_paper: Callable[[str], Page], hostile: str) -> None:
    assert is_reached(on_paper(hostile))


@pytest.mark.parametrize("on_paper", [in_a_tent, in_a_slip])
@pytest.mark.parametrize("empty", [" ", "\u200d"])
def test_words_that_are_missing_leave_no_gap(on_paper: Callable[[str], Page], empty: str) -> None:
    assert on_paper("").image.tobytes() == on_paper(empty).image.tobytes()


@pytest.mark.parametrize("url", ["", "A" * 5000])
def test_an_address_that_no_code_holds_is_refused(url: str) -> None:
    with pytest.raises(CodeUnfit):
        draw_sign(replace(NOVA, code_url=url), A6)
    with pytest.raises(CodeUnfit):
        draw_tent(replace(CAROL, code_url=url), SHEET)


def test_an_address_in_small_letters_still_reads() -> None:
    url = "https://fair.example/s/k7qx2m?from=stand&lang=ja"

    assert url == read_code(draw_sign(replace(NOVA, code_url=url), A6).image)
