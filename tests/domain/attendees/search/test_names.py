"""All words of a fair in memory: what is near, how near, and what is not."""

from random import Random

import pytest

from kiosk.domain.attendees.search.names import Names
from kiosk.domain.attendees.search.words import fold, in_latin, words_of
from tests.many_names import many_names, with_a_slip


def names(*people: str) -> Names:
    rows = sorted((word, who) for who, name in enumerate(people) for word in words_of([name]))
    return Names(1, rows)


def nearest(query: str, *people: str) -> list[str]:
    words = fold(query).split() if fold(query).isascii() else in_latin(query)
    return [people[who] for _far, who in names(*people).near(words)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Hans Smiht", "Hans Smith"),
        ("Hans Smth", "Hans Smith"),
        ("Hans Smuth", "Hans Smith"),
        ("Hans Smitth", "Hans Smith"),
        ("Hasn Smith", "Hans Smith"),
        ("ansh patel", "Nash Patel"),
        ("papadopuols", "Eleni Papadopoulos"),
        ("kim minjnu", "Kim Minjun"),
        ("jeanluc picard", "Jean-Luc Picard"),
        ("jean luc picard", "Jeanluc Picard"),
        ("vanderberg", "Jan van der Berg"),
        ("van der berg jan", "Jan Vanderberg"),
        ("oneill", "Anne-Marie O'Neill"),
        ("ashapatel", "Asha Patel"),
        ("as ha patel", "Asha Patel"),
        ("mohammed ali", "محمد علي"),
        ("shcherbakvo", "Natalia Shcherbakova"),
    ],
)
def test_a_slip_is_forgiven(query: str, name: str) -> None:
    others = ("Ravi Rao", "Li Wei", "Ben Okafor")

    assert nearest(query, *others, name) == [name]


@pytest.mark.parametrize(
    "query", ["hans smxyth", "snuth hank", "zzzz", "smyhte", "tim", "htims snah"]
)
def test_another_name_is_not_near(query: str) -> None:
    assert nearest(query, "Hans Smith", "Kim Lee") == []


def test_a_name_begun_comes_before_a_slip_and_a_slip_before_two() -> None:
    people = ("Anna Alexandrou", "Anna Alexandru", "Anna Alexandrova")

    assert nearest("anna alexandru", *people)[0] == "Anna Alexandru"
    assert nearest("anna alexandro", *people)[0] == "Anna Alexandrou"


def test_arabic_is_found_in_a_latin_list() -> None:
    assert nearest("محمد", "Ben Okafor", "Mohamed Salah") == []
    assert [who for _far, who in names("Ben Okafor", "Mohamed Salah").near(["محمد"])] == [1]


def test_nobody_at_all_is_near_nothing() -> None:
    assert Names(0, []).near(["smith"]) == []


def test_how_many_begin_so_is_counted_for_each_of_them() -> None:
    crowd = names("Sam Lee", "Sam Roe", "Samuel Ray")

    assert (crowd.how_many("sam"), crowd.how_many("samu"), crowd.how_many("z")) == (3, 1, 0)


def test_of_many_names_nearly_all_are_found_with_a_slip() -> None:
    people, random = many_names(4_000), Random(1)
    crowd = names(*people)
    found = 0
    sample = [who for who in range(4_000) if fold(people[who]).isascii()][:400]
    for who in sample:
        words = fold(people[who]).split()
        at = random.randrange(len(words))
        words[at] = with_a_slip(words[at], random)
        found += who in [each for _far, each in crowd.near(words)[:8]]

    assert found / len(sample) >= 0.95
