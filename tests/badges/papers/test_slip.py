from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from badges import STOCKS, GlyphMissing, Stock, StockTooSmall, pdf_of
from badges.papers.slip import Met, draw_slip
from tests.badges.faces import SCRIPTS
from tests.badges.on_paper import ink
from tests.badges.papers.fair_papers import LONG, ROLL, SLIP, is_reached, met
from tests.badges.rasters import rasterised

LABEL = STOCKS["62x100"]


def bands(image: Image.Image, darkest: int = 255) -> list[tuple[int, int]]:
    """Where each run of rows darker than a limit begins and ends."""
    rows = image.convert("L").resize((1, image.height), Image.Resampling.BOX).tobytes()
    found: list[tuple[int, int]] = []
    began = None
    for y, row in enumerate([*rows, 255]):
        if row < darkest and began is None:
            began = y
        elif row >= darkest and began is not None:
            found.append((began, y))
            began = None
    return found


def rules(image: Image.Image) -> int:
    """How many rules stand between people: only they are black from margin to margin."""
    return len(bands(image, darkest=70))


def test_a_slip_from_a_roll_is_one_page_as_long_as_its_list() -> None:
    (short,) = draw_slip(SLIP, ROLL)
    (long,) = draw_slip(replace(SLIP, met=met(20)), ROLL)

    for page in (short, long):
        assert (page.image.mode, page.width_mm, page.height_mm % 1) == ("1", 62, 0)
        assert page.image.size == (732, round(page.height_mm * 300 / 25.4))
        assert is_reached(page)
        assert page.height_mm - ink(page.image)[3] * 25.4 / 300 < 3 + 3.6 + 1.5
    assert 60 < short.height_mm < 90 < 18 * 15 < long.height_mm
    assert (rules(short.image), rules(long.image)) == (3, 21)


def test_a_slip_on_labels_takes_as_many_as_it_needs_and_cuts_nobody() -> None:
    people = met(11)

    pages = draw_slip(replace(SLIP, met=people), LABEL)

    heights = [bottom - top for page in pages for top, bottom in bands(page.image)]
    (alone,) = draw_slip(replace(SLIP, met=people), ROLL)
    whole = [bottom - top for top, bottom in bands(alone.image)]
    assert len(pages) == 4
    assert all(page.image.size == (732, 1181) and is_reached(page) for page in pages)
    # Every line is there once, plus a number on each page, less the rules that pages replace.
    assert sorted(h for h in heights if h > 5) == sorted(
        [h for h in whole if h > 5] + [heights[-1]] * len(pages)
    )


def test_pages_are_numbered_only_where_there_are_several() -> None:
    (one,) = draw_slip(SLIP, LABEL)
    (other,) = draw_slip(replace(SLIP, page_label="?"), LABEL)
    several = draw_slip(replace(SLIP, met=met(11)), LABEL)
    wordy = draw_slip(replace(SLIP, met=met(11), page_label="{page}/{pages}"), LABEL)

    assert one.image.tobytes() == other.image.tobytes()
    assert all(a.image.tobytes() != b.image.tobytes() for a, b in zip(several, wordy, strict=True))


def test_a_very_long_list_is_cut_before_the_printer_gives_up() -> None:
    pages = draw_slip(replace(SLIP, met=met(120)), ROLL)

    assert len(pages) > 1
    assert all(page.height_mm <= 900 for page in pages)


def test_only_what_was_given_is_in_ink() -> None:
    (given,) = draw_slip(replace(SLIP, met=met(1)), ROLL)
    (withheld,) = draw_slip(replace(SLIP, met=met(1, given=())), ROLL)

    assert len(bands(withheld.image)) < len(bands(given.image))


@pytest.mark.parametrize(("script", "first", "full"), SCRIPTS, ids=[row[0] for row in SCRIPTS])
def test_people_of_any_script_are_on_a_slip(script: str, first: str, full: str) -> None:
    someone = Met(full, first, organisation=full, given=("a@fair.example",), when=first)

    pages = draw_slip(replace(SLIP, title=full, met=(someone,) * 4), LABEL.at(203))

    assert pages and all(is_reached(page) for page in pages)


def test_a_list_in_a_language_from_the_right_stands_at_the_right() -> None:
    (page,) = draw_slip(replace(SLIP, title="قابلت", fair="معرض"), ROLL)

    for top, bottom in bands(page.image)[:2]:
        left, _, right, _ = ink(page.image.crop((0, top, page.image.width, bottom)))
        assert page.image.width - right < left


def test_long_words_stay_on_the_paper() -> None:
    someone = Met(
        LONG, LONG, LONG, tuple(f"{'x' * 60}{each}@fair.example" for each in range(9)), LONG
    )

    pages = draw_slip(replace(SLIP, title=LONG, fair=LONG, met=(someone,) * 3), LABEL)

    assert all(is_reached(page) for page in pages)


def test_somebody_who_met_nobody_has_a_slip_too() -> None:
    (page,) = draw_slip(replace(SLIP, met=()), ROLL)

    assert page.height_mm < 45


def test_a_paper_without_room_for_one_person_is_refused() -> None:
    with pytest.raises(StockTooSmall):
        draw_slip(SLIP, Stock("12", 62, 12, unreached_mm=(1.5, 1.5, 1.5, 1.5)))


def test_a_letter_of_a_name_that_no_typeface_has_is_refused() -> None:
    with pytest.raises(GlyphMissing) as refusal:
        draw_slip(replace(SLIP, met=(Met("Ꮳ Okri"),)), LABEL)

    assert refusal.value.glyphs == "Ꮳ"


def test_a_printed_slip_is_exactly_as_long_as_it_says(tmp_path: Path) -> None:
    (drawn,) = draw_slip(SLIP, ROLL)

    (page,) = rasterised(pdf_of([drawn]), tmp_path)

    assert abs(page.height * 25.4 / 300 - drawn.height_mm) < 0.2
    assert max(abs(a - b) for a, b in zip(ink(page), ink(drawn.image), strict=True)) <= 1
