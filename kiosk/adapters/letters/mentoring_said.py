"""What one letter of mentoring says, and the two things that most of them name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.adapters.mentoring_words import asked_for, moment

if TYPE_CHECKING:
    from kiosk.adapters.letters.mentoring import Told


@dataclass(frozen=True)
class Said:
    """The words of one letter."""

    subject: str
    lead: str
    lines: tuple[str, ...] = ()
    button: str = ""


def offer_of(told: Told) -> str:
    """Return what was asked for, in words."""
    return asked_for(told.offer) if told.offer else ""


def due_of(told: Told) -> str:
    """Return by when an answer is awaited, in words."""
    due = told.request.due_at if told.request else None
    return moment(due, told.zone) if due else ""
