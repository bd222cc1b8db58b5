from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import badges
from badges import STOCKS, Face, Stock, StockTooSmall
from tests.badges.faces import ASHA, WORST, face, read_code
from tests.badges.on_paper import QUIET, code_box, code_mm, laid, outside, touching

RESOLUTIONS = (203, 300, 600)
# What the head reaches in dots at 203, 300 and 600 an inch; of a roll, the longest piece.
DOTS = {
    "62x100": ((471, 750), (696, 1109), (1392, 2218)),
    "62": ((471, 911), (696, 1346), (1392, 2693)),
    "4x6": ((796, 1202), (1176, 1776), (2353, 3553)),
    "4x3": ((796, 593), (1176, 876), (2353, 1753)),
    "3x4": ((593, 796), (876, 1176), (1753, 2353)),
    "a6": ((772, 1115), (1140, 1648), (2280, 3296)),
    "a6-folded": ((1611, 1115), (2380, 1648), (4761, 3296)),
    "card": ((687, 432), (1016, 638), (2031, 1276)),
    "a6-on-a4": ((772, 1115), (1140, 1648), (2280, 3296)),
    "l7165": ((792, 541), (1170, 800), (2341, 1599)),
    "l7173": ((792, 456), (1170, 673), (2341, 1346)),
}
EVERY = [(name, dpi) for name in STOCKS for dpi in RESOLUTIONS]


def test_each_stock_has_exactly_the_dots_of_its_printer() -> None:
    found = {
        name: tuple((s.width_dots, s.height_dots) for s in map(stock.at, RESOLUTIONS))
        for name, stock in STOCKS.items()
    }

    assert found == DOTS


@pytest.mark.parametrize(("name", "dpi"), EVERY)
def test_the_worst_names_print_on_every_stock_at_every_resolution(name: str, dpi: int) -> None:
    stock = STOCKS[name].at(dpi)

    for each in WORST:
        image = badges.draw(each, stock)
        assert DOTS[name][RESOLUTIONS.index(dpi)][0] == image.width
        assert outside(image, stock) is None, each.first_name
        assert {ASHA.code_url} == set(_read(image, sides=2 if stock.fold else 1, dpi=dpi))


def _read(image: Any, *, sides: int, dpi: int) -> Iterator[str]:
    """Read each side; of many dots a scanner sees a part, and is faster."""
    grey = image.convert("L").reduce(dpi // 200)
    for number in range(sides):
        left, right = (grey.width * each // sides for each in (number, number + 1))
        yield read_code(grey.crop((left, 0, right, grey.height)))


@pytest.mark.parametrize(("name", "dpi"), EVERY)
def test_a_code_is_never_smaller_than_its_stock_asks_and_has_its_white(name: str, dpi: int) -> None:
    stock = STOCKS[name].at(dpi)

    for each in (ASHA, *WORST):
        layout = laid(each, stock)
        left, top, right, bottom = code_box(layout, white=QUIET)
        assert code_mm(layout, stock) >= (24 if name == "card" else 30)
        assert left >= 0 and top >= 0
        assert right <= layout.size[0] and bottom <= layout.size[1]


@pytest.mark.parametrize("name", STOCKS)
def test_no_two_things_on_a_badge_touch(name: str) -> None:
    found = {each.first_name: touching(laid(each, STOCKS[name])) for each in (ASHA, *WORST)}

    assert not {first: pairs for first, pairs in found.items() if pairs}


@pytest.mark.parametrize("name", STOCKS)
@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_the_first_name_is_the_largest_text_and_tall_where_it_fits(name: str, dpi: int) -> None:
    stock = STOCKS[name].at(dpi)

    layout = laid(ASHA, stock)

    first, *others = sorted(layout.placed, key=lambda placed: -placed.size)
    assert first.line.spans[0].text == "Asha"
    assert max(each.size for each in others) <= 0.8 * first.size
    assert stock.mm(round(first.size * 0.668)) >= (10 if name == "card" else 12)


def test_a_stock_is_only_a_row() -> None:
    row = Stock("narrow ticket", 58, 140, unreached_mm=(2, 1, 2, 1), dpi=203)

    image = badges.draw(ASHA, row)

    assert (row.dots(54), row.dots(138)) == image.size
    assert ASHA.code_url == read_code(image)
    assert touching(laid(ASHA, row)) == []


@pytest.mark.parametrize("url", ["0", f"HTTPS://{'A' * 70}.EXAMPLE/B/ABCDEFGHJKMNPQRSTVWX"])
def test_the_words_at_the_foot_stay_inside_for_the_smallest_and_the_largest_code(url: str) -> None:
    for stock in STOCKS.values():
        held = face(code_url=url, domain="gypsy.example")
        image = badges.draw(held, stock.at(203))
        assert outside(image, stock.at(203)) is None, stock.name
        assert touching(laid(held, stock.at(203))) == [], stock.name


def test_every_stock_is_kept_under_its_own_name() -> None:
    assert list(STOCKS) == [stock.name for stock in STOCKS.values()]


@pytest.mark.parametrize(
    ("width_mm", "height_mm"), [(38, 90), (62, 29), (38, 120), (40, 40), (90, 39)]
)
def test_a_stock_without_room_for_the_code_or_a_name_is_named(
    width_mm: float, height_mm: float
) -> None:
    with pytest.raises(StockTooSmall) as refusal:
        badges.draw(ASHA, Stock("tiny", width_mm, height_mm))

    assert refusal.value.slug == "stock_too_small"
    assert "larger" in str(refusal.value)


def test_a_badge_from_a_roll_is_as_long_as_its_words_in_whole_millimetres() -> None:
    roll = STOCKS["62"]
    faces = [face(role_line="", organisation="", ask_me_about=""), ASHA, *WORST]

    pages = [badges.page(badges.draw(each, roll), roll) for each in faces]

    heights = [page.height_mm for page in pages]
    assert all(height == int(height) for height in heights)
    assert roll.least_height_mm <= heights[0] < heights[1] <= max(heights) <= roll.height_mm


@pytest.mark.parametrize("fold", ["side", "top"])
def test_both_sides_of_a_folded_badge_stand_upright(fold: str) -> None:
    stock = replace(STOCKS["a6"], fold=fold, **_doubled(fold))

    image = badges.draw(ASHA, stock)

    one = badges.draw(ASHA, STOCKS["a6"])
    front = image.crop(
        (image.width - one.width, image.height - one.height, image.width, image.height)
    )
    back = image.crop((0, 0, *one.size))
    assert one.tobytes() == front.tobytes()
    assert one.tobytes() == (back.rotate(180) if fold == "top" else back).tobytes()


def _doubled(fold: str) -> dict[str, float]:
    return {"width_mm": 210.0} if fold == "side" else {"height_mm": 296.0}


def test_a_face_that_is_read_from_the_right_is_a_mirror_image() -> None:
    arabic: Face = WORST[2]

    for stock in STOCKS.values():
        left, right = laid(ASHA, stock), laid(arabic, stock)
        middle = left.size[0] / 2
        assert (left.mark[0] < middle) != (right.mark[0] < middle)
        assert (code_box(left)[0] < middle / 2) != (code_box(right)[0] < middle / 2)
