"""What no typeface of ours can print, found in lists weeks before the badges are drawn.

A badge with such a letter leaves a line to write the name on. Letters are asked for word by word,
each word once a list, and never where all of them are plain ones: a list may have 20,000 rows.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from badges import fonts
from kiosk.domain import attendees
from kiosk.domain.attendees import Attendee

PRINTED = ("name", "given_name", "organisation", "ask_me_about")
Seen = dict[str, str]


@dataclass(frozen=True)
class Lost:
    """Letters in one cell of a list that no typeface has."""

    row: int
    field: str
    letters: str


@dataclass(frozen=True)
class ByHand:
    """Somebody whose name will be written with a pen, and the letters that are to blame."""

    public_id: str
    name: str
    letters: str


def lost_in(rows: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Lost]:
    """Return what in a list cannot be printed; who is cancelled gets no badge."""
    seen: Seen = {}
    return [
        Lost(number, field, letters)
        for number, values in rows
        if values.get("status") != "cancelled"
        for field, letters in _fields(values, seen)
    ]


def by_hand(event_id: int) -> list[ByHand]:
    """Return everybody of an event whose badge is to be written by hand, in the order of names."""
    seen: Seen = {}
    found = [(each, _letters(each, seen)) for each in attendees.words_on_badges(event_id)]
    return [ByHand(each["public_id"], each["name"], lost) for each, lost in found if lost]


def lost_letters(person: Attendee) -> str:
    """Return the letters of somebody's badge that no typeface has, each once."""
    names = ("kind", "course", "role", *PRINTED)
    return _letters({name: getattr(person, name) for name in names}, {})


def needs_a_pen(person: Attendee) -> bool:
    """Whether somebody's badge prints only with a line to write on."""
    return bool(lost_letters(person)) or not fonts.clean(person.first_name or person.name)


def named(letters: str) -> str:
    """Return letters as people can look them up and compare: "U+143FF (𔏿)"."""
    return ", ".join(f"U+{ord(each):04X} ({_seen_alone(each)})" for each in letters)


def _seen_alone(letter: str) -> str:
    """Return a letter; a mark stands on a dotted circle, as in the Unicode charts."""
    return f"\u25cc{letter}" if unicodedata.category(letter).startswith("M") else letter


def _letters(values: Mapping[str, Any], seen: Seen) -> str:
    return "".join(dict.fromkeys("".join(lost for _field, lost in _fields(values, seen))))


def _fields(values: Mapping[str, Any], seen: Seen) -> Iterable[tuple[str, str]]:
    """Give each field that stands on a badge and what is lost of it, where anything is."""
    under_the_name = "course" if values.get("kind", "student") == "student" else "role"
    for field in (*PRINTED, under_the_name):
        text = values.get(field) or ""
        if not text.isascii() and (lost := _lost(text, seen)):
            yield field, lost


def _lost(text: str, seen: Seen) -> str:
    lost = ""
    for word in text.split():
        if word not in seen:
            seen[word] = "" if _is_plain(word) else fonts.missing(fonts.clean(word), "en")
        lost += seen[word]
    return "".join(dict.fromkeys(lost))


def _is_plain(word: str) -> bool:
    """Whether one typeface has the whole word as it stands: nearly always, and quickly told."""
    points = frozenset(map(ord, word))
    return unicodedata.is_normalized("NFC", word) and any(
        points <= fonts.cmap(family) for family in fonts.FAMILIES
    )
