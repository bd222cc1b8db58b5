from dataclasses import replace
from pathlib import Path

import pytest

from badges import STOCKS, GlyphMissing, NameMissing, Stock, pdf_of
from badges.papers.sign import draw_sign
from tests.badges.faces import SCRIPTS, read_code
from tests.badges.on_paper import ink
from tests.badges.papers.fair_papers import A4, A5, A6, LONG, NOVA, is_quiet, is_reached
from tests.badges.rasters import rasterised

WIDE = STOCKS["4x3"]


@pytest.mark.parametrize("stock", [A4, A5, *STOCKS.values()], ids=lambda stock: stock.name)
@pytest.mark.parametrize("dpi", [203, 300])
def test_a_sign_fills_any_paper_and_its_code_reads(stock: Stock, dpi: int) -> None:
    page = draw_sign(NOVA, stock.at(dpi))

    assert (page.image.mode, page.width_mm, page.height_mm) == (
        "1", stock.width_mm, stock.height_mm,
    )  # fmt: skip
    assert page.image.width == round(stock.width_mm * dpi / 25.4)
    assert NOVA.code_url == read_code(page.image)
    assert is_reached(page) and is_quiet(page)


def test_a_sign_is_fine_enough_for_the_finest_printer() -> None:
    page = draw_sign(NOVA, A6.at(600))

    assert page.image.size == (2480, 3496)
    assert NOVA.code_url == read_code(page.image)


def test_a_printed_sign_is_exactly_its_paper(tmp_path: Path) -> None:
    content = pdf_of([draw_sign(NOVA, A4), draw_sign(NOVA, A6)])

    large, small = rasterised(content, tmp_path, dpi=150)

    assert b"/MediaBox [0 0 595.276 841.890]" in content
    assert abs(large.width - 1240) <= 1 and abs(small.width - 620) <= 1
    assert NOVA.code_url == read_code(large) == read_code(small)


def test_a_short_name_is_set_far_larger_than_on_a_badge() -> None:
    page = draw_sign(replace(NOVA, employer="IBM", line=""), A4.at(150))

    name = page.image.crop((0, 200, 1240, 800))
    _, top, _, bottom = ink(name)
    assert (bottom - top) * 25.4 / 150 > 40


@pytest.mark.parametrize(("script", "first", "full"), SCRIPTS, ids=[row[0] for row in SCRIPTS])
def test_an_employer_of_any_script_has_a_sign(script: str, first: str, full: str) -> None:
    page = draw_sign(replace(NOVA, employer=full, line=first, stand=first), A6.at(203))

    assert is_reached(page)
    assert NOVA.code_url == read_code(page.image)


@pytest.mark.parametrize("employer", ["x" * 80, LONG, "漢" * 60, "محمد " * 20, "W" * 40, "Ẩ" * 50])
def test_a_name_of_any_length_leaves_the_code_free(employer: str) -> None:
    for stock in (A6, WIDE):
        page = draw_sign(replace(NOVA, employer=employer, line=employer, stand=employer), stock)

        assert is_reached(page) and is_quiet(page)
        assert NOVA.code_url == read_code(page.image)


def test_a_long_name_is_broken_before_it_is_cut() -> None:
    short = draw_sign(replace(NOVA, employer="Bundesforschungs-", line=""), A6)
    long = draw_sign(
        replace(NOVA, employer="Bundesforschungsinstitut für Tiergesundheit", line=""), A6
    )

    upper = (0, 220, 1240, 900)
    assert ink(long.image.crop(upper))[3] > ink(short.image.crop(upper))[3]


def test_a_name_from_the_right_stands_at_the_right() -> None:
    page = draw_sign(replace(NOVA, employer="شركة", stand="جناح", line=""), A6)

    left, _, right, _ = ink(page.image.crop((0, 0, page.image.width, 700)))
    assert page.image.width - right < left


def test_an_empty_line_leaves_no_trace() -> None:
    bare = replace(NOVA, stand="", line="", scan_label="", domain="")

    assert read_code(draw_sign(bare, A6).image) == NOVA.code_url


def test_a_letter_that_no_typeface_has_is_refused_before_printing() -> None:
    with pytest.raises(GlyphMissing) as refusal:
        draw_sign(replace(NOVA, employer="ᏣᎳᎩ Nova", line="Ꮳ"), A6)

    assert refusal.value.glyphs == "ᏣᎳᎩ"


def test_a_sign_needs_a_name() -> None:
    with pytest.raises(NameMissing):
        draw_sign(replace(NOVA, employer=" \u200b"), A6)
