"""How a name is set: the first name as large as it goes, the full name whole as long as it can be.

A first name takes a second line only when that makes it clearly larger; a single long word is
broken between letters, with a hyphen, only when it would fall below the floor of the stock.
A full name gives up its middle names for their initials before it gives up anything else.
"""

from itertools import combinations, pairwise

from badges import fonts, lines
from badges.face import Face
from badges.lines import Block, Line, Span
from badges.stock import Stock

CAP = 0.668  # of an em: the height of a capital in our Latin typeface
HEAVY, BOLD = 800, 700
LEADING = 0.1  # of an em, between the ink of two lines of a first name
WORTH_A_LINE = 1.2
MOST_LINES = 3


def set_first(face: Face, stock: Stock, width: int, room: int) -> Block:
    """Return the first name in at most `width` by `room` dots."""
    tallest = int(stock.dots(stock.cap_mm) / CAP)
    floor = int(stock.dots(stock.floor_cap_mm) / CAP)
    best = Block((), 0)
    for broken in _broken(face):
        size = min(tallest, _largest(broken, width, room))
        if size >= (best.size * WORTH_A_LINE if best.lines else 1):
            best = Block(broken, size)
    if best.size >= floor:
        return best
    return _squeezed(face, width, room, floor)


def _broken(face: Face) -> list[tuple[Line, ...]]:
    """Give the ways to break a first name at spaces and hyphens, in one to three lines."""
    rtl = fonts.is_rtl(face.first_name)
    parts = [span.text for span in lines.pieces([Span(face.first_name, HEAVY)])]
    if len(parts) > 6 or not {" ", "-"} & set(face.first_name):
        parts = [face.first_name]
    ways = []
    for count in range(min(MOST_LINES, len(parts))):
        for cuts in combinations(range(1, len(parts)), count):
            edges = (0, *cuts, len(parts))
            texts = ["".join(parts[a:b]).strip() for a, b in pairwise(edges)]
            ways.append(tuple(Line((Span(each, HEAVY),), face.locale, rtl) for each in texts))
    return ways


def _largest(broken: tuple[Line, ...], width: int, room: int) -> int:
    widest = max(line.width for line in broken)
    return int(min(width / (widest * lines.SLACK), room / _ems(broken)))


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
    return round(_ems(block.lines) * block.size)


def _squeezed(face: Face, width: int, room: int, floor: int) -> Block:
    """Set a name that is too long for its floor: broken between letters, then shortened."""
    sizes = (floor, max(1, round(floor * 0.6)))
    rows = max(1, int(room / (sizes[1] * (lines.ABOVE + lines.BELOW))))
    for size in (sizes[0], round(floor * 0.8), sizes[1]):
        block = lines.fit([Span(face.first_name, HEAVY)], face.locale, width, (size, size), rows)
        if height(block) <= room and not _is_short(block, face):
            return block
    fewer = rows
    while height(block) > room and fewer > 1:
        fewer -= 1
        span = [Span(face.first_name, HEAVY)]
        block = lines.fit(span, face.locale, width, (sizes[1], sizes[1]), fewer)
    return block


def _is_short(block: Block, face: Face) -> bool:
    last = block.lines[-1].spans[-1].text
    return last.endswith(lines.ELLIPSIS) and not face.first_name.endswith(lines.ELLIPSIS)


def set_full(face: Face, width: int, sizes: tuple[int, int]) -> Block:
    """Return the full name in at most two lines: whole, else with initials, else cut at a word."""
    for name in (face.full_name, with_initials(face.full_name)):
        block = lines.fit([Span(name, BOLD)], face.locale, width, sizes, 2)
        if not block.lines[-1].spans[-1].text.endswith(lines.ELLIPSIS):
            return block
    return block


def with_initials(name: str) -> str:
    """Return a name with its middle words as initials: "Ana M. d. S. Ferreira"."""
    first, *middle, last = name.split(" ") if " " in name else (name, "")
    return " ".join([first, *(f"{fonts.clusters(word)[0]}." for word in middle), last]).strip()
