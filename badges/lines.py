"""Lines of text: measured once at 100 dots an em, then scaled, broken where a reader would break.

A line never loses part of a letter. What cannot fit takes a shorter form by rule (`shortened`), and
each caller says how small it may get first.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from badges import fonts
from badges.breaks import HYPHEN, Piece, cut, pieces
from badges.errors import GlyphMissing

EM = 100  # the size at which everything is measured
SLACK = 1.012  # letters are set on whole dots, so a scaled line may come out a little wider
ABOVE, BELOW = 0.95, 0.31  # of an em, around the baseline of a line of plain text
ELLIPSIS = "…"
SMALLER = 0.94  # from one size that is tried to the next
KEPT_ON_ONE_LINE = 0.85  # of the wanted size: smaller, and it wraps instead


@dataclass(frozen=True)
class Span:
    """Words of one weight; `family` is the typeface that is asked first, if not the usual one."""

    text: str
    weight: int
    family: str = ""


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
            for run in fonts.runs(span.text, self.locale, rtl=self.rtl, first=span.family)
        ]
        if lost := "".join(run.text for run, _weight in read if not run.family):
            raise GlyphMissing(lost)  # never a blank box, whatever the caller forgot to ask
        return [each for group in _level_groups(read, self.rtl) for each in group]

    @cached_property
    def width(self) -> float:
        """The whole line in ems: its advance, and what of its ink stands out at either end."""
        advance = sum(_advance(run, weight) for run, weight in self.visual)
        left, right = self.overhang
        return advance + left + right

    @cached_property
    def overhang(self) -> tuple[float, float]:
        """How far ink stands out at the left and at the right end of the line, in ems."""
        first, last = self.visual[0], self.visual[-1]
        # Our Latin letters stay inside, but for a hair.
        left = 0.0 if first[0].family == fonts.PLAIN else -_ink(*first).left
        right = 0.0 if last[0].family == fonts.PLAIN else _ink(*last).right - _advance(*last)
        return max(0.0, left), max(0.0, right)

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
    """Lines of one size, in dots an em, under each other; `short` is one that lost words."""

    lines: tuple[Line, ...]
    size: int
    short: bool = False

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


@lru_cache(maxsize=2048)
def _advance(run: fonts.Run, weight: int) -> float:
    face = fonts.font(run.family, weight, EM)
    return face.getlength(run.text, direction=run.direction) / EM


@lru_cache(maxsize=1024)
def _ink(run: fonts.Run, weight: int) -> Ink:
    face = fonts.font(run.family, weight, EM)
    left, top, right, bottom = face.getbbox(run.text, direction=run.direction, anchor="ls")
    return Ink(left / EM, -top / EM, right / EM, bottom / EM)


def fit(spans: Sequence[Span], locale: str, width: int, sizes: tuple[int, int], rows: int) -> Block:
    """Return spans as a block at most `rows` lines high and `width` dots wide.

    `sizes` is the wanted and the smallest size: one line is kept down to 85 % of the wanted size,
    then it wraps, then it shrinks further, then words go.
    """
    return _fitted(tuple(in_one_typeface(spans, locale)), locale, width, sizes, rows)


@lru_cache(maxsize=256)
def _fitted(
    spans: tuple[Span, ...], locale: str, width: int, sizes: tuple[int, int], rows: int
) -> Block:
    wanted, floor = sizes
    whole = line_of(spans, locale)
    one = min(wanted, int(width / (whole.width * SLACK)))
    if one >= max(floor, KEPT_ON_ONE_LINE * wanted) or (rows == 1 and one >= floor):
        return Block((whole,), one)
    measured = measure(spans, locale, rtl=whole.rtl)
    whole_words = int(width / (max(each.width for each in measured) * SLACK))
    all_of_it = int(width * rows / (sum(each.width for each in measured) * SLACK))
    largest = min(wanted, all_of_it, whole_words if whole_words >= floor else wanted)
    for size in _sizes(largest, floor):
        found = wrap(measured, width / size / SLACK)
        if len(found) <= rows:
            found = _evened(measured, found, width / size / SLACK)
            return built(found, locale, width, size, rtl=whole.rtl)
    found = shortened(wrap(measured, width / floor / SLACK), rows, width / floor / SLACK)
    return built(found, locale, width, floor, rtl=whole.rtl, short=True)


def _sizes(wanted: int, floor: int) -> Iterator[int]:
    size = float(wanted)
    while round(size) > floor:
        yield round(size)
        size *= SMALLER
    yield floor


def in_one_typeface(spans: Sequence[Span], locale: str) -> Iterator[Span]:
    """Give spans each with the first typeface that has all of its letters, on whatever line."""
    for span in spans:
        yield Span(span.text, span.weight, fonts.family_of(span.text, locale))


def line_of(spans: Sequence[Span], locale: str) -> Line:
    """Return all spans on one line, in the direction of their first strong letter."""
    return Line(tuple(spans), locale, fonts.is_rtl("".join(span.text for span in spans)))


def measure(spans: Sequence[Span], locale: str, *, rtl: bool) -> Sequence[Piece]:
    """Cut spans where a line may end, each piece with its width, so that wrapping is sums."""
    return [
        _piece(text, span.weight, locale, rtl, span.family)
        for span in spans
        for text in pieces(span.text)
    ]


@lru_cache(maxsize=4096)
def _piece(text: str, weight: int, locale: str, rtl: bool, family: str, cut: bool = False) -> Piece:
    inked = text.rstrip(" ") or " "
    width = Line((Span(inked, weight, family),), locale, rtl).width
    gap = fonts.font(fonts.PLAIN, weight, EM).getlength(" ") / EM if text != inked else 0.0
    return Piece(text, width, gap, weight, locale, rtl, family, cut)


def wrap(measured: Sequence[Piece], width: float) -> list[list[Piece]]:
    """Put pieces on lines at most `width` ems wide, cutting what is wider than a line."""
    rows: list[list[Piece]] = []
    used = math.inf
    for piece in (each for whole in measured for each in cut(whole, width, _piece)):
        if used + piece.width > width:
            rows.append([])
            used = 0.0
        rows[-1].append(piece)
        used = math.inf if piece.cut else used + piece.width + piece.gap
    return rows


def _evened(measured: Sequence[Piece], rows: list[list[Piece]], width: float) -> list[list[Piece]]:
    """Return as many lines of more equal length: no word stands alone on the last."""
    narrower = width * SMALLER
    while len(rows) > 1 and len(found := wrap(measured, narrower)) == len(rows):
        rows, narrower = found, narrower * SMALLER
    return rows


def shortened(rows: list[list[Piece]], most: int, width: float) -> list[list[Piece]]:
    """Return the first lines; the last ends in an ellipsis after as many letters as it holds."""
    *head, tail = rows[: max(1, most)]
    last = tail[-1]
    end = _piece(ELLIPSIS, *last.style)
    while len(tail) > 1 and sum(each.width + each.gap for each in tail) + end.width > width:
        tail = tail[:-1]
    last, letters = tail[-1], fonts.clusters(tail[-1].text.rstrip(f" ,;:–{HYPHEN}"))
    while len(letters) > 1 and len(tail) == 1 and last.width + end.width > width:
        letters.pop()
        last = _piece("".join(letters), *last.style)
    text = "".join(letters).rstrip(",;:-– ") + ELLIPSIS
    return [*head, [*tail[:-1], _piece(text, *last.style)]]


def built(
    rows: Sequence[Sequence[Piece]],
    locale: str,
    width: int,
    size: int,
    *,
    rtl: bool,
    short: bool = False,
) -> Block:
    """Make the lines of a block, a dot smaller where their letters join wider than their sum."""
    found = tuple(Line(_joined(row), locale, rtl) for row in rows)
    widest = max(line.width for line in found)
    return Block(found, max(1, min(size, int(width / widest))), short)


def _joined(row: Sequence[Piece]) -> tuple[Span, ...]:
    """Join pieces of one weight, and drop the space at the end of the line."""
    spans: list[Span] = []
    for piece in row:
        if spans and (spans[-1].weight, spans[-1].family) == (piece.weight, piece.family):
            spans[-1] = Span(spans[-1].text + piece.text, piece.weight, piece.family)
        else:
            spans.append(Span(piece.text, piece.weight, piece.family))
    last = spans[-1]
    spans[-1] = Span(last.text.rstrip(" ") or " ", last.weight, last.family)
    return tuple(spans)
