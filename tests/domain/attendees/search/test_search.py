"""Finding somebody by name: what is forgiven, in which order, and what is never told."""

from datetime import date
from typing import Any

import pytest

from kiosk.db import writing
from kiosk.domain import attendees
from kiosk.domain.attendees import NameTooOpen, QueryTooShort, search
from tests.people import CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
NAMES = (
    "Asha Patel", "José Núñez", "Łukasz Żółć", "Søren Ærø", "Anne-Marie O'Neill", "Straße Groß",
    "李小明", "山田 太郎", "김민준", "محمد علي", "Ελένη Παππά", "Nguyễn Văn An", "Юлия Щербакова",
    "Jan van der Berg", "Natalia Kuznetsova", "やまだ はなこ",
)  # fmt: skip


def fair_of(*names: str, **fields: Any) -> Fair:
    people = ({"name": name, "external_id": str(n), **fields} for n, name in enumerate(names))
    return Fair(people=tuple(people))


def found(fair: Fair, query: str, *, staff: bool = False) -> list[str]:
    return [person.name for person in search(fair.id, query, staff=staff)]


@pytest.mark.parametrize("staff", [True, False], ids=["staff", "self-service"])
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
        ("annemarie", "Anne-Marie O'Neill"),
        ("strasse", "Straße Groß"),
        ("李小", "李小明"),
        ("小明", "李小明"),
        ("xiaoming li", "李小明"),
        ("太郎", "山田 太郎"),
        ("ﾔﾏﾀﾞ", "やまだ はなこ"),
        ("hanako yamada", "やまだ はなこ"),
        ("김민", "김민준"),
        ("minjun", "김민준"),
        ("محم", "محمد علي"),
        ("Mohammed Ali", "محمد علي"),
        ("παπ", "Ελένη Παππά"),
        ("Eleni Pappa", "Ελένη Παππά"),
        ("nguyen", "Nguyễn Văn An"),
        ("yuliya", "Юлия Щербакова"),
        ("shcherbakova yulia", "Юлия Щербакова"),
        ("Кузнецова Наталья", "Natalia Kuznetsova"),
        ("vanderberg", "Jan van der Berg"),
        ("aslau patel", ""),
        ("asah patle", "Asha Patel"),
        ("atel", "Asha Patel"),
    ],
)
def test_a_person_is_found_however_it_is_typed(query: str, name: str, staff: bool) -> None:
    assert found(fair_of(*NAMES), query, staff=staff) == ([name] if name else [])


@pytest.mark.parametrize(
    "query", ["tel x", "ash x", "p_tel x", "a%tel x", "' or 1=1 --", "(a|p).*l"]
)
def test_a_wildcard_finds_nobody(query: str) -> None:
    assert found(Fair(), query) == []


@pytest.mark.parametrize(
    "query",
    ["", "  ", "as", "a s", "李", "김", "!!!!", "%%%", "😀😀😀", "a\u0000\u200d", "\u0301" * 900],
    ids=lambda query: ascii(query[:9]),
)
def test_too_few_letters_are_refused(query: str) -> None:
    with pytest.raises(QueryTooShort) as refused:
        search(1, query)

    assert set(refused.value.fields) == {"q"}


@pytest.mark.parametrize(
    "query",
    [
        "x" * 10_000, "abc\ud7ff", "abc\U0010ffff", "abc\U0010fffd", "a b c d e f g h i", "abc\0",
        "ä" + "\u0308" * 5_000 + "bc", "\u202eatletap\u202d zzz", "😀abc 😀", "שלום ﷽", "ab" * 100,
        "a " * 5_000, "\\x' ; DROP TABLE attendees; --", "null", "[[:<:]]", "{{7*7}}", "\ud800abc",
    ],
    ids=lambda query: ascii(query[:12]),
)  # fmt: skip
@pytest.mark.parametrize("staff", [True, False], ids=["staff", "self-service"])
def test_a_hostile_query_finds_nobody_calmly(query: str, staff: bool) -> None:
    try:
        assert found(fair_of(*NAMES), query, staff=staff) == []
    except QueryTooShort as refused:
        assert "three letters" in refused.sentence


def test_given_and_preferred_names_are_names() -> None:
    fair = Fair(people=({"name": "Wong Siu Ming", "given_name": "Jackie", "family_name": "Wong"},))

    assert found(fair, "jackie wong") == ["Wong Siu Ming"]


def test_staff_are_told_eight_at_most_the_shortest_name_first() -> None:
    fair = fair_of(*(f"Sam {'x' * n}" for n in range(12, 0, -1)))

    assert found(fair, "sam", staff=True) == [f"Sam {'x' * n}" for n in range(1, 9)]


def test_whole_words_come_before_beginnings_and_those_before_slips() -> None:
    fair = fair_of("Ann Smyth", "Anna Smith", "Ann Smithers", "Ann Smith")

    assert found(fair, "ann smith", staff=True) == [
        "Ann Smith", "Anna Smith", "Ann Smithers", "Ann Smyth",
    ]  # fmt: skip


def test_a_slip_is_forgiven_in_self_service_only_where_nobody_is_called_so() -> None:
    fair = fair_of("Ann Smith", "Ann Smyth")

    assert found(fair, "ann smith") == ["Ann Smith"]
    assert found(fair, "ann smitj") == ["Ann Smith"]


@pytest.mark.parametrize(
    "query", ["smith", "smit", "smi", "smiht"], ids=["whole", "begun", "three", "slip"]
)
def test_nobody_is_shown_in_self_service_where_more_than_eight_would_be(query: str) -> None:
    fair = fair_of(*(f"{letter}ra Smith" for letter in "BCDEFGHKL"))

    with pytest.raises(NameTooOpen) as refused:
        found(fair, query)
    assert set(refused.value.fields) == {"q"}
    assert found(fair, "smith dra") == ["Dra Smith"]


def test_three_letters_that_are_no_word_show_three_people_at_most() -> None:
    three = ("Ann Abara", "Ben Abacha", "Cai Abawi")

    assert len(found(fair_of(*three), "aba")) == 3


def test_three_letters_that_four_people_begin_with_show_nobody() -> None:
    fair = fair_of("Ann Abara", "Ben Abacha", "Cai Abawi", "Dee Abani")

    with pytest.raises(NameTooOpen):
        found(fair, "aba")
    assert found(fair, "abar") == ["Ann Abara"]


def test_whoever_is_called_by_three_letters_is_found_by_them() -> None:
    fair = fair_of("Cy Abe", "Ann Abela", "Ben Abello", "Cai Abend", "Dee Abeni")

    assert found(fair, "abe") == ["Cy Abe"]


def test_whoever_typed_all_of_their_name_sees_eight_of_that_name() -> None:
    fair = fair_of(*["Jan Novák"] * 12, *["Jan Maria Novák"] * 12)

    assert found(fair, "jan novak") == ["Jan Novák"] * 8


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled"},
        {"under_18": True},
        {"date_of_birth": date(2008, 11, 25)},
        {"date_of_birth": date(2009, 1, 1), "under_18": False},
    ],
    ids=["cancelled", "flag", "birthday after the fair began", "date beats flag"],
)
def test_some_are_found_by_staff_alone(fields: dict[str, Any]) -> None:
    fair = fair_of("Asha Patel")
    with writing():
        for name, value in fields.items():
            setattr(fair.person("Asha"), name, value)

    for query in ("asha", "asha ptael"):
        assert found(fair, query) == []
        assert found(fair, query, staff=True) == ["Asha Patel"]


def test_who_asked_not_to_be_listed_is_found_by_staff_alone() -> None:
    fair = fair_of("Asha Patel")
    with writing():
        fair.person("Asha").unlisted = True

    assert found(fair, "asha") == []
    assert found(fair, "asha", staff=True) == ["Asha Patel"]


def test_who_is_18_when_the_fair_begins_is_grown_up() -> None:
    fair = fair_of("Asha Patel", date_of_birth=date(2008, 11, 24))

    assert found(fair, "asha") == ["Asha Patel"]


def test_people_of_unknown_age_are_hidden_where_the_event_takes_them_for_minors() -> None:
    fair = Fair(people=({"name": "Asha Patel"},), settings={"unknown_age_is_minor": True})

    assert found(fair, "asha") == []


def test_cancelled_people_come_last() -> None:
    fair = fair_of("Ann Lee", "Ann Leeson")
    with writing():
        next(p for p in attendees.of_event(fair.id) if p.name == "Ann Lee").status = "cancelled"

    assert found(fair, "ann lee", staff=True) == ["Ann Leeson", "Ann Lee"]


@pytest.mark.parametrize("staff", [True, False], ids=["staff", "self-service"])
@pytest.mark.parametrize("query", ["asha patel", "asha ptael"])
def test_erased_practice_and_neighbours_people_are_never_found(query: str, staff: bool) -> None:
    fair, neighbour = fair_of("Asha Patel", "Asha Patel"), Fair("neighbour", (CY,))
    one, other = attendees.of_event(fair.id)
    with writing():
        attendees.get(one.id).erased_at = NOON
        attendees.get(other.id).status = "practice"

    assert found(fair, query, staff=staff) == []
    assert found(neighbour, query, staff=staff) == []
    assert found(fair, "cy stone", staff=staff) == []
    assert len(found(neighbour, "cy stone", staff=staff)) == 1
