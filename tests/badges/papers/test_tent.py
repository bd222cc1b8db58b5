from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from badges import GlyphMissing, NameMissing, pdf_of
from badges.papers.tent import draw_tent
from tests.badges.faces import SCRIPTS
from tests.badges.on_paper import ink
from tests.badges.papers.fair_papers import A4, A5, CAROL, LONG, is_reached
from tests.badges.rasters import rasterised

SHEET = A4.at(150)
FOLD = 877  # 148.5 mm at 150 dots an inch


def codes(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def sides(image: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Both sides as they stand on the table, without the mark of the fold."""
    lower = image.crop((0, image.height - FOLD + 10, image.width, image.height))
    upper = image.crop((0, 0, image.width, FOLD - 10)).transpose(Image.Transpose.ROTATE_180)
    return lower, upper


def test_both_sides_of_a_standing_card_read_alike_and_upright() -> None:
    page = draw_tent(CAROL, SHEET)

    front, back = sides(page.image)
    assert page.image.size == (1240, 1754)
    assert front.tobytes() == back.tobytes()
    assert [CAROL.code_url] == codes(front)
    (found,) = zxingcpp.read_barcodes(front.convert("L"))
    assert abs(found.orientation) < 2
    assert is_reached(page)


def test_a_printed_card_is_exactly_its_sheet_and_both_codes_read(tmp_path: Path) -> None:
    (page,) = rasterised(pdf_of([draw_tent(CAROL, SHEET)]), tmp_path, dpi=150)

    assert abs(page.width - 1240) <= 1 and abs(page.height - 1754) <= 1
    assert [CAROL.code_url] * 2 == codes(page)


def test_the_fold_is_marked_at_both_edges_of_its_middle() -> None:
    image = draw_tent(CAROL, SHEET).image

    for edge in (image.crop((0, FOLD - 30, 200, FOLD + 30)), image.crop((1040, 847, 1240, 907))):
        left, top, right, bottom = ink(edge)
        assert abs((top + bottom) / 2 - 30) <= 1
        assert (right - left) * 25.4 / 150 > 5
    assert image.convert("L").crop((200, 857, 1040, 897)).getextrema() == (255, 255)


def test_the_ring_of_mentors_stands_before_their_word() -> None:
    front, _ = sides(draw_tent(replace(CAROL, kind_label=""), SHEET).image)

    left, top, right, bottom = ink(front.crop((0, 0, 400, 130)))
    ring = front.convert("L").crop((left, top, right, bottom))
    assert abs(ring.width - ring.height) <= 1
    assert ring.getpixel((ring.width // 2, ring.height // 2)) == 255
    assert ring.getpixel((ring.width // 2, 1)) == 0


@pytest.mark.parametrize(("script", "first", "full"), SCRIPTS, ids=[row[0] for row in SCRIPTS])
def test_a_mentor_of_any_script_has_a_card(script: str, first: str, full: str) -> None:
    card = replace(CAROL, first_name=first, full_name=full, role_line=full, offers=(first, full))

    page = draw_tent(card, A5.at(203))

    assert is_reached(page)
    assert [CAROL.code_url] * 2 == codes(page.image)


@pytest.mark.parametrize("name", ["x" * 80, LONG, "漢" * 60, "محمد " * 20])
def test_long_words_leave_the_code_free(name: str) -> None:
    card = replace(
        CAROL,
        first_name=name,
        full_name=name,
        role_line=name,
        organisation=name,
        offers=(name,) * 9,
    )

    page = draw_tent(card, SHEET)

    assert is_reached(page)
    assert [CAROL.code_url] * 2 == codes(page.image)


def test_a_name_from_the_right_stands_at_the_right_of_both_sides() -> None:
    card = replace(CAROL, first_name="محمد", full_name="محمد", kind_label="مرشد", role_line="",
                   organisation="", offers=())  # fmt: skip

    front, back = sides(draw_tent(card, SHEET).image)

    for side in (front, back):
        left, _, right, _ = ink(side.crop((0, 0, 1240, 380)))
        assert 1240 - right < left


def test_a_mentor_who_offers_nothing_has_no_label_for_it() -> None:
    without = draw_tent(replace(CAROL, offers=()), SHEET)
    other = draw_tent(replace(CAROL, offers=(), offers_label="Nothing"), SHEET)

    assert without.image.tobytes() == other.image.tobytes()


def test_a_full_name_stands_in_for_a_first_name() -> None:
    named = draw_tent(replace(CAROL, first_name="Carol Whitfield"), SHEET)

    assert draw_tent(replace(CAROL, first_name=""), SHEET).image.tobytes() == named.image.tobytes()
    with pytest.raises(NameMissing):
        draw_tent(replace(CAROL, first_name="", full_name="\u200d"), SHEET)


def test_a_letter_of_an_offer_that_no_typeface_has_is_refused() -> None:
    with pytest.raises(GlyphMissing) as refusal:
        draw_tent(replace(CAROL, offers=("Reading a CV", "Ꮳ")), SHEET)

    assert refusal.value.glyphs == "Ꮳ"
