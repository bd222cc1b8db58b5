"""Whatever somebody writes is drawn, or refused by name, and never takes long."""

import time
from dataclasses import replace

import pytest
from hypothesis import given

import badges
from badges import STOCKS, Face, Stock, fonts
from tests.badges.anything_written import (
    LONGEST_S,
    faces,
    is_drawn_or_refused,
    quietly,
    sizes,
    touches_nothing,
    writable,
)
from tests.badges.faces import ASHA


@pytest.fixture(scope="module", autouse=True)
def _every_typeface_is_open() -> None:
    for family in fonts.FAMILIES:
        fonts.cmap(family)


@quietly
@given(faces, sizes)
def test_any_face_is_drawn_or_refused_by_name(anybody: Face, stock: Stock) -> None:
    is_drawn_or_refused(anybody, stock)


@quietly
@given(writable, writable, writable, sizes)
def test_whatever_names_are_written_touch_nothing(
    first: str, full: str, ask: str, stock: Stock
) -> None:
    touches_nothing(first, full, ask, stock)


@pytest.mark.parametrize("text", ["W" * 10_000, "word " * 5_000, "a\u0301" * 3_000, "漢" * 9_000])
def test_a_text_of_any_length_takes_no_long_time(text: str) -> None:
    endless = replace(
        ASHA, first_name=text, full_name=text, role_line=text, organisation=text,
        ask_me_about=text, kind_label=text, domain=text, suffix=text, scan_label=text,
    )  # fmt: skip
    began = time.process_time()

    badges.draw(endless, STOCKS["62x100"])

    assert time.process_time() - began < LONGEST_S
