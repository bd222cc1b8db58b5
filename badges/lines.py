"""Lines of text: measured once at 100 dots an em, then scaled, broken where a reader would break.

A line never loses part of a letter. What cannot fit takes a shorter form by rule (`shorter`), and
each caller says how small it may get first.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from badges import fonts

EM = 100  # the size at which everything is measured
SLACK = 1.012  # letters are set on whole dots, so a scaled line may come out a little wider
ABOVE, BELOW = 0.95, 0.31  # of an em, around the baseline of a line of plain text
HYPHEN, ELLIPSIS = "-", "…"
_BREAKS = re.compile(r"(?<=[-‐–/·־])(?=\w)|(?<=\.)(?=\w\w)|(?<= )")
_IDEOGRAPHS = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNHYPHENED = re.compile("[\u0590-\u08ff\u0e00-\u0e7f\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True)
class Span:
    """Words of one weight."""

    text: str
    weight: int


class Ink(NamedTuple):
    """How far the ink of a run reaches from where it starts on the baseline, in ems."""

    left: float
    up: float
    right: float
    down: float


@dataclass(frozen=True)
class Line:
    """Spans that stand on one baseline, in the order in which they are read."""

    spans: tuple[Span, ...]
    locale: str
    rtl: bool

    @cached_property
    def visual(self) -> list[tuple[fonts.Run, int]]:
        """Return runs with their weights from left to right (UAX #9, rule L2)."""
        read = [
            (run, span.weight)
            for span in self.spans
            for run in fonts.runs(span.text, self.locale, rtl=self.rtl)
        ]
        return [each for group in _level_groups(read, self.rtl) for each in group]

    @cached_property
    def width(self) -> float:
        """The advance of the whole line, in ems."""
        return sum(_advance(run, weight) for run, weight in self.visual)

    @cached_property
    def extent(self) -> tuple[float, float]:
        """How far ink may reach above and below the baseline, in ems."""
        inked = [_ink(*each) for each in self.visual if each[0].family != fonts.PLAIN]
        return max([ABOVE, *(each.up for each in inked)]), max(
            [BELOW, *(each.down for each in inked)]
        )

    @cached_property
    def ink(self) -> tuple[float, float]:
        """How far ink really reaches above and below the baseline, in ems."""
        inked = [_ink(*each) for each in self.visual if each[0].text != " "]
        return max(each.up for each in inked), max(each.down for each in inked)

    @cached_property
    def bearings(self) -> tuple[float, float]:
        """The white at the left and at the right end of the line, in ems."""
        first, last = self.visual[0], self.visual[-1]
        return _ink(*first).left, _advance(*last) - _ink(*last).right


@dataclass(frozen=True)
class Block:
    """Lines of one size, in dots an em, under each other."""

    lines: tuple[Line, ...]
    size: int

    @property
    def height(self) -> int:
        """The dots from the top of the first line to the foot of the last."""
        return sum(math.ceil(sum(line.extent) * self.size) for line in self.lines)


def _level_groups(
    read: list[tuple[fonts.Run, int]], rtl: bool
) -> list[list[tuple[fonts.Run, int]]]:
    groups: list[list[tuple[fonts.Run, int]]] = []
    for run, weight in read:
        if groups and groups[-1][-1][0].rtl == run.rtl:
            groups[-1].append((run, weight))
        else:
            groups.append([(run, weight)])
    ordered = [group[::-1] if group[0][0].rtl else group for group in groups]
    return ordered[::-1] if rtl else ordered


@lru_cache(maxsize=1024)
def _advance(run: fonts.Run, weight: int) -> float:
    face = fonts.font(run.family, weight, EM)
    return face.getlength(run.text, direction="rtl" if run.rtl else "ltr") / EM


@lru_cache(maxsize=512)
def _ink(run: fonts.Run, weight: int) -> Ink:
    face = fonts.font(run.family, weight, EM)
    left, top, right, bottom = face.getbbox(
        run.text, direction="rtl" if run.rtl else "ltr", anchor="ls"
    )
    return Ink(left / EM, -top / EM, right / EM, bottom / EM)


def fit(spans: Sequence[Span], locale: str, width: int, sizes: tuple[int, int], rows: int) -> Block:
    """Return spans as a block at most `rows` lines high and `width` dots wide.

    `sizes` is the wanted and the smallest size: one line is kept down to 85 % of the wanted size,
    then it wraps, then it shrinks further, then words go.
    """
    wanted, floor = sizes
    whole = line_of(spans, locale)
    one = min(wanted, int(width / (whole.width * SLACK)))
    if one >= max(floor, 0.85 * wanted) or (rows == 1 and one >= floor):
        return Block((whole,), one)
    for size in range(wanted, floor, -2):
        lines = wrapped(spans, locale, width / size / SLACK, whole.rtl)
        if len(lines) <= rows:
            return Block(lines, size)
    for text in shorter(spans):
        lines = wrapped(text, locale, width / floor / SLACK, whole.rtl)
        if len(lines) <= rows:
            return Block(lines, floor)
    return Block(lines[:rows], floor)


def line_of(spans: Sequence[Span], locale: str) -> Line:
    """Return all spans on one line, in the direction of their first strong letter."""
    return Line(tuple(spans), locale, fonts.is_rtl("".join(span.text for span in spans)))


def shorter(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Give the spans, then without ever more of their last words, ending in an ellipsis."""
    yield list(spans)
    *head, tail = spans
    words = tail.text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        yield [*head, Span(" ".join(words[:count]).rstrip(",;:-–") + ELLIPSIS, tail.weight)]
    letters = fonts.clusters(words[0])
    for count in range(len(letters) - 1, 0, -4):
        yield [*head, Span("".join(letters[:count]) + ELLIPSIS, tail.weight)]


def wrapped(spans: Sequence[Span], locale: str, width: float, rtl: bool) -> tuple[Line, ...]:
    """Break spans into lines at most `width` ems wide: at spaces, hyphens, between ideographs.

    A word wider than a line is broken between letters, with a hyphen where its script has one.
    """
    lines: list[Line] = []
    held: list[Span] = []
    for piece in _fitting(pieces(spans), locale, width, rtl):
        if held and Line(_joined([*held, piece]), locale, rtl).width > width:
            lines.append(Line(_joined(held), locale, rtl))
            held = []
        held.append(piece)
    return (*lines, Line(_joined(held), locale, rtl))


def pieces(spans: Sequence[Span]) -> list[Span]:
    """Cut spans at every place where a line may end."""
    found = []
    for span in spans:
        for word in _BREAKS.split(span.text):
            letters = fonts.clusters(word) if _IDEOGRAPHS.search(word) else [word]
            found += [Span(each, span.weight) for each in letters if each]
    return found


def _fitting(words: list[Span], locale: str, width: float, rtl: bool) -> Iterator[Span]:
    for word in words:
        if Line((word,), locale, rtl).width <= width:
            yield word
        else:
            yield from _cut(word, locale, width, rtl)


def _cut(word: Span, locale: str, width: float, rtl: bool) -> Iterator[Span]:
    """Cut one long word into pieces of about the same length that each fit a line."""
    hyphen = "" if _UNHYPHENED.search(word.text) or "." in word.text else HYPHEN
    letters = fonts.clusters(word.text)
    whole = Line((word,), locale, rtl).width
    share = math.ceil(len(letters) / math.ceil(whole * 1.04 / width))
    held: list[str] = []
    for letter in letters:
        longer = Line((Span("".join([*held, letter, hyphen]), word.weight),), locale, rtl)
        if held and (len(held) >= share or longer.width > width):
            yield Span("".join(held) + hyphen, word.weight)
            held = []
        held.append(letter)
    yield Span("".join(held), word.weight)


def _joined(parts: Sequence[Span]) -> tuple[Span, ...]:
    """Join pieces of one weight, and drop the space at the end of the line."""
    spans: list[Span] = []
    for part in parts:
        if spans and spans[-1].weight == part.weight:
            spans[-1] = Span(spans[-1].text + part.text, part.weight)
        else:
            spans.append(part)
    spans[-1] = Span(spans[-1].text.rstrip(" ") or " ", spans[-1].weight)
    return tuple(spans)
