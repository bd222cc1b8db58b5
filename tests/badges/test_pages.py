import subprocess
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

import badges
from badges import STOCKS, Page, Stock
from tests.badges.faces import ASHA, STOCK, WORST, face
from tests.badges.on_paper import ink
from tests.real.parts import need

SEEN = 150  # dots an inch of the pictures that are read back


def every_page() -> list[Page]:
    """A page of each stock at each resolution, with other names, the last in colour."""
    faces = (ASHA, *WORST)
    sorts = list(product(STOCKS.values(), (203, 300, 600)))
    return [
        badges.page(
            badges.draw(faces[number % len(faces)], stock.at(dpi), colour=dpi == 300 and not odd),
            stock.at(dpi),
        )
        for number, (stock, dpi) in enumerate(sorts)
        for odd in [number % 2]
    ]


def test_each_page_of_a_pdf_shows_its_badge_in_its_true_size(tmp_path: Path) -> None:
    program, pages = need("pdf"), every_page()
    (tmp_path / "badges.pdf").write_bytes(badges.pdf_of(pages))

    command = [program, "-r", str(SEEN), "-gray", "badges.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=100)

    seen = [Image.open(path) for path in sorted(tmp_path.glob("page*"))]
    assert len(pages) == len(seen)
    for page, picture in zip(pages, seen, strict=True):
        whole = tuple(round(mm * page.dpi / 25.4) for mm in (page.width_mm, page.height_mm))
        assert whole == page.image.size
        assert abs(picture.width - page.width_mm / 25.4 * SEEN) <= 1.01
        assert abs(picture.height - page.height_mm / 25.4 * SEEN) <= 1.01
        assert {ASHA.code_url} == {found.text for found in zxingcpp.read_barcodes(picture)}


def test_a_page_of_a_pdf_is_exactly_the_label() -> None:
    content = badges.pdf([badges.draw(ASHA, STOCK)], STOCK)

    assert b"/MediaBox [0 0 175.748 283.465]" in content
    assert b"/BitsPerComponent 1" in content
    assert len(content) <= 12_000


def test_a_page_in_colour_keeps_its_colours() -> None:
    page = badges.page(badges.draw(ASHA, STOCK, colour=True), STOCK)

    content = badges.pdf_of([page])

    assert page.image.mode == "RGB"
    assert b"/ColorSpace /DeviceRGB /BitsPerComponent 8" in content


def test_a_badge_stands_where_the_head_reaches() -> None:
    image = badges.draw(ASHA, STOCK)

    page = badges.page(image, STOCK)

    left, top = STOCK.dots(1.54), STOCK.dots(3.05)
    assert page.image.size == (732, 1181)
    box = (left, top, left + image.width, top + image.height)
    assert image.tobytes() == page.image.crop(box).tobytes()


@pytest.mark.parametrize("offset_mm", [(1.0, -0.5), (-2.0, 2.0), (0.0, 0.1)])
def test_a_printer_that_is_out_by_a_little_is_set_right(offset_mm: tuple[float, float]) -> None:
    image = badges.draw(ASHA, STOCK)

    moved = ink(badges.page(image, STOCK, offset_mm=offset_mm).image)

    still = ink(badges.page(image, STOCK).image)
    found = [(moved[at] - still[at]) * 25.4 / 300 for at in (0, 1)]
    assert found == pytest.approx(offset_mm, abs=0.05)
    assert (still[2] - still[0], still[3] - still[1]) == (moved[2] - moved[0], moved[3] - moved[1])


@pytest.mark.parametrize("name", STOCKS)
@pytest.mark.parametrize("offset_mm", [(40.0, 40.0), (-40.0, -40.0)])
def test_no_offset_moves_ink_off_what_the_head_reaches(
    name: str, offset_mm: tuple[float, float]
) -> None:
    stock = STOCKS[name].at(203)
    image = badges.draw(ASHA, stock)

    page = badges.page(image, stock, offset_mm=offset_mm)

    left, top = (stock.dots(mm) for mm in stock.unreached_mm[:2])
    box = ink(page.image)
    assert box[0] >= left and box[1] >= top
    assert box[2] <= left + image.width and box[3] <= top + image.height
    assert _inked(image) == _inked(page.image)


def _inked(image: Any) -> int:
    return int(image.convert("L").histogram()[0])


def test_what_fills_its_paper_is_not_moved_at_all() -> None:
    full = Stock("full", 50, 30)
    image = Image.new("1", (full.width_dots, full.height_dots), 0)

    page = badges.page(image, full, offset_mm=(3, 3))

    assert image.tobytes() == page.image.tobytes()


def test_a_picture_with_other_colours_becomes_plain_ones() -> None:
    image = Image.new("RGBA", (100, 100), (10, 20, 30, 255))

    page = badges.page(image, replace(STOCK, width_mm=8, height_mm=8, unreached_mm=(0, 0, 0, 0)))

    assert page.image.mode == "RGB"


def test_a_pdf_says_nothing_of_its_people_or_its_day() -> None:
    images = [badges.draw(ASHA, STOCK)]

    assert badges.pdf(images, STOCK) == badges.pdf(images, STOCK)
    assert b"Asha" not in badges.pdf(images, STOCK)


def test_pages_of_several_sizes_keep_theirs() -> None:
    bo = face(first_name="Bo", full_name="Bo Li")
    pages = [badges.page(badges.draw(bo, STOCKS[name]), STOCKS[name]) for name in ("card", "62")]

    content = badges.pdf_of(pages)

    assert content.count(b"/MediaBox") == 2
    assert b"/MediaBox [0 0 243.780 153.071]" in content
    assert f"/MediaBox [0 0 175.748 {pages[1].height_mm / 25.4 * 72:.3f}]".encode() in content


def test_the_table_of_a_pdf_points_at_its_objects() -> None:
    content = badges.pdf([badges.draw(ASHA, STOCK)], STOCK)

    table = content[int(content.split(b"startxref\n")[1].split(b"\n")[0]) :]
    offsets = [int(row[:10]) for row in table.split(b"\n")[3:] if row.endswith(b" n ")]
    assert [f"{number} 0 obj".encode() for number in range(1, 6)] == [
        content[at : at + 7] for at in offsets
    ]
