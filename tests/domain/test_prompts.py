"""The deck: both see the same question, and each further meeting moves one level on."""

from itertools import combinations_with_replacement

import pytest

from kiosk.domain import prompts
from kiosk.domain.events import KINDS
from kiosk.domain.prompts import ANY, LEVELS

DECK = {row["id"]: row for row in prompts.ours()}
PAIRS = list(combinations_with_replacement(KINDS, 2))


def test_every_question_has_its_own_id_a_level_and_english_words() -> None:
    assert len(DECK) == len(prompts.ours())
    assert {row["level"] for row in DECK.values()} == set(LEVELS)
    assert all(row["text"]["en"].strip() for row in DECK.values())
    assert all(len(row_id) <= 40 for row_id in DECK)


def test_every_level_has_a_question_for_any_two_people() -> None:
    assert {row["level"] for row in DECK.values() if row["pair"] == ANY} == set(LEVELS)


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize(("times", "level"), [(1, 0), (2, 1), (3, 2), (4, 2), (40, 2)])
def test_each_further_meeting_moves_one_level_on(
    pair: tuple[str, str], times: int, level: int
) -> None:
    chosen = prompts.next_prompt(1, pair, seed=7, times_met=times)

    assert DECK[chosen]["level"] == LEVELS[level]
    assert DECK[chosen]["pair"] in {"-".join(pair), "-".join(pair[::-1]), ANY}


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_both_see_the_same_question(pair: tuple[str, str]) -> None:
    for seed in range(20):
        one = prompts.next_prompt(1, pair, seed, 1)

        assert one == prompts.next_prompt(1, (pair[1], pair[0]), seed, 1)


def test_pairs_of_the_same_kinds_get_different_questions() -> None:
    chosen = {prompts.next_prompt(1, ("student", "employer"), seed, 1) for seed in range(50)}

    assert len(chosen) > 1


def test_a_question_is_worded_in_english_where_the_deck_has_no_such_language() -> None:
    prompt = next(iter(DECK))
    english = DECK[prompt]["text"]["en"]

    assert prompts.wording(1, prompt, "en") == english
    assert prompts.wording(1, prompt, "en_GB") == english
    assert prompts.wording(1, prompt, "tlh-AQ") == english


def test_a_question_that_left_the_deck_still_has_words() -> None:
    assert prompts.wording(1, "gone", "en")
