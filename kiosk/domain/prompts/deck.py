"""Prompts: the question two people see when they have met, in three levels, by pair of roles.

Questions beat matchmaking (Aron 1997; Huang 2017): the next question is chosen by a plain rule, the
same for both, and each further meeting of a pair moves one level on: easy, story, advice.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import combinations_with_replacement

from kiosk.domain.events import KINDS

LEVELS = ("easy", "story", "advice")
ANY = "any-any"
PAIRS = (*("-".join(pair) for pair in combinations_with_replacement(KINDS, 2)), ANY)
"""Whose meeting a question is for; the two kinds of a pair stand in the order of KINDS."""


@dataclass(frozen=True)
class Question:
    """One question of a deck, in the languages it has."""

    id: str
    pair: str
    level: str
    text: dict[str, str] = field(hash=False)
    is_put_away: bool = False
    """It is asked no more; meetings that showed it still say it."""
    is_changed: bool = False
    """An organiser wrote these words; the deck that comes with the product has others, or none."""

    def says(self, locale: str) -> str:
        """Return its words in a language, in English where it has none, else in any it has."""
        return said_in(self.text, locale)


def said_in(text: dict[str, str], locale: str) -> str:
    """Return words in a language, in English where there are none, else in any there is."""
    spoken = (locale, locale.split("-")[0].split("_")[0], "en", *sorted(text))
    return next(text[each] for each in spoken if text.get(each))


@cache
def ours() -> tuple[Question, ...]:
    """Return the deck that comes with the product."""
    text = files("kiosk.domain.prompts").joinpath("deck.json").read_text("utf-8")
    return tuple(
        Question(row["id"], row["pair"], row["level"], row["text"], row.get("put_away", False))
        for row in json.loads(text)
    )


def choose(
    deck: Iterable[Question],
    kinds: tuple[str, str],
    seed: int,
    times_met: int,
    heard: frozenset[str] = frozenset(),
) -> str:
    """Return the id of the question for a pair of kinds that meets for the nth time.

    `seed` is any number that both share (the meeting's), so that pairs get different questions;
    what either has `heard` before is asked again only when nothing else is left. Where a deck has
    nothing for them, its questions for anybody are asked, and where it has none of those, ours.
    """
    level = LEVELS[min(times_met - 1, len(LEVELS) - 1)]
    pairs = {"-".join(kinds), "-".join(reversed(kinds))}
    rows = [row for row in deck if row.level == level and not row.is_put_away]
    general = [row for row in rows if row.pair == ANY]
    fitting = [row for row in rows if row.pair in pairs] or general
    if not fitting:
        return choose(ours(), kinds, seed, times_met, heard)
    fresh = ([row for row in some if row.id not in heard] for some in (fitting, general))
    choice = next(filter(None, fresh), fitting)
    return choice[(seed + times_met) % len(choice)].id
