"""Finding somebody by name: any word's beginning, whatever the case, accent or script."""

import pytest

from kiosk.db import writing
from kiosk.domain import attendees
from kiosk.domain.attendees import QueryTooShort, fold, search
from tests.people import CY, NOON, Fair

NAMES = (
    "Asha Patel", "José Núñez", "Łukasz Żółć", "Søren Ærø", "Anne-Marie O'Neill", "Straße Groß",
    "李小明", "山田 太郎", "김민준", "محمد علي", "Ελένη Παππά", "Nguyễn Văn An",
)  # fmt: skip


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
        ("ＡＳＨＡ", "asha"),
        ("a\u0000\u202eb\u200d\ue000c", "abc"),
        ("김민준", "김민준"),
        ("", ""),
        ("—", ""),
    ],
)
def test_a_name_folds_to_plain_small_letters(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert fold(fold(name)) == folded


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ash", "Asha Patel"),
        ("PATE", "Asha Patel"),
        ("patel ash", "Asha Patel"),
        ("nunez", "José Núñez"),
        ("jose nú", "José Núñez"),
        ("lukasz", "Łukasz Żółć"),
        ("soren", "Søren Ærø"),
        ("neil", "Anne-Marie O'Neill"),
        ("strasse", "Straße Groß"),
        ("李小", "李小明"),
        ("小明", "李小明"),
        ("太郎", "山田 太郎"),
        ("김민", "김민준"),
        ("محم", "محمد علي"),
        ("παπ", "Ελένη Παππά"),
        ("nguyen", "Nguyễn Văn An"),
    ],
)
def test_a_person_is_found_by_the_beginning_of_any_word(query: str, name: str) -> None:
    fair = Fair(people=tuple({"name": name} for name in NAMES))

    assert [a.name for a in search(fair.id, query)] == [name]


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("query", ["atel", "ash x", "p_tel", "a%tel", "' or 1=1 --"])
def test_the_middle_of_a_word_or_a_wildcard_finds_nobody(query: str) -> None:
    assert search(Fair().id, query) == []


@pytest.mark.parametrize(
    "query", ["", "  ", "as", "a s", "李", "김", "!!!!", "%%%", "a\u0000\u200d"]
)
def test_too_few_letters_are_refused(query: str) -> None:
    with pytest.raises(QueryTooShort) as refused:
        search(1, query)

    assert set(refused.value.fields) == {"q"}


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    "query",
    ["x" * 10_000, "abc\ud7ff", "abc\U0010ffff", "abc\U0010fffd", "a b c d e f g", "abc\u0000"],
    ids=["10 kB", "before the surrogates", "last of all", "private", "many words", "NUL"],
)
def test_a_hostile_query_finds_nobody_calmly(query: str) -> None:
    assert search(Fair().id, query) == []


@pytest.mark.usefixtures("records")
def test_at_most_eight_are_told_shortest_name_first() -> None:
    fair = Fair(people=tuple({"name": f"Sam {'x' * n}"} for n in range(12, 0, -1)))

    found = [a.name for a in search(fair.id, "sam")]

    assert found == [f"Sam {'x' * n}" for n in range(1, 9)]


@pytest.mark.usefixtures("records")
def test_cancelled_erased_and_neighbours_people_are_not_found() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    with writing():
        asha = {"name": "Asha Patel", "email": "asha@example.org", "status": "cancelled"}
        attendees.register(fair.event, [(2, asha)], NOON)
        fair.person("Carol").erased_at = NOON

    assert search(fair.id, "asha") == []
    assert search(fair.id, "carol") == []
    assert search(fair.id, "stone") == []
    assert len(search(neighbour.id, "stone")) == 1
