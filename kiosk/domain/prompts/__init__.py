"""Prompts: the question two people see when they have met, in three levels, by pair of roles.

`deck` chooses among questions, `of_event` keeps one event's own deck, `record` its rows.
"""

from kiosk.domain.prompts.deck import ANY, LEVELS, PAIRS, Question, ours, said_in
from kiosk.domain.prompts.of_event import (
    LONGEST,
    add,
    back_to_ours,
    clean,
    deck_of,
    keep,
    languages_of,
    next_prompt,
    put_away,
    reword,
    wording,
)
from kiosk.domain.prompts.record import EventPrompt

__all__ = [
    "ANY",
    "LEVELS",
    "LONGEST",
    "PAIRS",
    "EventPrompt",
    "Question",
    "add",
    "back_to_ours",
    "clean",
    "deck_of",
    "keep",
    "languages_of",
    "next_prompt",
    "ours",
    "put_away",
    "reword",
    "said_in",
    "wording",
]
