"""Where a line may end: at spaces and hyphens, between ideographs, between Thai syllables.

A particle stays with the name it belongs to ("van der | Berg" is never cut there while it fits),
initials stay together, and a suffix stays with what it follows. Only a word wider than a line is
cut between letters, with a hyphen where its script has one.
"""

import math
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from badges import fonts

HYPHEN = "-"
# fmt: off
PARTICLES = frozenset((
    "van", "der", "den", "de", "het", "ten", "ter", "te", "von", "vom", "zu", "zum", "zur", "und",
    "of", "del", "della", "delle", "dello", "degli", "dei", "di", "da", "das", "do", "dos", "du",
    "des", "la", "las", "le", "les", "lo", "los", "el", "al", "san", "santa", "st", "st.", "y", "e",
    "i", "bin", "bint", "ibn", "ben", "bar", "abu", "abd", "umm", "mac", "mc", "af", "av", "ap",
    "ab", "'t", "’t", "'s", "’s", "op", "in",
))
SUFFIXES = frozenset((
    "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d.", "obe", "mbe", "frs",
    "esq", "esq.",
))
# fmt: on
_BREAKS = re.compile(r"(?<=[-‐–/·־])(?=\w)|(?<=\.)(?=\w\w)|(?<= )")
_IDEOGRAPHS = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNHYPHENED = re.compile("[\u0590-\u08ff\u0e00-\u0eff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_INITIAL = re.compile(r"\w\.")
# JIS X 4051, 6.1.1 and 6.1.2: what begins no line, and what ends none.
_NEVER_FIRST = frozenset("、。，．・！？：；」』）】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…")
_NEVER_LAST = frozenset("「『（【〈《")
_VOWELS = frozenset("aeiouyäöüàáâãèéêëìíîïòóôõùúûýąęıаеёиоуыэюяαεηιουω")


Style = tuple[int, str, bool, str]


class Piece(NamedTuple):
    """Letters that stay on one line: their width in ems, and that of the space behind them.

    `cut` ends the line: the rest of the word is on the next.
    """

    text: str
    width: float
    gap: float
    weight: int
    locale: str
    rtl: bool
    family: str
    cut: bool

    @property
    def style(self) -> Style:
        """What other letters need to look the same."""
        return self.weight, self.locale, self.rtl, self.family


def pieces(text: str) -> list[str]:
    """Cut a text at every place where a line may end; each piece keeps the space behind it."""
    found: list[str] = []
    for word in filter(None, _BREAKS.split(text)):
        if found and _is_glued(found[-1], word):
            found[-1] += word
        elif _IDEOGRAPHS.search(word):
            found += _ideographs(word)
        else:
            found.append(word)
    return found


def _is_glued(before: str, word: str) -> bool:
    last = re.split("[ -]", before.strip())[-1] or before.strip()[:-1]
    if word.strip(" ,").lower() in SUFFIXES:
        return before.endswith(" ")
    return is_particle(last) or bool(_INITIAL.fullmatch(last) and before.endswith(" "))


def is_particle(word: str) -> bool:
    """Whether a word belongs to the name behind it."""
    return word.lower() in PARTICLES


def _ideographs(word: str) -> list[str]:
    found: list[str] = []
    for letter in fonts.clusters(word):
        if found and (letter[0] in _NEVER_FIRST or letter == " " or found[-1][-1] in _NEVER_LAST):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def cut(piece: Piece, width: float, measured: Callable[..., Piece]) -> Iterator[Piece]:
    """Give a piece that fits a line as it is; else its words, else parts of about one length."""
    if piece.width <= width:
        yield piece
        return
    words = re.split("(?<= )", piece.text.rstrip(" "))
    if len(words) > 1:
        for word in words:
            yield from cut(measured(word, *piece.style), width, measured)
        return
    *parts, last = _parts(piece, width, measured)
    for part in parts:
        yield measured(part, *piece.style, True)
    yield measured(last, *piece.style)


def _parts(piece: Piece, width: float, measured: Callable[..., Piece]) -> Iterator[str]:
    """Cut one long word into parts of about the same length that each fit a line."""
    word = piece.text.rstrip(" ")
    hyphen = "" if _UNHYPHENED.search(word) or "." in word or HYPHEN in word else HYPHEN
    letters, widths = _letters(word, piece.style, measured)
    room = width - (measured(hyphen, *piece.style).width if hyphen else 0.0)
    share = sum(widths) / math.ceil(sum(widths) * 1.02 / room) if room > 0 else 0.0
    start, used = 0, 0.0
    for at, each in enumerate(widths):
        if at > start and (used + each > room or used + each / 2 > share):
            end = _syllable(letters, start, at) if hyphen else at
            yield "".join(letters[start:end]) + hyphen
            start, used = end, sum(widths[end:at])
        used += each
    yield "".join(letters[start:]) + piece.text[len(word) :]


@lru_cache(maxsize=64)
def _letters(
    word: str, style: Style, measured: Callable[..., Piece]
) -> tuple[list[str], list[float]]:
    letters = fonts.clusters(word)
    return letters, [measured(letter, *style).width for letter in letters]


def _syllable(letters: list[str], start: int, at: int) -> int:
    """Return where a hyphen reads best near a place: before a consonant and its vowel."""
    for end in (at, at - 1, at - 2):
        if end - start < 2 or len(letters) - end < 2:
            continue
        if letters[end].lower() not in _VOWELS and letters[end + 1].lower() in _VOWELS:
            return end
    return at
