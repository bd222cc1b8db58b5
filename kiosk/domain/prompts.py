"""Prompts: the question two people see when they have met, in three levels, by pair of roles.

Questions beat matchmaking (Aron 1997; Huang 2017): the next question is chosen by a plain rule, the
same for both, and each further meeting of a pair moves one level on: easy, story, advice.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

LEVELS = ("easy", "story", "advice")
ANY = "any-any"


@cache
def _deck() -> list[dict[str, Any]]:
    text = files("kiosk.domain").joinpath("prompt_deck.json").read_text("utf-8")
    deck = json.loads(text)
    return list(deck["prompts"] if isinstance(deck, dict) else deck)


def next_prompt(kinds: tuple[str, str], seed: int, times_met: int) -> str:
    """Return the id of the question for a pair of kinds that meets for the nth time.

    `seed` is any number that both share (the meeting's), so that pairs get different questions.
    """
    level = LEVELS[min(times_met - 1, len(LEVELS) - 1)]
    pairs = {"-".join(kinds), "-".join(reversed(kinds))}
    fitting = [row for row in _deck() if row["pair"] in pairs and row["level"] == level]
    fitting = fitting or [row for row in _deck() if row["pair"] == ANY and row["level"] == level]
    return str(fitting[(seed + times_met) % len(fitting)]["id"])


def wording(prompt_id: str, locale: str) -> str:
    """Return a question in a language, in English where the deck has no such language."""
    row = next((row for row in _deck() if row["id"] == prompt_id), _deck()[0])
    texts: dict[str, str] = row["text"]
    return texts.get(locale) or texts.get(locale.split("-")[0].split("_")[0]) or texts["en"]
