"""Paper to write on, from the top down, with the same letters, code and edges as a badge.

Everything grows with the paper: what is 1 mm on a label of 62 mm is 3.4 mm on A4.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from badges import lines, names, qr
from badges.draw import BLACK, SHAPES, WHITE, write
from badges.errors import StockTooSmall
from badges.face import Kind
from badges.layout import Box, Placed
from badges.lines import Block, Line, Span
from badges.page import Page
from badges.stock import SHEET_FED, Stock

REGULAR, BOLD, HEAVY = 400, 700, 800
LABEL_MM = 62.0  # the width of the badge that all sizes come from
MARGIN_MM = 3.6
LEAST = 0.6  # of a wanted size: smaller, and words go
BESIDE_MARK = 1.42  # of a mark: where the word beside it begins

PAPERS: dict[str, Stock] = {
    stock.name: stock
    for stock in (
        Stock("a4", 210, 297, SHEET_FED),  # ISO 216
        Stock("a5", 148, 210, SHEET_FED),
    )
}


@dataclass(frozen=True)
class Column:
    """The room of some lines: their left and right end, and at which of them they stand."""

    left: int
    right: int
    at_right: bool = False

    @property
    def width(self) -> int:
        """The dots of a full line."""
        return self.right - self.left

    def inset(self, dots: int) -> "Column":
        """Return the column without some dots at the end where its lines stand."""
        if self.at_right:
            return Column(self.left, self.right - dots, at_right=True)
        return Column(self.left + dots, self.right)


class Canvas:
    """A whole medium, blank at first; places are dots from its upper left corner."""

    def __init__(self, stock: Stock, locale: str, scale: float | None = None) -> None:
        """Begin with blank paper; `scale` is how large all is, 1 on a label of 62 mm."""
        self.stock = stock
        self.locale = locale
        self.scale = scale or min(stock.width_mm, stock.height_mm) / LABEL_MM
        size = stock.dots(stock.width_mm), stock.dots(stock.height_mm)
        self.image = Image.new("1", size, WHITE)
        self.pen = ImageDraw.Draw(self.image)
        self.pen.fontmode = "1"

    def mm(self, mm: float) -> int:
        """Return the dots of a length that grows with the paper."""
        return max(1, self.stock.dots(mm * self.scale))

    def points(self, pt: float) -> int:
        """Return the dots an em of a size that grows with the paper, in points of 1/72 inch."""
        return max(1, round(pt * self.scale * self.stock.dpi / 72))

    def frame(self, white: int = 0) -> Box:
        """Return the room for ink: what the printer reaches, less a margin.

        It is so many dots of white from every edge of the paper, at the least.
        """
        left, top, right, bottom = (
            max(self.stock.dots(each) + self.mm(MARGIN_MM), white)
            for each in self.stock.unreached_mm
        )
        return left, top, self.image.width - right, self.image.height - bottom

    def set(self, words: str, weight: int, pt: float, width: int, rows: int = 2) -> list[Block]:
        """Return a text in a few lines, at least 60 % of the wanted size; nothing for no words."""
        sizes = self.points(pt), self.points(pt * LEAST)
        return [lines.fit([Span(words, weight)], self.locale, width, sizes, rows)] if words else []

    def write(self, blocks: Iterable[Block], column: Column, top: int) -> int:
        """Write blocks under each other, and return where they end."""
        y = top
        for block in blocks:
            for line in block.lines:
                above, below = line.extent
                self._line(line, block.size, column, y + round(above * block.size))
                y += -(-round((above + below) * block.size * 100) // 100)
        return y

    def headline(self, block: Block, column: Column, top: int) -> int:
        """Write large lines by their ink, close together, and return where they end."""
        pitch = names.pitch(block.lines) * block.size
        first = top + names.reach(block.lines[0])[0] * block.size
        for number, line in enumerate(block.lines):
            left, right = line.bearings
            shift = round((right if column.at_right else -left) * block.size)
            baseline = round(first + pitch * number)
            moved = Column(column.left + shift, column.right + shift, column.at_right)
            self._line(line, block.size, moved, baseline)
        return top + names.height(block)

    def _line(self, line: Line, size: int, column: Column, baseline: int) -> None:
        x = column.right - round(line.width * size) if column.at_right else column.left
        write(self.pen, Placed(line, size, x, baseline), BLACK)

    def mark(self, kind: Kind, words: str, column: Column, top: int, pt: float) -> int:
        """Draw the shape of a kind and a word beside it, and return where they end.

        The capitals of the word stand in the middle of the shape.
        """
        size = self.points(pt)
        left = column.right - size if column.at_right else column.left
        SHAPES[kind](self.pen, (left, top, left + size, top + size), BLACK)
        beside = column.inset(round(BESIDE_MARK * size))
        for block in self.set(words, BOLD, pt, beside.width, 1):
            foot = top + round((size + names.CAP * block.size) / 2)
            self._line(block.lines[0], block.size, beside, foot)
        return top + size

    def fill(self, box: Box) -> None:
        """Blacken a box; its right and lower edge are the first dots outside."""
        self.pen.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=BLACK)

    def code(self, text: str, left: int, bottom: int, side: int) -> Box:
        """Draw a code of about `side` dots, whole dots a module, and return where it stands.

        Its quiet zone (`quiet`) is the caller's to leave free.
        """
        matrix = qr.matrix(text)
        module = _module(matrix, side)
        dots = bytes(0 if dark else 255 for row in matrix for dark in row)
        small = Image.frombytes("L", (len(matrix), len(matrix)), dots)
        whole = len(matrix) * module
        large = small.resize((whole, whole), Image.Resampling.NEAREST)
        self.image.paste(large.convert("1"), (left, bottom - whole))
        return left, bottom - whole, left + whole, bottom

    def page(self) -> Page:
        """Return the paper as it now is."""
        return Page(self.image, self.stock.width_mm, self.stock.height_mm, self.stock.dpi)


def quiet(text: str, side: int) -> int:
    """Return the dots of white around a code of about `side` dots: four modules.

    ISO/IEC 18004:2015, 6.3.8.
    """
    return _module(qr.matrix(text), side) * qr.QUIET_MODULES


def _module(matrix: qr.Matrix, side: int) -> int:
    return max(1, round(side / len(matrix)))


def height(blocks: Iterable[Block]) -> int:
    """Return the dots that blocks take under each other."""
    return sum(block.height for block in blocks)


def headline(text: str, locale: str, room: names.Room) -> Block:
    """Return a name as large as its room lets it be, as a badge sets a first name.

    Raises:
        StockTooSmall: there is no room for it.
    """
    found = names.set_first(text, locale, room)
    if not found:
        raise StockTooSmall
    return found
