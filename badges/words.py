"""The words around a first name: who, what, where from, what to ask; and those beside the code.

They give way to the first name step by step: first a little size, then lines, then words of the
least weight, and each step costs more than the one before.
"""

from dataclasses import dataclass
from typing import NamedTuple

from badges import lines, names
from badges.face import Face
from badges.lines import Block, Span
from badges.stock import Stock

REGULAR, BOLD = 400, 700
GROUP = 3  # the suffix is read aloud in groups of three
GAPS = 4  # steps of white that a face takes at least, between mark, name, words and code
SECOND = 0.75  # a full name is at most three quarters of the first name


class Concession(NamedTuple):
    """How much the words give way: their scale, the lines of each, and what that costs."""

    cost: float
    scale: float
    who: int
    role: int
    organisation: int
    ask: int


CONCESSIONS = (
    Concession(0.0, 1.0, 2, 2, 2, 3),
    Concession(0.05, 0.9, 2, 2, 2, 3),
    Concession(0.1, 0.8, 2, 2, 2, 3),
    Concession(0.16, 0.7, 2, 2, 2, 3),
    Concession(0.3, 0.7, 2, 1, 1, 2),
    Concession(0.45, 0.7, 1, 1, 1, 1),
    Concession(0.7, 0.7, 1, 1, 1, 0),
    Concession(0.8, 0.7, 1, 0, 1, 0),
    Concession(0.9, 0.7, 1, 0, 0, 0),
    Concession(1.0, 0.7, 0, 0, 0, 0),
)


@dataclass(frozen=True)
class Words:
    """The lines under the first name: who, what, where from, and what to ask."""

    who: Block | None
    what: list[Block]
    ask: Block | None
    step: int
    indent: int

    @property
    def blocks(self) -> list[Block]:
        """Every block there is, from the top."""
        return [block for block in (self.who, *self.what, self.ask) if block]

    @property
    def height(self) -> int:
        """The dots they and the white around them take."""
        return sum(block.height for block in self.blocks) + GAPS * self.step

    @property
    def cut_short(self) -> int:
        """How many of them lost words."""
        return sum(block.short for block in self.blocks)


def set_words(face: Face, stock: Stock, width: int, given: Concession) -> Words:
    """Return the words of a face in lines at most `width` dots wide."""
    floor = stock.points(stock.floor_pt)
    text = max(floor, round(stock.points(stock.text_pt) * given.scale))
    who = None
    if given.who and face.full_name and face.full_name != face.first_name:
        name = max(floor, round(stock.points(stock.name_pt) * given.scale))
        smallest = max(floor, round(name * 0.55))
        who = names.set_full(face.full_name, face.locale, width, (name, smallest), given.who)
    what = [
        lines.fit([Span(each, REGULAR)], face.locale, width, (text, floor), rows)
        for each, rows in (
            (face.role_line, given.role),
            (face.organisation, given.organisation),
        )
        if each and rows
    ]
    ask, indent = None, round(text * 0.8)
    if face.ask_me_about and given.ask:
        spans = [Span(face.ask_me_about, REGULAR)]
        if face.ask_label:
            spans.insert(0, Span(f"{face.ask_label} ", BOLD))
        ask = lines.fit(spans, face.locale, width - indent, (text, floor), given.ask)
    return Words(who, what, ask, step=round(text * 0.72), indent=indent)


def smaller_than_first(face: Face, stock: Stock, words: Words, width: int, size: int) -> Words:
    """Return words whose full name is clearly smaller than the first name; none grows."""
    floor = stock.points(stock.floor_pt)
    largest = max(floor, int(size * SECOND))
    if not words.who or words.who.size <= largest:
        return words
    sizes = (largest, max(floor, int(largest * 0.55)))
    who = names.set_full(face.full_name, face.locale, width, sizes, len(words.who.lines))
    return Words(who, words.what, words.ask, words.step, words.indent)


def set_small(face: Face, stock: Stock, width: int, *, in_a_row: bool) -> list[Block]:
    """Return what stands beside the code: how to read it, whose it is, its last letters.

    In a row, the address and the letters share a line where they fit on one.
    """
    small, floor = stock.points(stock.text_pt * 0.76), stock.points(stock.floor_pt * 0.8)
    suffix = "·".join(face.suffix[at : at + GROUP] for at in range(0, len(face.suffix), GROUP))
    texts = [(face.domain, BOLD, small, 2), (suffix, BOLD, round(small * 1.28), 1)]
    if in_a_row and face.domain and suffix:
        spans = [Span(f"{face.domain}   ", REGULAR), Span(suffix, BOLD)]
        row = lines.fit(spans, face.locale, width, (round(small * 1.14), floor), 1)
        if not row.short:
            return [row]
    elif not in_a_row:
        texts.insert(0, (face.scan_label, REGULAR, small, 3))
    return [
        lines.fit([Span(text, weight)], face.locale, width, (size, floor), rows)
        for text, weight, size, rows in texts
        if text
    ]
