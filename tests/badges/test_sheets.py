from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw

import badges
from badges import SHEETS, STOCKS, Imposition, Sheet, Stock
from tests.badges.faces import ASHA, face, read_code
from tests.badges.on_paper import ink
from tests.badges.rasters import rasterised

A6, L7165, L7173 = (STOCKS[name] for name in ("a6-on-a4", "l7165", "l7173"))
DOT_MM = 25.4 / 300


def blank(stock: Stock) -> Image.Image:
    """A badge that is only a frame with a diagonal, so that its corners can be measured."""
    image = Image.new("1", (stock.width_dots, stock.height_dots), 1)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, image.width - 1, image.height - 1), outline=0, width=2)
    pen.line((0, 0, *image.size), fill=0)
    return image


def how(name: str, **others: object) -> Imposition:
    sheet = SHEETS[name]
    return replace(Imposition(sheet, STOCKS[sheet.stock], with_marks=False), **others)  # type: ignore[arg-type]


def places(page: Image.Image, sheet: Sheet) -> list[int]:
    """The places of a page where anything is printed."""
    found = []
    for place in range(1, sheet.places + 1):
        left, top = sheet.corner(place)
        box = (left, top, left + sheet.place_mm[0], top + sheet.place_mm[1])
        dots = tuple(round(mm / DOT_MM) + pad for mm, pad in zip(box, (5, 5, -5, -5), strict=True))
        if page.convert("L").crop(dots).getextrema()[0] < 128:
            found.append(place)
    return found


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_the_places_of_a_sheet_stand_apart_and_in_its_middle(sheet: Sheet) -> None:
    corners = [sheet.corner(place) for place in range(1, sheet.places + 1)]
    width, height = sheet.place_mm

    assert all(abs(a[0] - b[0]) >= width or abs(a[1] - b[1]) >= height
               for a, b in combinations(corners, 2))  # fmt: skip
    right, foot = corners[-1][0] + width, corners[-1][1] + height
    assert abs(210 - right - sheet.first_mm[0]) < 0.2
    assert sheet.plain or abs(297 - foot - sheet.first_mm[1]) < 0.2
    assert foot <= 297


def test_each_badge_of_a_sheet_stands_at_its_place_to_the_dot() -> None:
    for name in SHEETS:
        plan = how(name)

        (page,) = badges.sheets([blank(plan.stock)] * plan.sheet.places, plan)

        corners = [plan.corner(place) for place in (1, plan.sheet.places)]
        (left, top), (right, foot) = corners
        right += plan.stock.width_dots * DOT_MM
        foot += plan.stock.height_dots * DOT_MM
        assert page.image.mode == "1"
        assert page.image.size == (2480, 3508)
        for expected, found in zip((left, top, right, foot), ink(page.image), strict=True):
            assert abs(expected - found * DOT_MM) <= 2 * DOT_MM


def test_a_badge_of_a_pdf_stands_at_its_place_to_a_tenth_of_a_millimetre(tmp_path: Path) -> None:
    plan = how("l7173", start=10)

    (page,) = rasterised(badges.sheets_pdf([blank(L7173)], plan), tmp_path)

    left, top = 4.65 + 101.6, 6 + 4 * 57
    for expected, found in zip((left, top, left + 99.1, top + 57), ink(page), strict=True):
        assert abs(expected - found * DOT_MM) <= 0.1
    assert abs(page.width - 2480) <= 1 and abs(page.height - 3508) <= 1


def test_every_badge_of_a_pdf_is_read_in_the_order_of_the_eye(tmp_path: Path) -> None:
    urls = [ASHA.code_url[:-1] + letter for letter in "ABCD"]
    images = [badges.draw(face(code_url=url), A6) for url in urls]
    content = badges.sheets_pdf(images, how("a4-4xa6", with_marks=True))

    (page,) = rasterised(content, tmp_path)

    assert b"/MediaBox [0 0 595.276 841.890]" in content
    found = zxingcpp.read_barcodes(page)
    in_order = sorted(found, key=lambda code: (code.position.top_left.y // 500,
                                               code.position.top_left.x))  # fmt: skip
    assert urls == [code.text for code in in_order]


def test_a_half_used_sheet_starts_at_its_first_free_place() -> None:
    pages = list(badges.sheets([blank(L7165)] * 6, how("l7165", start=4)))

    assert [places(page.image, SHEETS["l7165"]) for page in pages] == [[4, 5, 6, 7, 8], [1]]


def test_no_badges_take_no_sheet() -> None:
    assert not list(badges.sheets([], how("l7165")))
    assert b"/Count 0" in badges.sheets_pdf([], how("l7165"))


@pytest.mark.parametrize("start", [0, -1, 11, 10**9])
def test_a_place_that_a_sheet_does_not_have_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match="places 1 to 10"):
        how("l7173", start=start)


def test_a_stock_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="not as large"):
        how("l7165", stock=L7173)


def test_cut_marks_stand_only_on_plain_paper_and_beside_every_badge() -> None:
    for name in SHEETS:
        marked = how(name, with_marks=True)
        bare = replace(marked, with_marks=False)
        images = [blank(marked.stock)] * marked.sheet.places

        ((page,), (without,)) = badges.sheets(images, marked), badges.sheets(images, bare)

        marks = ImageChops.logical_xor(page.image, without.image).getbbox()
        assert bool(marks) == marked.sheet.plain
        for place in range(1, marked.sheet.places + 1):
            x, y = (round(mm / DOT_MM) for mm in marked.corner(place))
            box = (x, y, x + marked.stock.width_dots, y + marked.stock.height_dots)
            assert page.image.crop(box).tobytes() == images[0].tobytes()


def test_a_printer_that_is_out_is_corrected() -> None:
    (page,) = badges.sheets([blank(L7165)], how("l7165", offset_mm=(1.0, -2.0)))
    (there,) = badges.sheets([blank(L7165)], how("l7165"))

    moved = [a - b for a, b in zip(ink(page.image), ink(there.image), strict=True)]
    assert [round(each / 2) * 2 for each in moved] == [12, -24, 12, -24]


def test_a_sheet_keeps_the_dots_of_any_printer(tmp_path: Path) -> None:
    for dpi in (203, 600):
        plan = how("l7165", stock=L7165.at(dpi))

        (page,) = badges.sheets([badges.draw(ASHA, plan.stock)], plan)

        assert (page.dpi, page.image.width) == (dpi, round(210 * dpi / 25.4))
        assert ASHA.code_url == read_code(page.image)


def test_colours_stay_where_one_badge_has_them() -> None:
    red = Image.new("RGB", (L7165.width_dots, L7165.height_dots), "red")

    (page,) = badges.sheets([blank(L7165), red], how("l7165"))

    assert page.image.mode == "RGB"
    assert page.image.getpixel((1800, 500)) == (255, 0, 0)
    assert b"/DeviceRGB" in badges.sheets_pdf([red], how("l7165"))


def test_a_pdf_of_sheets_is_small_and_the_same_each_time() -> None:
    image = badges.draw(ASHA, A6)
    content = badges.sheets_pdf([image] * 8, how("a4-4xa6"))

    assert content == badges.sheets_pdf([image] * 8, how("a4-4xa6"))
    assert b"/Count 2" in content
    assert len(content) < 8 * 20_000


def test_the_table_of_a_pdf_points_at_its_objects() -> None:
    content = badges.sheets_pdf([blank(L7165)] * 9, how("l7165"))

    table = content[int(content.split(b"startxref\n")[1].split(b"\n")[0]) :]
    offsets = [int(row[:10]) for row in table.split(b"\n")[3:] if row.endswith(b" n ")]
    assert [f"{number} 0 obj".encode() for number in range(1, len(offsets) + 1)] == [
        content[at : at + 12].split(b"\n")[0] for at in offsets
    ]
    assert len(offsets) == 2 + 9 + 2 * 2
