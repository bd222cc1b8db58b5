"""How a name is set: the first name as large as it goes, the full name whole as long as it can be.

A first name takes a second line only when that makes it clearly larger; a single long word is
broken between letters, with a hyphen, only when it would fall below the floor of the stock, and
gives up its last words only when even that is not enough. A full name gives up its middle names
for their initials, then the initials, before it gives up anything else.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from badges import breaks, fonts, lines
from badges.breaks import Piece
from badges.lines import Block, Line, Span
from badges.stock import Stock

CAP = 0.668  # of an em: the height of a capital in our Latin typeface
HEAVY, BOLD = 800, 700
LEADING = 0.1  # of an em, between the ink of two lines of a first name
WORTH_A_LINE = 1.2
MOST_LINES = 3
MOST_PARTS = 7  # of a first name that is broken as a whole: more ways than these gain nothing
ROOM_OF_A_LINE = 0.9  # of an em: a line takes at least about this
SMALLEST = 0.6  # of the floor: what letters with towering marks may shrink to


@dataclass(frozen=True)
class Room:
    """The dots a first name may take, and its largest and smallest size in dots an em."""

    width: int
    height: int
    tallest: int
    floor: int


def room(stock: Stock, width: int, height: int) -> Room:
    """Return the room for a first name on a stock, in dots."""
    tallest, floor = (int(stock.dots(mm) / CAP) for mm in (stock.cap_mm, stock.floor_cap_mm))
    return Room(width, height, tallest, floor)


def set_first(name: str, locale: str, here: Room) -> Block | None:
    """Return a first name as large as its room lets it, or None where it has none."""
    if here.width <= 0 or here.height <= 0:
        return None
    spans = tuple(lines.in_one_typeface([Span(name, HEAVY)], locale))
    pieces = lines.measure(spans, locale, rtl=fonts.is_rtl(name))
    best = _largest(pieces, here)
    if best.size < here.floor:
        return _cut(pieces, here) or _fewer(pieces, here) or _shortest(pieces, here)
    return best


def _largest(pieces: Sequence[Piece], here: Room) -> Block:
    """Break a name at spaces and hyphens, in as few lines as make it large."""
    best = Block((), 0)
    for rows in _ways(pieces):
        block = _set(rows, here)
        if block.size >= (best.size * WORTH_A_LINE if best.lines else 1):
            best = block
    return best


def _ways(pieces: Sequence[Piece]) -> Iterator[list[Sequence[Piece]]]:
    """Give a name in one, two, three lines, each the way that keeps its widest line narrowest."""
    yield [pieces]
    if len(pieces) > MOST_PARTS or not {" ", "-"} & set("".join(each.text for each in pieces)):
        return
    for count in range(1, min(MOST_LINES, len(pieces))):
        ways = [(0, *cuts, len(pieces)) for cuts in combinations(range(1, len(pieces)), count)]
        best = min(ways, key=lambda way: max(_width(pieces[a:b]) for a, b in pairwise(way)))
        yield [pieces[a:b] for a, b in pairwise(best)]


def _width(row: Sequence[Piece]) -> float:
    return sum(each.width + each.gap for each in row) - row[-1].gap


def _set(rows: Sequence[Sequence[Piece]], here: Room, *, short: bool = False) -> Block:
    piece = rows[0][0]
    block = lines.built(rows, piece.locale, 1, 1, rtl=piece.rtl)
    widest = max(line.width for line in block.lines)
    size = min(
        here.tallest,
        here.width / (widest * lines.SLACK),
        here.height / (_ems(block.lines) * lines.SLACK),
    )
    return Block(block.lines, int(size), short)


def _cut(pieces: Sequence[Piece], here: Room) -> Block | None:
    """Break a name between letters, as large as it stays whole, not below the floor."""
    area = here.width * here.height / (ROOM_OF_A_LINE * sum(each.width for each in pieces))
    size = min(here.tallest, 2 * here.floor, math.isqrt(int(area)))
    while size >= here.floor:
        rows = lines.wrap(pieces, here.width / size / lines.SLACK)
        if len(rows) * ROOM_OF_A_LINE * size <= here.height:
            block = _set(rows, here)
            if block.size >= here.floor:
                return block
        if size == here.floor:
            break
        size = max(here.floor, int(size * lines.SMALLER))
    return None


def _fewer(pieces: Sequence[Piece], here: Room) -> Block | None:
    """Leave out last words, never a particle alone at the end."""
    for count in range(min(len(pieces) - 1, MOST_PARTS), 0, -1):
        if not pieces[count - 1].gap:
            continue
        block = _largest(pieces[:count], here)
        if block.size >= here.floor:
            return Block(block.lines, block.size, short=True)
    return None


def _shortest(pieces: Sequence[Piece], here: Room) -> Block | None:
    """Leave out last letters, ending in an ellipsis."""
    width = here.width / here.floor / lines.SLACK
    whole = lines.wrap(pieces, width)
    for most in range(max(1, int(here.height / here.floor / ROOM_OF_A_LINE)), 0, -1):
        if most < len(whole) or most == 1:
            block = _set(lines.shortened(whole, most, width), here, short=True)
            if block.size >= here.floor or (most == 1 and block.size >= here.floor * SMALLEST):
                return block
    return None


def _ems(broken: tuple[Line, ...]) -> float:
    """Return how high a first name is, from its highest ink to its lowest, in ems."""
    return reach(broken[0])[0] + pitch(broken) * (len(broken) - 1) + reach(broken[-1])[1]


def pitch(broken: tuple[Line, ...]) -> float:
    """Return the distance between the baselines of a first name: equal, and no ink touches."""
    between = (reach(upper)[1] + reach(lower)[0] for upper, lower in pairwise(broken))
    return max(between, default=0.0) + LEADING


def reach(line: Line) -> tuple[float, float]:
    """Return how far a line of a first name reaches above and below its baseline, in ems.

    At least a capital above, so that names without ascenders stand where others do.
    """
    above, below = line.ink
    return max(above, CAP), max(below, 0.0)


def height(block: Block) -> int:
    """Return the dots that a first name takes."""
    return math.ceil(_ems(block.lines) * lines.SLACK * block.size)


def set_full(name: str, locale: str, width: int, sizes: tuple[int, int], rows: int = 2) -> Block:
    """Return the full name in a few lines: whole, with initials, without, else cut at a word."""
    block = Block((), 0)
    for form in dict.fromkeys((name, with_initials(name), without_middle(name))):
        block = lines.fit([Span(form, BOLD)], locale, width, sizes, rows)
        if not block.short:
            break
    return block


def with_initials(name: str) -> str:
    """Return a name with its middle words as initials: "Ana M. S. de Ferreira"."""
    first, middle, last = _parts(name)
    initials = (word if len(word) < 3 else f"{fonts.clusters(word)[0]}." for word in middle)
    return " ".join([*first, *initials, *last])


def without_middle(name: str) -> str:
    """Return a name as its first word and its last, with particles and suffixes: "Ana de Gil"."""
    first, _middle, last = _parts(name)
    return " ".join([*first, *last])


def _parts(name: str) -> tuple[list[str], list[str], list[str]]:
    """Cut a name in its first word, the middle ones, and the last with its particle and suffix."""
    words = name.split(" ")
    end = len(words)
    while end > 2 and words[end - 1].strip(",").lower() in breaks.SUFFIXES:
        end -= 1
    start = max(1, end - 1)
    while start > 1 and breaks.is_particle(words[start - 1]):
        start -= 1
    return words[:1], [word for word in words[1:start] if word], words[start:]
