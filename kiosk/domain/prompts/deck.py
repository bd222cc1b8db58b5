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
def ours() -> list[dict[str, Any]]:
    """Return the deck that comes with the product."""
    text = files("kiosk.domain.prompts").joinpath("deck.json").read_text("utf-8")
    deck = json.loads(text)
    return list(deck["prompts"] if isinstance(deck, dict) else deck)


def next_prompt(
    event_id: int,
    kinds: tuple[str, str],
    seed: int,
    times_met: int,
    heard: frozenset[str] = frozenset(),
) -> str:
    """Return the id of the question for a pair of kinds that meets for the nth time.

    `seed` is any number that both share (the meeting's), so that pairs get different questions;
    what either has `heard` before is asked again only when nothing else is left.
    """
    level = LEVELS[min(times_met - 1, len(LEVELS) - 1)]
    pairs = {"-".join(kinds), "-".join(reversed(kinds))}
    fitting = [row for row in ours() if row["pair"] in pairs and row["level"] == level]
    general = [row for row in ours() if row["pair"] == ANY and row["level"] == level]
    fresh = (list(filter(lambda row: row["id"] not in heard, rows)) for rows in (fitting, general))
    choice = next(filter(None, fresh), fitting or general)
    return str(choice[(seed + times_met) % len(choice)]["id"])


def wording(event_id: int, prompt_id: str, locale: str) -> str:
    """Return a question in a language, in English where the deck has no such language."""
    row = next((row for row in ours() if row["id"] == prompt_id), ours()[0])
    texts: dict[str, str] = row["text"]
    return texts.get(locale) or texts.get(locale.split("-")[0].split("_")[0]) or texts["en"]
