"""Prompts: the question two people see when they have met, in three levels, by pair of roles.

`deck` chooses and words questions, `record` holds what an organiser changed for one event.
"""

from kiosk.domain.prompts.deck import ANY, LEVELS, next_prompt, ours, wording
from kiosk.domain.prompts.record import EventPrompt

__all__ = ["ANY", "LEVELS", "EventPrompt", "next_prompt", "ours", "wording"]
