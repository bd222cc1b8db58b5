import csv
import io
from pathlib import Path

import pytest
from PIL import Image

import badges
from badges import GlyphMissing, NameMissing
from tests.badges.faces import ASHA, CODE, SCRIPTS, STOCK, face, read_code
from tests.badges.on_paper import code_box, ink, laid, outside, touching

DEMO = Path(__file__).resolve().parents[2] / "kiosk" / "demo" / "attendees.csv"
LONG = "Wolfeschlegelsteinhausenbergerdorff"


def test_a_badge_has_exactly_the_dots_of_its_stock_in_black_and_white() -> None:
    image = badges.draw(ASHA, STOCK)

    assert (image.mode, image.size) == ("1", (696, 1109))


def test_a_badge_of_plain_letters_is_a_small_png_that_knows_its_size() -> None:
    content = badges.png(badges.draw(ASHA, STOCK), STOCK)

    image = Image.open(io.BytesIO(content))
    assert image.mode == "1"
    assert tuple(round(each) for each in image.info["dpi"]) == (300, 300)
    assert len(content) <= 10_000


def test_the_same_face_gives_the_same_dots() -> None:
    assert badges.draw(ASHA, STOCK).tobytes() == badges.draw(ASHA, STOCK).tobytes()


@pytest.mark.parametrize("kind", ["student", "employer", "mentor", "staff", "guest"])
def test_each_kind_has_a_shape_of_its_own(kind: str) -> None:
    others = {"student", "employer", "mentor", "staff", "guest"} - {kind}
    here = _mark(badges.draw(face(kind=kind), STOCK))

    assert all(here != _mark(badges.draw(face(kind=other), STOCK)) for other in others)


def _mark(image: Image.Image) -> bytes:
    return image.crop((48, 48, 88, 88)).tobytes()


@pytest.mark.parametrize(("script", "first", "full"), SCRIPTS, ids=[row[0] for row in SCRIPTS])
def test_a_name_in_any_script_prints_and_its_code_reads(script: str, first: str, full: str) -> None:
    image = badges.draw(face(first_name=first, full_name=full, ask_me_about=full), STOCK)

    assert ASHA.code_url == read_code(image)
    assert outside(image, STOCK) is None


@pytest.mark.parametrize(
    "host",
    ["FAIR.EXAMPLE", "LOCALHOST:8000", f"{'A' * 22}.EXAMPLE", "F.EXAMPLE"],
)
def test_the_code_reads_back_for_any_host(host: str) -> None:
    url = f"HTTPS://{host}/B/{CODE}"

    image = badges.draw(face(code_url=url, domain=host.lower()), STOCK)

    assert url == read_code(image)
    assert outside(image, STOCK) is None


def test_the_code_is_pure_black_on_white_with_a_quiet_zone() -> None:
    image = badges.draw(ASHA, STOCK, colour=True)

    layout = laid(ASHA, STOCK)
    left, top, right, bottom = code_box(layout)
    around = image.crop(code_box(layout, white=4))
    quiet = 4 * layout.module
    assert {(0, 0, 0), (255, 255, 255)} == {colour for _count, colour in around.getcolors() or ()}
    assert (quiet, quiet, quiet + right - left, quiet + bottom - top) == ink(around)


@pytest.mark.parametrize(
    ("first", "full"),
    [
        ("Bo", "Bo"),
        ("Madonna", "Madonna"),
        (LONG, f"Hubert {LONG} Senior"),
        ("x" * 80, "y" * 80),
        ("Jean-Christophe", "Jean-Christophe de la Fontaine-Beaumont"),
        ("Ana Maria de los Ángeles", "Ana Maria de los Ángeles Fernández y Ortiz de Zárate Gil"),
        ("name " * 16, "name " * 40),
        ("x" * 10_000, "y" * 10_000),
        ("W" * 40, "W" * 200),
        ("ஸ்ரீ" * 30, "ஸ்ரீ" * 30),
        ("漢" * 60, "漢" * 80),
        ("محمد" * 20, "محمد بن " * 20),
    ],
    ids=lambda text: text[:12],
)
def test_a_name_of_any_length_stays_inside_and_leaves_the_code_free(first: str, full: str) -> None:
    long = face(
        first_name=first,
        full_name=full,
        role_line="Head of Structures and Geotechnical Design " * 4,
        organisation="The Royal Institution of Very Long Organisation Names " * 4,
        ask_me_about="anything at all, but mostly bridges " * 12,
    )

    image = badges.draw(long, STOCK)

    assert ASHA.code_url == read_code(image)
    assert outside(image, STOCK) is None
    assert touching(laid(long, STOCK)) == []


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "Asha\r\nBcc: x", "\u202eAsha\u202c"],
)
def test_hostile_words_are_only_words(hostile: str) -> None:
    image = badges.draw(face(first_name=hostile, ask_me_about=hostile), STOCK)

    assert ASHA.code_url == read_code(image)


def test_a_hidden_direction_changes_no_dot() -> None:
    turned = face(first_name="\u202eAsha\u202c", full_name="Asha\x00 \u2067Patel")

    assert badges.draw(ASHA, STOCK).tobytes() == badges.draw(turned, STOCK).tobytes()


def test_a_glyph_that_no_typeface_has_is_refused_before_printing() -> None:
    cherokee = face(full_name="ᏣᎳᎩ Patel")

    with pytest.raises(GlyphMissing) as refusal:
        badges.draw(cherokee, STOCK)

    assert "ᏣᎳᎩ" == refusal.value.glyphs == badges.missing_glyphs(cherokee)
    assert refusal.value.slug == "glyph_missing"
    assert "U+13E3" in str(refusal.value)
    assert "Patel" not in str(refusal.value)
    assert badges.missing_glyphs(ASHA) == ""


def test_a_badge_needs_a_name_but_no_first_name() -> None:
    assert badges.draw(face(first_name=""), STOCK).getbbox()
    with pytest.raises(NameMissing):
        badges.draw(face(first_name=" \u200b", full_name="\r\n"), STOCK)


@pytest.mark.parametrize("unseen", ["\u0301\u0301", "\u3164", "\u200d \u200d", "\ufe0f", "\u034f"])
def test_a_name_that_nobody_can_see_is_no_name(unseen: str) -> None:
    full = badges.draw(face(first_name=unseen), STOCK)

    assert badges.draw(face(first_name=ASHA.full_name), STOCK).tobytes() == full.tobytes()
    with pytest.raises(NameMissing):
        badges.draw(face(first_name=unseen, full_name=unseen), STOCK)


def test_a_registered_spelling_with_a_variation_selector_prints() -> None:
    image = badges.draw(face(first_name="葛\U000e0100", full_name="葛\U000e0100城 直子"), STOCK)

    assert ASHA.code_url == read_code(image)
    assert outside(image, STOCK) is None


def test_the_capitals_of_a_short_first_name_are_twelve_millimetres_or_more() -> None:
    name_only = face(first_name="HEH", full_name="HEH", kind_label=".")

    layout = laid(name_only, STOCK)

    first = max(layout.placed, key=lambda placed: placed.size)
    assert first.line.ink[0] * first.size / 300 * 25.4 >= 12


def test_a_name_from_the_right_stands_at_the_right() -> None:
    image = badges.draw(face(first_name="محمد", full_name="محمد", ask_me_about=""), STOCK)

    left, _, right, _ = ink(image.crop((0, 0, 696, 600)))
    assert 696 - right < left


def test_every_person_of_the_demo_fair_has_a_badge() -> None:
    with DEMO.open(encoding="utf-8-sig", newline="") as file:
        people = list(csv.DictReader(file))

    for number, person in enumerate(people):
        theirs = face(
            first_name=person["given_name"],
            full_name=person["name"],
            kind=person["kind"],
            role_line=person["role"] or person["course"],
            organisation=person["organisation"],
            ask_me_about=person["ask_me_about"],
            locale=person["locale"],
        )
        image = badges.draw(theirs, STOCK)
        assert outside(image, STOCK) is None, person["external_id"]
        if number % 10 == 0:
            assert ASHA.code_url == read_code(image)
    assert len(people) >= 120
