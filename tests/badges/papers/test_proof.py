from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from badges import STOCKS, GlyphMissing, Stock, pdf_of
from badges.papers.proof import Proof, bars_of, draw_proof, proof_code, proof_scale
from tests.badges.faces import read_code
from tests.badges.on_paper import ink
from tests.badges.papers.fair_papers import A4, A6, is_quiet
from tests.badges.rasters import rasterised

LABEL = STOCKS["62x100"]
NARROW = Stock("29x90", 29, 90.3, unreached_mm=(1.5, 3, 1.5, 3))
LOW = Stock("62x29", 62, 29, unreached_mm=(1.54, 3, 1.54, 3))
DESK = Proof(printer="Brother QL-820NWB, desk 1")


@pytest.mark.parametrize("stock", [LABEL, A6, NARROW, LOW, A4], ids=lambda stock: stock.name)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_proof_reaches_exactly_what_its_stock_says(stock: Stock, dpi: int) -> None:
    if stock is A4 and dpi == 600:
        dpi = 150
    stock = stock.at(dpi)

    page = draw_proof(DESK, stock)

    left, top = (stock.dots(each) for each in stock.unreached_mm[:2])
    assert (left, top, left + stock.width_dots, top + stock.height_dots) == ink(page.image)
    assert page.image.mode == "1"
    assert all(abs(each - 1) < 0.01 for each in proof_scale(page.image, dpi, stock))


def test_the_code_of_a_proof_says_what_was_printed() -> None:
    page = draw_proof(DESK, LABEL)

    assert read_code(page.image) == proof_code(LABEL) == "F2F 62X100 300 696X1109"
    assert is_quiet(page)


def test_both_bars_of_a_label_are_fifty_millimetres() -> None:
    across, down = bars_of(LABEL)

    assert (across.width, down.height) == (50, 50)


def test_a_printed_proof_keeps_its_measures_and_its_code(tmp_path: Path) -> None:
    (page,) = rasterised(pdf_of([draw_proof(DESK, LABEL)]), tmp_path, dpi=400)

    assert all(abs(each - 1) < 0.01 for each in proof_scale(page, 400, LABEL))
    assert read_code(page) == proof_code(LABEL)


@pytest.mark.parametrize(("across", "down"), [(0.98, 1.0), (1.0, 1.03), (0.97, 0.97)])
def test_a_printer_that_stretches_is_found_out(across: float, down: float) -> None:
    image = draw_proof(DESK, LABEL).image.convert("L")
    size = round(image.width * across), round(image.height * down)
    scan = Image.new("L", (900, 1400), 235)
    scan.paste(image.resize(size, Image.Resampling.BILINEAR), (37, 61))

    found = proof_scale(scan, 300, LABEL)

    assert abs(found.across - across) < 0.005
    assert abs(found.down - down) < 0.005


def test_a_page_without_bars_has_no_scale() -> None:
    assert proof_scale(Image.new("1", (732, 1181), 1), 300, LABEL) == (0, 0)


def test_a_black_band_uses_every_dot_of_the_head() -> None:
    image = draw_proof(DESK, LABEL).image
    left, _top, right, bottom = ink(image)

    band = image.crop((left, bottom - 20, right, bottom))

    assert band.convert("L").getextrema() == (0, 0)
    assert band.width == 696


def test_the_ruler_has_a_tick_each_millimetre() -> None:
    image = draw_proof(DESK, A6).image.convert("L")
    left, top, right, _ = ink(image)

    row = image.crop((left + 90, top + 11, right - 90, top + 12)).tobytes()

    ticks = [at for at in range(1, len(row)) if row[at] < 128 <= row[at - 1]]
    gaps = [(b - a) * 25.4 / 300 for a, b in pairwise(ticks)]
    assert len(ticks) >= 79
    assert all(0.9 < gap < 1.1 for gap in gaps)


def test_a_printer_may_have_any_name_that_prints() -> None:
    other = replace(DESK, printer="打印机 " * 30, measure_label="Messen: {across} x {down}")

    assert read_code(draw_proof(other, LABEL).image) == proof_code(LABEL)
    with pytest.raises(GlyphMissing):
        draw_proof(replace(DESK, printer="Ꮳ"), LABEL)
