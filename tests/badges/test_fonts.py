import hashlib
import json
import unicodedata

import pytest
from PIL.ImageFont import FreeTypeFont

from badges import fonts
from tests.badges.faces import SCRIPTS


@pytest.mark.parametrize("name", [name for _, _, name in SCRIPTS])
def test_every_letter_of_a_name_has_a_typeface(name: str) -> None:
    text = fonts.clean(name)

    assert fonts.missing(text, "en") == ""
    assert text == "".join(run.text for run in fonts.runs(text, "en", rtl=fonts.is_rtl(text)))


def test_a_letter_without_a_typeface_is_named_once() -> None:
    assert fonts.missing("Asha ᏣᎳᏣ", "en") == "ᏣᎳ"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("  Asha \t Patel\r\n", "Asha Patel"),
        ("Asha\x00\x07\x1b[31m", "Asha[31m"),
        ("\u202eahsA\u202c", "ahsA"),
        ("\u2066Asha\u2069\ufeff\u200b", "Asha"),
        ("Zoe\u0308", "Zoë"),
        ("می\u200cنویسد", "می\u200cنویسد"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("\u200d", ""),
        ("\ud800Asha", "Asha"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 4),
        ("\u0301\u0301", ""),
        ("Asha \u0301Patel", "Asha Patel"),
        ("\u3164\u115f\u1160\uffa0", ""),
        ("A\u034fsha", "Asha"),
        ("\u200d \u200d", ""),
        ("葛\U000e0100城", "葛\U000e0100城"),
    ],
)
def test_controls_and_hidden_directions_are_stripped(written: str, printed: str) -> None:
    assert printed == fonts.clean(written)


def test_a_very_long_text_is_kept_to_what_a_badge_could_ever_show() -> None:
    assert len(fonts.clean("x" * 10_000)) == fonts.LETTERS


def test_marks_and_joiners_stay_with_their_letter() -> None:
    found = fonts.clusters("👩🏽\u200d🔬🇬🇧ọ\u0300n")

    assert found == ["👩🏽\u200d🔬", "🇬🇧", "ọ\u0300", "n"]


def test_a_word_keeps_one_typeface_when_one_has_all_its_letters() -> None:
    (run,) = fonts.runs("Nguyễn", "en", rtl=False)

    assert run.family == "noto-sans"


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Asha Patel", "atkinson-hyperlegible-next"),
        ("Nguyễn Thị Minh Ánh", "noto-sans"),
        ("Asha 🎉", ""),
        ("さくら 子", "noto-sans-jp"),
    ],
)
def test_a_whole_name_has_one_typeface_when_one_has_all_its_letters(text: str, family: str) -> None:
    assert family == fonts.family_of(text, "en")


def test_spaces_never_stand_as_wide_as_a_picture() -> None:
    found = fonts.runs("🎉 🎉 Asha", "en", rtl=False)

    assert all(run.family != fonts.EMOJI for run in found if " " in run.text)


@pytest.mark.parametrize("family", fonts.FAMILIES)
def test_every_letter_that_stays_leaves_ink(family: str) -> None:
    weights = [fonts.font(family, weight, 12) for weight in fonts.FAMILIES[family]]

    kept = [fonts.clean(chr(point)) for point in sorted(fonts.cmap(family)) if _may_be_blank(point)]

    assert [text for text in kept if text and not _has_ink(text, weights[0])] == []
    assert all(_has_ink(text, heavy) for heavy in weights[1:] for text in kept[::5] if text)
    assert kept


def _has_ink(text: str, font: FreeTypeFont) -> bool:
    return font.getmask(text).getbbox() is not None


def _may_be_blank(point: int) -> bool:
    """Of the forty thousand ideographs and syllables, which all have ink, one in two hundred."""
    name = unicodedata.name(chr(point), "")
    return point % 200 == 0 or not name.startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))


@pytest.mark.parametrize("selector", ["\ufe00", "\ufe0d", "\U000e0100", "\U000e01ef"])
def test_a_chosen_shape_of_an_ideograph_is_no_letter_of_its_own(selector: str) -> None:
    (run,) = fonts.runs(f"葛{selector}城", "ja", rtl=False)

    assert run.family == "noto-sans-jp"


def test_japanese_shapes_come_first_for_a_japanese_reader() -> None:
    chinese = fonts.runs("直子", "zh", rtl=False)
    japanese = fonts.runs("直子", "ja", rtl=False)

    assert [run.family for run in chinese] == ["noto-sans-sc"]
    assert [run.family for run in japanese] == ["noto-sans-jp"]


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("Asha", False), ("محمد", True), ("דוד Smith", True), ("Smith דוד", False), ("123", False)],
)
def test_the_first_strong_letter_gives_the_direction(text: str, rtl: bool) -> None:
    assert rtl == fonts.is_rtl(text)


def test_each_typeface_is_the_one_that_the_lock_records() -> None:
    rows = json.loads((fonts.TYPEFACES / "typefaces.lock.json").read_text())
    recorded = {row["file"]: row["sha256"] for row in rows}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in fonts.TYPEFACES.iterdir()
        if path.name.endswith(".ttf")
    }

    assert recorded == found
    assert {"OFL-1.1"} == {row["licence"] for row in rows}
    assert "SIL OPEN FONT LICENSE" in (fonts.TYPEFACES / "LICENSE").read_text()


def test_each_weight_we_ask_for_is_a_file() -> None:
    expected = {
        f"{name}-{each}.ttf" for name, weights in fonts.FAMILIES.items() for each in weights
    }

    assert expected == {path.name for path in fonts.TYPEFACES.iterdir() if path.suffix == ".ttf"}
