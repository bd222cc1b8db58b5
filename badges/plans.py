"""Where the code, the first name and the other words go on a stock: a few arrangements to try.

On a stock that stands, the code is at the foot and the words are above it. On one that lies, it is
in the lower corner: either the first name runs over it across the whole width, or everything
stands beside it. A face that is read from the right is the mirror image.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from badges import qr, words
from badges.errors import StockTooSmall
from badges.face import Face
from badges.lines import Block
from badges.stock import Stock

NARROWEST_BESIDE_MM = 12.0  # of a column beside the code; below that its words go under it
SMALLER_CODE = 0.1
NARROWEST_TEXT_MM = 18.0  # of a column for a name


@dataclass(frozen=True)
class Frame:
    """Room for text, in dots: its edges, and whether lines stand at the right."""

    left: int
    right: int
    top: int
    bottom: int
    at_right: bool

    @property
    def width(self) -> int:
        """The dots of a full line."""
        return self.right - self.left


@dataclass(frozen=True)
class Plan:
    """One arrangement: the code, and a frame each for the name, the words, the small words.

    `cost` is what it takes off how good a face on it is: a smaller code is read less far off.
    """

    cost: float
    code_at: tuple[int, int]
    module: int
    name: Frame
    words: Frame
    beside: Frame
    small: list[Block]


@dataclass(frozen=True)
class Ground:
    """What every arrangement starts from, in dots."""

    face: Face
    stock: Stock
    side: int
    module: int
    cost: float
    at_right: bool

    @property
    def quiet(self) -> int:
        """The white around the code (ISO/IEC 18004:2015, 6.3.8)."""
        return self.module * qr.QUIET_MODULES

    @property
    def margin(self) -> int:
        """The white at the edges of what the head reaches."""
        return self.stock.dots(self.stock.margin_mm)

    @property
    def edge(self) -> int:
        """The white at an edge where the code stands."""
        return max(self.margin, self.quiet)

    def frame(self, left: int, right: int, top: int, bottom: int) -> Frame:
        """Return a frame given as on a face read from the left, mirrored where it is not."""
        if self.at_right:
            left, right = self.stock.width_dots - right, self.stock.width_dots - left
        return Frame(left, right, top, bottom, self.at_right)

    def code_at(self, left: int, top: int) -> tuple[int, int]:
        """Return where the code goes, given as on a face read from the left."""
        return (self.stock.width_dots - left - self.side if self.at_right else left), top


def plans(face: Face, stock: Stock, modules: int, *, at_right: bool) -> Iterator[Plan]:
    """Give the arrangements for a code of so many modules, the best liked first.

    Raises:
        StockTooSmall: the code with its quiet zone is wider or higher than the stock.
    """
    least = max(1, -(-stock.dots(stock.qr_mm * 1000) // (1000 * modules)))
    most = max(least, stock.dots(stock.qr_most_mm) // modules)
    if least * (modules + 2 * qr.QUIET_MODULES) > min(stock.width_dots, stock.height_dots):
        raise StockTooSmall
    for module in dict.fromkeys((most, least)):
        ground = Ground(
            face, stock, module * modules, module, SMALLER_CODE * (module < most), at_right
        )
        if stock.width_dots > stock.height_dots:
            yield from (_across(ground), _column(ground))
        else:
            yield _below(ground)


def _below(ground: Ground) -> Plan:
    """The code at the foot, the words above it, the small ones beside it or under it."""
    stock, edge, quiet = ground.stock, ground.edge, ground.quiet
    foot = stock.height_dots - edge
    beside = ground.frame(edge + ground.side + quiet, stock.width_dots - ground.margin, 0, foot)
    if stock.mm(beside.width) >= NARROWEST_BESIDE_MM:
        small = words.set_small(ground.face, stock, beside.width, in_a_row=False)
    else:
        beside = ground.frame(edge, stock.width_dots - edge, 0, stock.height_dots - ground.margin)
        small = words.set_small(ground.face, stock, beside.width, in_a_row=True)
        foot = beside.bottom - height(small) - quiet
    code_top = foot - ground.side
    text = ground.frame(edge, stock.width_dots - edge, edge, code_top - quiet)
    return Plan(
        ground.cost, ground.code_at(edge, code_top), ground.module, text, text, beside, small
    )


def _across(ground: Ground) -> Plan:
    """The first name across the whole width, the code under it, the words beside the code."""
    plan, margin = _column(ground), ground.margin
    code_top = plan.code_at[1]
    name = ground.frame(
        margin, ground.stock.width_dots - margin, plan.name.top, code_top - ground.quiet
    )
    return replace(plan, name=name)


def _column(ground: Ground) -> Plan:
    """All text in one column, the code beside its foot."""
    stock, margin = ground.stock, ground.margin
    code_left = stock.width_dots - ground.edge - ground.side
    code_top = stock.height_dots - ground.edge - ground.side
    right = code_left - ground.quiet
    foot = stock.height_dots - ground.edge
    beside = ground.frame(margin, right, 0, foot)
    small = words.set_small(ground.face, stock, max(1, beside.width), in_a_row=True)
    white = stock.points(stock.text_pt) // 2 if small else 0
    text = ground.frame(margin, right, ground.edge, foot - height(small) - white)
    return Plan(
        ground.cost, ground.code_at(code_left, code_top), ground.module, text, text, beside, small
    )


def height(blocks: list[Block]) -> int:
    """Return the dots that blocks take under each other."""
    return sum(block.height for block in blocks)
