"""An event's own deck: reworded, put away, added, and both still see the same question."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from kiosk.db import db, writing
from kiosk.domain import prompts
from kiosk.domain.prompts import EventPrompt
from kiosk.errors import NotKnown, Refused
from tests.people import CY, NOON, Fair, count

PAIR = ("student", "employer")
EASY = [row for row in prompts.ours() if row.pair == "student-employer" and row.level == "easy"]


@pytest.fixture
def fair(records: None) -> Fair:
    fair = Fair()
    fair.check_in("Asha", "Ben", "Carol")
    return fair


def asked(fair: Fair, level: int = 1, pair: tuple[str, str] = PAIR) -> set[str]:
    return {prompts.next_prompt(fair.id, pair, seed, level) for seed in range(80)}


def put_away(fair: Fair, *ids: str) -> None:
    with writing():
        for each in ids:
            prompts.put_away(fair.id, each, True, NOON)


def add(fair: Fair, *, pair: str = "student-employer", level: str = "easy", **text: str) -> str:
    with writing():
        return prompts.add(fair.id, pair, level, text or {"en": "Tea or coffee, and why?"}, NOON)


def test_a_question_in_the_organisers_words_is_said_so_in_every_language(fair: Fair) -> None:
    with writing():
        prompts.reword(fair.id, EASY[0].id, {"en": " What a   bridge? ", "cy": ""}, NOON)

    said = {locale: prompts.wording(fair.id, EASY[0].id, locale) for locale in ("en", "de", "es")}
    assert set(said.values()) == {"What a bridge?"}  # or two would read two questions


def test_the_same_words_again_change_nothing(fair: Fair) -> None:
    with writing():
        prompts.reword(fair.id, EASY[0].id, EASY[0].text, NOON)
        prompts.put_away(fair.id, EASY[1].id, False, NOON)

    assert count(EventPrompt) == 0


def test_what_is_put_away_is_asked_no_more_and_still_said(fair: Fair) -> None:
    put_away(fair, EASY[0].id, EASY[0].id)

    assert EASY[0].id not in asked(fair)
    assert prompts.wording(fair.id, EASY[0].id, "de") == EASY[0].text["de"]


def test_what_is_brought_back_is_asked_again(fair: Fair) -> None:
    put_away(fair, EASY[0].id)
    with writing():
        prompts.put_away(fair.id, EASY[0].id, False, NOON)

    assert EASY[0].id in asked(fair)


def test_an_added_question_is_asked_among_the_others(fair: Fair) -> None:
    added = add(fair)

    assert added in asked(fair)
    assert added not in asked(fair, pair=("mentor", "mentor"))
    assert add(fair) == added  # the same words twice are one question
    assert count(EventPrompt) == 1


def test_with_all_of_a_pair_put_away_what_is_for_anybody_is_asked(fair: Fair) -> None:
    put_away(fair, *(row.id for row in EASY))

    assert {prompts.deck_of(fair.id)[each].pair for each in asked(fair)} == {prompts.ANY}


def test_with_everything_of_a_level_put_away_ours_is_asked(fair: Fair) -> None:
    put_away(fair, *(row.id for row in prompts.ours() if row.level == "easy"))

    assert asked(fair) <= {row.id for row in EASY}


def test_back_to_ours_takes_the_words_and_the_place_back(fair: Fair) -> None:
    put_away(fair, EASY[0].id)
    with writing():
        prompts.reword(fair.id, EASY[0].id, {"en": "What a bridge?"}, NOON)
        for _twice in range(2):
            prompts.back_to_ours(fair.id, EASY[0].id)

    assert prompts.deck_of(fair.id)[EASY[0].id] == EASY[0]
    assert count(EventPrompt) == 0


def test_a_neighbours_deck_is_another(fair: Fair) -> None:
    other = Fair("neighbour", people=(CY,))
    put_away(fair, EASY[0].id)
    added = add(fair)

    assert EASY[0].id in asked(other)
    assert added not in prompts.deck_of(other.id)
    with writing(), pytest.raises(NotKnown):
        prompts.put_away(other.id, added, True, NOON)
    assert prompts.wording(other.id, added, "en")  # an id that left a deck has words all the same


@pytest.mark.parametrize(
    ("pair", "level", "words", "slug"),
    [
        ("employer-student", "easy", "Why?", "no_such_pair"),
        ("any-any", "deep", "Why?", "no_such_level"),
        ("any-any", "easy", " \n ", "empty_question"),
        ("any-any", "easy", "x" * 141, "question_too_long"),
    ],
)
def test_what_is_no_question_is_not_added(
    fair: Fair, pair: str, level: str, words: str, slug: str
) -> None:
    with pytest.raises(Refused) as refused:
        add(fair, pair=pair, level=level, en=words)

    assert refused.value.slug == slug


def test_an_unknown_question_is_neither_reworded_nor_put_away(fair: Fair) -> None:
    for act in (
        lambda: prompts.reword(fair.id, "gone", {"en": "Why?"}, NOON),
        lambda: prompts.put_away(fair.id, "gone", True, NOON),
        lambda: prompts.back_to_ours(fair.id, add(fair)),
    ):
        with pytest.raises(NotKnown):
            act()


@contextmanager
def statements() -> Iterator[list[str]]:
    told: list[str] = []

    def heard(_conn: object, _cursor: object, text: str, *_more: object) -> None:
        told.append(text)

    event.listen(db.engine, "before_cursor_execute", heard)
    yield told
    event.remove(db.engine, "before_cursor_execute", heard)


def test_a_meeting_reads_the_deck_once(fair: Fair) -> None:
    add(fair)

    with statements() as told:
        meeting = fair.let_meet("Asha", "Ben").meeting
        prompts.wording(fair.id, meeting.prompt_id, "de")

    assert len([text for text in told if "FROM event_prompts" in text]) == 1


def test_nobody_hears_a_question_twice_while_others_are_left(fair: Fair) -> None:
    keep = add(fair, level="story")
    put_away(fair, *(row.id for row in prompts.ours() if row.level == "story"
                     and row.pair == "student-employer"))  # fmt: skip

    shown = [fair.let_meet("Asha", "Ben").meeting.prompt_id for _times in range(2)]

    assert shown[1] == keep
    heard = frozenset({keep})
    other = prompts.next_prompt(fair.id, PAIR, 0, 2, heard)
    assert prompts.deck_of(fair.id)[other].pair == prompts.ANY
