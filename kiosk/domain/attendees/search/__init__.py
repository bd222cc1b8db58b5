"""Finding a person by name, whatever the case, accent, order or script, and with a slip.

Three looks, each only where the one before found too few: `exact` for words as typed, whole or
begun; `meant` for a slip or swap of letters, a space too many or missing, another script.

A list of people is never browsed. Self-service (`staff=False`, the default) learns the least that
still finds somebody:
- people under 18, unlisted and cancelled people are found by staff only;
- no more than eight, and where more would be: nobody, until more letters are typed. Whoever has
  typed all of their name cannot type more, and sees the first eight of that very name;
- three letters that are no whole word show three people at most: from aaa to zzz they would give
  the list away, eight by eight;
- a slip is forgiven only where nobody is called as typed: near names are shown to no passer-by.
What a device may learn in an hour is limited at the door (kiosk/web/lookups.py).
"""

from kiosk.domain.attendees.record import Attendee
from kiosk.domain.attendees.search.exact import ROWS, Sight, having, sight_of
from kiosk.domain.attendees.search.meant import nearly, rarest_first
from kiosk.domain.attendees.search.tokens import NameToken, index, names_changed
from kiosk.domain.attendees.search.words import (
    MOST_LETTERS,
    MOST_WORDS,
    fold,
    in_latin,
    is_east_asian,
    is_long_enough,
    words_of,
)
from kiosk.errors import Invalid

__all__ = [
    "MOST", "NameToken", "NameTooOpen", "QueryTooShort", "fold", "index",
    "is_long_enough", "names_changed", "search", "words_of",
]  # fmt: skip

MOST = 8
FEW = 3
"""How many are told to somebody who typed three letters and no whole word."""


class QueryTooShort(Invalid):
    """Too few letters: a list of people is never browsed."""

    def __init__(self) -> None:
        """Say how many letters are needed."""
        super().__init__({"q": "Type at least three letters of the name."})


class NameTooOpen(Invalid):
    """So many have a name like this that none of them is shown."""

    def __init__(self) -> None:
        """Ask for more of the name."""
        super().__init__({"q": "Many people have a name like that. Type more of it, please."})


def search(event_id: int, query: str, *, staff: bool = False) -> list[Attendee]:
    """Return at most eight people whose name has every word of the query, best first.

    Whole words come before beginnings, and those before slips; for staff, cancelled people last.

    Raises:
        QueryTooShort: fewer than three letters (two in Han, Kana or Hangul).
        NameTooOpen: more than eight people have such a name, and staff is not asking.
    """
    readings = _readings(query[:MOST_LETTERS])
    sight = sight_of(event_id, staff=staff)
    return _for_staff(sight, readings) if staff else _for_themselves(sight, readings)


Readings = list[list[str]]


def _readings(query: str) -> Readings:
    """Return the words as typed and, where they are not in Latin letters, as spelt in them."""
    words = list(dict.fromkeys(fold(query).split()))[:MOST_WORDS]
    if not is_long_enough("".join(words)):
        raise QueryTooShort
    latin = [] if all(map(str.isascii, words)) else list(dict.fromkeys(in_latin(query)))
    return [words, latin[:MOST_WORDS]] if latin else [words]


def _for_staff(sight: Sight, readings: Readings) -> list[Attendee]:
    whole, begun = _as_typed(sight, readings)
    found = whole + begun
    if len(found) < MOST:
        found = list(dict.fromkeys(found + nearly(sight, readings)))
    return sorted(found, key=lambda person: person.status == "cancelled")[:MOST]


def _for_themselves(sight: Sight, readings: Readings) -> list[Attendee]:
    whole, begun = _as_typed(sight, readings)
    if not whole and not begun:
        near = nearly(sight, readings)
        return near if len(near) <= MOST else _all_typed(near, readings)
    if len(whole) > MOST:
        return _all_typed(whole, readings)
    if len(whole) + len(begun) <= (MOST if _says_enough(readings) else max(FEW, len(whole))):
        return whole + begun
    if not whole:
        raise NameTooOpen
    return whole


def _as_typed(sight: Sight, readings: Readings) -> tuple[list[Attendee], list[Attendee]]:
    """Return who has all words whole, and who has some only begun; the shortest name first."""
    found: dict[Attendee, None] = {}
    for words in readings:
        rare = rarest_first(sight.event_id, words)
        begun = having(sight, rare, whole=False)
        whole = having(sight, rare, whole=True) if len(begun) == ROWS else []
        found |= dict.fromkeys(whole + begun)
    by_length = sorted(found, key=lambda person: (len(person.name), person.name))
    is_whole = {person: _has_all(person, readings) for person in by_length}
    return [p for p in by_length if is_whole[p]], [p for p in by_length if not is_whole[p]]


def _has_all(person: Attendee, readings: Readings) -> bool:
    own = words_of((person.name, person.given_name, person.family_name))
    return any(own.issuperset(words) for words in readings)


def _says_enough(readings: Readings) -> bool:
    letters = "".join(readings[0])
    return len(letters) > FEW or any(map(is_east_asian, letters))


def _all_typed(found: list[Attendee], readings: Readings) -> list[Attendee]:
    """Return the first eight whose whole name was typed: they cannot type more."""
    typed = max(map(len, readings))
    whole = [person for person in found if len(fold(person.name).split()) <= typed]
    if not whole:
        raise NameTooOpen
    return whole[:MOST]
