"""The deck: both see the same question, and each further meeting moves one level on."""

from itertools import combinations_with_replacement

import pytest

from kiosk.domain import prompts
from kiosk.domain.events import KINDS
from kiosk.domain.prompts import ANY, LEVELS
from kiosk.domain.prompts.deck import choose

DECK = {row.id: row for row in prompts.ours()}
PAIRS = list(combinations_with_replacement(KINDS, 2))


def next_prompt(pair: tuple[str, str], seed: int, times_met: int) -> str:
    return choose(prompts.ours(), pair, seed, times_met)


def test_every_question_has_its_own_id_a_level_and_a_pair() -> None:
    assert len(DECK) == len(prompts.ours())
    assert {row.level for row in DECK.values()} == set(LEVELS)
    assert {row.pair for row in DECK.values()} <= set(prompts.PAIRS)


def test_every_level_has_a_question_for_any_two_people() -> None:
    assert {row.level for row in DECK.values() if row.pair == ANY} == set(LEVELS)


def test_a_retired_question_is_asked_no_more_and_still_said() -> None:
    retired = next(row for row in DECK.values() if row.is_put_away)

    asked = {next_prompt(("student", "student"), seed, 1) for seed in range(60)}

    assert retired.id not in asked
    assert retired.says("de") == retired.text["de"]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize(("times", "level"), [(1, 0), (2, 1), (3, 2), (4, 2), (40, 2)])
def test_each_further_meeting_moves_one_level_on(
    pair: tuple[str, str], times: int, level: int
) -> None:
    chosen = next_prompt(pair, seed=7, times_met=times)

    assert DECK[chosen].level == LEVELS[level]
    assert DECK[chosen].pair in {"-".join(pair), "-".join(pair[::-1]), ANY}


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_both_see_the_same_question(pair: tuple[str, str]) -> None:
    for seed in range(20):
        one = next_prompt(pair, seed, 1)

        assert one == next_prompt((pair[1], pair[0]), seed, 1)


def test_pairs_of_the_same_kinds_get_different_questions() -> None:
    chosen = {next_prompt(("student", "employer"), seed, 1) for seed in range(50)}

    assert len(chosen) > 1


def test_a_question_is_worded_in_english_where_the_deck_has_no_such_language() -> None:
    prompt = next(iter(DECK))
    english = DECK[prompt].text["en"]

    assert DECK[prompt].says("en") == english
    assert DECK[prompt].says("en_GB") == english
    assert DECK[prompt].says("de-AT") == DECK[prompt].text["de"]
    assert DECK[prompt].says("tlh-AQ") == english
