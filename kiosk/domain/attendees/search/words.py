"""Words of names: folded to plain small letters, and in Latin letters whatever their script.

Folding forgives case, accents, full and half width, and letters such as ł ø ß đ. A name that is
not in Latin letters is found by both: as it is written, and as it is spelt in Latin letters.
"""

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

LONGEST = 80
MOST_WORDS = 5
MOST_LETTERS = 200
_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
                          "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k"})  # fmt: skip
_EAST_ASIAN = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")
_ABJADS = ("ARABIC", "HEBREW")
_VOWELS = str.maketrans("", "", "aeiouywh")
_DOUBLED = re.compile(r"(.)\1+")


def fold(name: str) -> str:
    """Return a name in small letters without accents, its words apart by one space.

    East Asian names fold to their letters too, one word each character run.
    """
    opened = unicodedata.normalize("NFKD", name.casefold()).translate(_SPECIAL)
    letters = "".join(
        " " if unicodedata.category(c)[0] in "PZ" else c
        for c in opened
        if unicodedata.category(c)[0] != "C" and unicodedata.category(c) != "Mn"
    )
    return unicodedata.normalize("NFC", " ".join(letters.split()))


def in_latin(name: str) -> list[str]:
    """Return a name's words in plain Latin letters, each as it sounds; Han as in pinyin."""
    spaced = "".join(
        " " if unicodedata.category(c)[0] in "PZ" else c
        for c in unicodedata.normalize("NFKC", name)
    )
    spelt = (anyascii(word).casefold() for word in spaced.split())
    return [word for word in ("".join(filter(str.isalnum, each)) for each in spelt) if word]


def is_east_asian(word: str) -> bool:
    """Whether a word begins in Han, Kana or Hangul."""
    return unicodedata.name(word[0], "").startswith(_EAST_ASIAN)


def is_abjad(word: str) -> bool:
    """Whether a word is written without its vowels, as in Arabic and Hebrew."""
    return unicodedata.name(word[0], "").startswith(_ABJADS)


def skeleton(word: str) -> str:
    """Return a Latin word's consonants: all that an abjad tells of it (mohammed: mmd)."""
    return _DOUBLED.sub(r"\1", word.translate(_VOWELS))


def is_long_enough(query: str) -> bool:
    """Whether a folded query has three letters, or two in Han, Kana or Hangul."""
    letters = [c for c in query if c.isalnum()]
    return len(letters) >= 3 or sum(map(is_east_asian, letters)) >= 2


def words_of(names: Iterable[str | None]) -> set[str]:
    """Return every word that these names of one person are found by.

    East Asian names have no spaces, so they are found by each ending of two letters or more as
    well: a given name alone is enough.
    """
    found: set[str] = set()
    for name in filter(None, names):
        folded = fold(name)
        found |= {word[:LONGEST] for word in folded.split()}
        if not folded.isascii():
            found |= {word[:LONGEST] for word in _other_words(name, folded)}
    return found


def _other_words(name: str, folded: str) -> Iterable[str]:
    yield from in_latin(name)
    for word in folded.split():
        if is_east_asian(word):
            yield from (word[start:] for start in range(1, len(word) - 1))
    for word in unicodedata.normalize("NFKC", name).split():
        if is_east_asian(word):
            for start in range(1, len(word)):
                yield from in_latin(word[start:])
