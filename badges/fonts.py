"""Which typeface draws which letter: clean text, cut in runs that one typeface covers whole.

Nothing here draws a blank box: a letter that no typeface has makes a run without one, and the
caller refuses. Within a badge a word keeps one typeface if any has all of its letters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import regex
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import ImageFont

TYPEFACES = files("badges") / "typefaces"
JOINER, NON_JOINER = "\u200d", "\u200c"
PLAIN = "atkinson-hyperlegible-next"
EMOJI = "noto-emoji"
MARKS_A_LETTER = 4  # more than any writing system stacks; without it a name can cover the badge
LETTERS = 160  # more than any badge shows, and a bound on the time that a hostile text takes

# In the order they are asked; Latin first, so that digits and dots look the same on every badge.
FAMILIES: dict[str, tuple[int, ...]] = {
    PLAIN: (400, 500, 700, 800),
    "noto-sans": (400, 700),
    "noto-sans-arabic": (400, 700),
    "noto-sans-hebrew": (400, 700),
    "noto-sans-devanagari": (400, 700),
    "noto-sans-bengali": (400, 700),
    "noto-sans-tamil": (400, 700),
    "noto-sans-thai": (400, 700),
    "noto-sans-armenian": (400, 700),
    "noto-sans-georgian": (400, 700),
    "noto-sans-ethiopic": (400, 700),
    "noto-sans-kr": (700,),
    "noto-sans-sc": (700,),
    "noto-sans-jp": (700,),
    EMOJI: (500,),
}
# Variation selectors choose a shape of the letter before them, and are none themselves.
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_INVISIBLE = _SELECTORS | {JOINER, NON_JOINER}
# Letters or marks by category, and yet without ink: a name of nothing else would be a blank badge.
_BLANKS = frozenset("\u034f\u115f\u1160\u3164\uffa0")
# The basmala in one letter: its heavy outline is more than FreeType's rasteriser holds.
_UNDRAWN = frozenset((0xFDFD,))
_CLUSTERS = regex.compile(
    "(?:[\u0e40-\u0e44](?=[\u0e01-\u0e2e]))?\\X"
    "(?:(?<=[\u0e01-\u0e5b])[\u0e2f\u0e30\u0e32\u0e45\u0e46]+)?"
)
_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff]")


@dataclass(frozen=True)
class Run:
    """Letters that one family draws in one direction; `family` is empty when none has them."""

    text: str
    family: str
    rtl: bool

    @property
    def direction(self) -> str:
        """How the letters follow each other, in Pillow's words."""
        return "rtl" if self.rtl else "ltr"


def clean(text: str) -> str:
    """Return a text as it may be printed: NFC, no controls, no hidden directions, single spaces."""
    text = unicodedata.normalize("NFC", text[: LETTERS * 4])
    spaced = "".join(" " if each.isspace() else each for each in text)
    seen = "".join(each for each in spaced if each in _INVISIBLE or not _is_control(each))
    return " ".join(_unstacked(seen).split())[:LETTERS].strip(f"{JOINER}{NON_JOINER} ")


def _is_control(letter: str) -> bool:
    return letter in _BLANKS or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co")


def _unstacked(text: str) -> str:
    """Drop marks that stand too high on a letter, or on none: those have no width to measure."""
    kept, marks, based = [], 0, False
    for letter in text:
        is_mark = unicodedata.category(letter).startswith("M")
        if not is_mark and letter not in (JOINER, NON_JOINER):
            marks, based = 0, letter != " "
        marks += is_mark and unicodedata.category(letter) != "Mc"
        if not is_mark or (based and marks <= MARKS_A_LETTER):
            kept.append(letter)
    return "".join(kept)


def is_rtl(text: str) -> bool:
    """Whether a text starts from the right: its first strong letter says so (UAX #9, P2)."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def clusters(text: str) -> list[str]:
    """Cut a text where a reader would (UAX #29): marks, joiners, selectors stay with their letter.

    A Thai vowel also stays with the consonant that it is spoken after.
    """
    return _CLUSTERS.findall(text)


@lru_cache(maxsize=512)
def runs(text: str, locale: str, *, rtl: bool, first: str = "") -> tuple[Run, ...]:
    """Cut a clean text in runs, in the order in which they are read.

    `rtl` is the direction of the paragraph it stands in, `first` the family that is asked first.
    """
    if not rtl and first in ("", PLAIN) and cmap(PLAIN).issuperset(map(ord, text)):
        return (Run(text, PLAIN, False),)
    found: list[Run] = []
    for piece in _pieces(text, _order(text, locale, first), rtl):
        found.append(piece)
        while len(found) > 1 and _is_one_run(found[-2], found[-1]):
            last = found.pop()
            found[-1] = Run(found[-1].text + last.text, last.family, last.rtl)
    return tuple(found)


def _is_one_run(left: Run, right: Run) -> bool:
    return left.family == right.family and left.rtl == right.rtl and left.family not in (EMOJI, "")


def _pieces(text: str, order: list[str], rtl: bool) -> Iterator[Run]:
    """Give words in one family where one covers them, else letter by letter."""
    words = list(_words(text, order, rtl))
    for before, piece, after in zip([None, *words], words, [*words[1:], None], strict=False):
        if piece.text == " " and before and after and before.rtl == after.rtl:
            same = before.family == after.family and before.family != EMOJI
            yield Run(" ", before.family if same else piece.family, before.rtl)
        else:
            yield piece


def _words(text: str, order: list[str], rtl: bool) -> Iterator[Run]:
    direction = rtl
    for word in re.split("( )", text):
        if word == " ":
            yield Run(word, order[0], rtl)
        elif word:
            family = _covering(word, order)
            for part in clusters(word):
                direction = _direction(part, direction)
                yield Run(part, family or _covering(part, order), direction)


def _direction(text: str, otherwise: bool) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in text)
    for each in strong:
        if each in ("L", "R", "AL"):
            return each != "L"
        if each in ("EN", "AN"):
            return False
    return otherwise


def _covering(text: str, order: list[str]) -> str:
    """Return the first family with every visible letter, or nothing."""
    points = {ord(each) for each in text if each not in _INVISIBLE}
    if "\ufe0f" in text and points <= cmap(EMOJI):
        return EMOJI
    return next((family for family in order if points <= cmap(family)), "")


def family_of(text: str, locale: str) -> str:
    """Return the first family that has every letter of a clean text, or nothing."""
    return _covering(text.replace(" ", ""), _order(text, locale))


def _order(text: str, locale: str, first: str = "") -> list[str]:
    """Put Japanese shapes before Chinese ones where the text or the locale is Japanese."""
    order = sorted(FAMILIES, key=lambda family: family != first)
    if locale.startswith("ja") or _KANA.search(text):
        order.remove("noto-sans-jp")
        order.insert(order.index("noto-sans-kr"), "noto-sans-jp")
    return order


@lru_cache(maxsize=32)
def cmap(family: str) -> frozenset[int]:
    """Return the code points a family has."""
    with TTFont(_path(family, FAMILIES[family][0]), lazy=True) as font:
        return frozenset(font.getBestCmap()) - _UNDRAWN


@lru_cache(maxsize=512)
def font(family: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    """Return a family's font, of the weight nearest to the one asked, at a size in dots an em."""
    nearest = min(FAMILIES[family], key=lambda each: (abs(each - weight), -each))
    return ImageFont.truetype(_path(family, nearest), size, layout_engine=ImageFont.Layout.RAQM)


def _path(family: str, weight: int) -> str:
    return str(TYPEFACES / f"{family}-{weight}.ttf")


def missing(text: str, locale: str) -> str:
    """Return the letters that no typeface has, each once, in the order they are met."""
    lost = "".join(run.text for run in runs(text, locale, rtl=False) if not run.family)
    unknown = [each for each in lost if not any(ord(each) in cmap(name) for name in FAMILIES)]
    return "".join(dict.fromkeys(unknown or lost))
