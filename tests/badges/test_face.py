from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw

import badges
from badges import STOCKS, CodeUnfit, NameMissing
from tests.badges.faces import ASHA, STOCK, WORST, face, read_code
from tests.badges.on_paper import ink, laid, outside, touching

CHEROKEE = face(first_name="ᏣᎳᎩ", full_name="ᏣᎳᎩ Patel", role_line="ᏣᎳᎩ", organisation="Kent")
LANDSCAPE_OR_NOT = ("62x100", "62", "card", "l7173", "a6-folded")


@pytest.mark.parametrize("stock", STOCKS)
def test_a_name_without_glyphs_leaves_a_line_to_write_on(stock: str) -> None:
    by_hand = badges.hand_written(CHEROKEE)

    layout = laid(by_hand, STOCKS[stock])

    ((left, top, right, bottom),) = layout.lines_to_write_on
    white_mm = STOCKS[stock].mm(top - layout.mark[3])
    assert white_mm >= 7
    assert STOCKS[stock].mm(right - left) >= 30
    assert STOCKS[stock].mm(bottom - top) >= 0.3
    assert touching(layout) == []
    words = [span.text for placed in layout.placed for span in placed.line.spans]
    assert "Kent" in words and "STUDENT" in words
    assert not [text for text in words if "Ꮳ" in text]


def test_a_badge_to_write_on_keeps_its_kind_its_code_and_its_letters() -> None:
    by_hand = badges.hand_written(CHEROKEE)

    image = badges.draw(by_hand, STOCK)

    assert ASHA.code_url == read_code(image)
    assert outside(image, STOCK) is None
    assert badges.missing_glyphs(by_hand) == ""
    assert (by_hand.kind, by_hand.suffix) == ("student", "5WRD7N")


def test_any_face_can_have_its_name_written_by_hand() -> None:
    texts = {each.line.spans[0].text for each in laid(badges.hand_written(ASHA), STOCK).placed}

    assert "Asha" not in texts
    assert "Asha Patel" in texts


def test_a_face_of_nothing_but_a_line_prints() -> None:
    blank = face(
        **dict.fromkeys(
            ("first_name", "full_name", "kind_label", "role_line", "organisation", "ask_me_about",
             "ask_label", "scan_label", "domain", "suffix"), ""),
        by_hand=True,
    )  # fmt: skip

    assert all(ASHA.code_url == read_code(badges.draw(blank, STOCKS[n])) for n in ("card", "a6"))


@pytest.mark.parametrize("url", ["", "A" * 5000, "\ud800"])
def test_an_address_that_no_code_holds_is_named(url: str) -> None:
    with pytest.raises(CodeUnfit) as refusal:
        badges.draw(face(code_url=url), STOCK)

    assert refusal.value.slug == "code_unfit"


def test_nobody_at_all_has_no_badge() -> None:
    with pytest.raises(NameMissing):
        badges.draw(face(first_name="", full_name=""), STOCKS["card"])


def a_logo() -> Image.Image:
    logo = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    ImageDraw.Draw(logo).ellipse((0, 0, 299, 99), fill=(242, 166, 90, 255))
    return logo


@pytest.mark.parametrize("stock", LANDSCAPE_OR_NOT)
@pytest.mark.parametrize("colour", [False, True], ids=["black", "colour"])
def test_a_logo_stands_in_the_free_corner_and_changes_nothing_else(
    stock: str, colour: bool
) -> None:
    for each in (ASHA, *WORST[1:3]):
        plain = badges.draw(each, STOCKS[stock], colour=colour)
        with_logo = badges.draw(each, STOCKS[stock], colour=colour, logo=a_logo())

        assert plain.size == with_logo.size
        added = _added(plain, with_logo)
        if added:
            assert ink(with_logo) == ink(plain) or outside(with_logo, STOCKS[stock]) is None
            assert _is_white(plain.crop(added))


def _added(plain: Any, with_logo: Any) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(*(each.convert("L") for each in (plain, with_logo))).getbbox()


def _is_white(image: Any) -> bool:
    # On a folded stock the box spans both sides: only the corner itself is looked at.
    corner = image.crop((0, 0, min(image.size), image.height))
    return bool(corner.convert("L").getextrema() == (255, 255))


def test_a_logo_stands_opposite_the_kind() -> None:
    left = _added(badges.draw(ASHA, STOCK), badges.draw(ASHA, STOCK, logo=a_logo()))
    arabic = WORST[2]
    right = _added(badges.draw(arabic, STOCK), badges.draw(arabic, STOCK, logo=a_logo()))

    assert left and right
    assert left[2] > 600 and right[0] < 100


@pytest.mark.parametrize("size", [(4000, 2), (4000, 150)])
def test_a_logo_that_would_be_a_smudge_is_left_out(size: tuple[int, int]) -> None:
    logo = Image.new("RGB", size, (0, 0, 0))

    image = badges.draw(ASHA, STOCK, logo=logo)

    assert badges.draw(ASHA, STOCK).tobytes() == image.tobytes()


@pytest.mark.parametrize("kind", ["student", "employer", "mentor", "staff", "guest"])
def test_in_colour_each_kind_has_its_own_and_black_alone_says_the_same(kind: str) -> None:
    here = face(kind=kind)

    colours = _colours(badges.draw(here, STOCK, colour=True))

    others = {"student", "employer", "mentor", "staff", "guest"} - {kind}
    assert all(
        colours != _colours(badges.draw(face(kind=other), STOCK, colour=True)) for other in others
    )
    black, coloured = (ink(badges.draw(here, STOCK, colour=each)) for each in (False, True))
    assert black == pytest.approx(coloured, abs=2)


def _colours(image: Any) -> set[tuple[int, int, int]]:
    most = sorted(image.getcolors(1 << 20), reverse=True)[:12]
    return {colour for _count, colour in most}
