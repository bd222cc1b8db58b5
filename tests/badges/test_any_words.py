"""Whatever somebody writes is drawn, or refused by name, and never takes long."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import badges
from badges import STOCKS, BadgeError, Face, fonts
from tests.badges.faces import ASHA, SCRIPTS, face
from tests.badges.on_paper import laid, outside, touching

LONGEST_S = 3.0  # of the processor; most take a hundredth
ALPHABET = "".join(sorted({letter for _, first, full in SCRIPTS for letter in first + full}))

anything = st.text(max_size=90)
writable = st.text(ALPHABET + " -'’.\u0301\u0323", min_size=1, max_size=90)
words = st.one_of(writable, anything)
faces = st.builds(
    Face,
    first_name=words,
    full_name=words,
    kind=st.sampled_from(["student", "employer", "mentor", "staff", "guest"]),
    kind_label=st.one_of(st.just("STUDENT"), words),
    code_url=st.one_of(st.just(ASHA.code_url), anything),
    domain=st.one_of(st.just("fair.example"), words),
    suffix=st.one_of(st.just("5WRD7N"), words),
    role_line=words,
    organisation=words,
    ask_me_about=words,
    ask_label=words,
    scan_label=words,
    locale=st.sampled_from(["en", "ar", "ja", ""]),
    by_hand=st.booleans(),
)
sizes = st.sampled_from([stock.at(203) for stock in STOCKS.values()])
quietly = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module", autouse=True)
def _every_typeface_is_open() -> None:
    for family in fonts.FAMILIES:
        fonts.cmap(family)


@quietly
@given(faces, sizes)
def test_any_face_is_drawn_or_refused_by_name(anybody: Face, stock: badges.Stock) -> None:
    began = time.process_time()
    try:
        image = badges.draw(anybody, stock)
    except BadgeError as refusal:
        assert refusal.slug and refusal.sentence
        image = None

    assert time.process_time() - began < LONGEST_S
    if image is not None:
        assert outside(image, stock) is None


@quietly
@given(writable, writable, writable, sizes)
def test_whatever_names_are_written_touch_nothing(
    first: str, full: str, ask: str, stock: badges.Stock
) -> None:
    anybody = face(first_name=f"A{first}", full_name=full, role_line=full, ask_me_about=ask)
    if badges.missing_glyphs(anybody):
        anybody = badges.hand_written(anybody)

    assert touching(laid(anybody, stock)) == []


@pytest.mark.parametrize("text", ["W" * 10_000, "word " * 5_000, "a\u0301" * 3_000, "漢" * 9_000])
def test_a_text_of_any_length_takes_no_long_time(text: str) -> None:
    endless = replace(
        ASHA, first_name=text, full_name=text, role_line=text, organisation=text,
        ask_me_about=text, kind_label=text, domain=text, suffix=text, scan_label=text,
    )  # fmt: skip
    began = time.process_time()

    badges.draw(endless, STOCKS["62x100"])

    assert time.process_time() - began < LONGEST_S
