"""Paper to write on, from the top down, with the same letters, code and edges as a badge.

Everything grows with the paper: what is 1 mm on a label of 62 mm is 3.4 mm on A4.
"""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from badges import fonts, lines, names, qr
from badges.lines import Block, Line, Span
from badges.page import Page
from badges.stock import Stock

BLACK, WHITE = 0, 1
REGULAR, BOLD, HEAVY = 400, 700, 800
LABEL_MM = 62.0  # the width of the badge that all sizes come from
MARGIN_MM = 3.6
WORTH_A_LINE = 1.2
MOST_LINES = 4
Box = tuple[int, int, int, int]

# Plain paper, which every printer leaves white for 4.23 mm (1/6 inch) at each edge (PWG 5100.13).
EDGE_MM = (4.23, 4.23, 4.23, 4.23)
PAPERS: dict[str, Stock] = {
    stock.name: stock
    for stock in (
        Stock("a4", 210, 297, unreached_mm=EDGE_MM),  # ISO 216
        Stock("a5", 148, 210, unreached_mm=EDGE_MM),
        Stock("a6", 105, 148, unreached_mm=EDGE_MM),
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

    def __init__(self, stock: Stock, scale: float | None = None) -> None:
        """Begin with blank paper; `scale` is how large all is, 1 on a label of 62 mm."""
        self.stock = stock
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

    @property
    def frame(self) -> Box:
        """The room for ink: what the printer reaches, less a margin."""
        left, top, right, bottom = (self.stock.dots(each) for each in self.stock.unreached_mm)
        margin = self.mm(MARGIN_MM)
        width, height = self.image.size
        return left + margin, top + margin, width - right - margin, height - bottom - margin

    def write(self, block: Block, column: Column, top: int) -> int:
        """Write lines under each other, and return where they end."""
        y = top
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

    def label(self, text: str, locale: str, column: Column, top: int, size: int) -> None:
        """Write one bold line whose capitals stand in the middle of a mark of `size` dots."""
        if text:
            line = block(text, BOLD, locale, column.width, (size, size // 2), 1)
            foot = top + round((size + names.CAP * line.size) / 2)
            self._line(line.lines[0], line.size, column, foot)

    def _line(self, line: Line, size: int, column: Column, baseline: int) -> None:
        x = float(column.right - round(line.width * size) if column.at_right else column.left)
        for run, weight in line.visual:
            font = fonts.font(run.family, weight, size)
            direction = "rtl" if run.rtl else "ltr"
            self.pen.text((round(x), baseline), run.text, BLACK, font, "ls", direction=direction)
            x += font.getlength(run.text, direction=direction)

    def fill(self, box: Box) -> None:
        """Blacken a box; its right and lower edge are the first dots outside."""
        self.pen.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=BLACK)

    def code(self, text: str, left: int, bottom: int, side: int) -> tuple[Box, int]:
        """Draw a code of about `side` dots, whole dots a module.

        Returns where it stands, and the dots of its quiet zone of four modules (ISO/IEC
        18004:2015, 6.3.8), which the caller leaves free.
        """
        matrix = qr.matrix(text)
        module = max(1, round(side / len(matrix)))
        dots = bytes(0 if dark else 255 for row in matrix for dark in row)
        small = Image.frombytes("L", (len(matrix), len(matrix)), dots)
        whole = len(matrix) * module
        large = small.resize((whole, whole), Image.Resampling.NEAREST)
        self.image.paste(large.convert("1"), (left, bottom - whole))
        return (left, bottom - whole, left + whole, bottom), module * qr.QUIET_MODULES

    def page(self) -> Page:
        """Return the paper as it now is."""
        return Page(self.image, self.stock.width_mm, self.stock.height_mm, self.stock.dpi)


def block(
    text: str, weight: int, locale: str, width: int, sizes: tuple[int, int], rows: int = 2
) -> Block:
    """Return a text of one weight in a few lines; see `lines.fit`."""
    return lines.fit([Span(text, weight)], locale, width, sizes, rows)


def headline(text: str, locale: str, room: tuple[int, int], tallest: int, floor: int) -> Block:
    """Return a name as large as its room of dots lets it be, in a few lines.

    A word is cut only where it is wider than the room at the floor, and the last words go only
    where all lines are full; both sizes are dots an em.
    """
    width, height = room
    spans = [Span(text, HEAVY)]
    whole = lines.line_of(spans, locale).width
    widest = max(lines.line_of([Span(word, HEAVY)], locale).width for word in text.split(" "))
    largest = min(tallest, width / (widest * lines.SLACK))
    best = Block((), 0)
    for rows in range(1, MOST_LINES + 1):
        # No size is tried at which the lines could not even hold the letters' sum.
        wanted = max(floor, int(min(largest, WORTH_A_LINE * rows * width / whole)))
        found = _lowered(lines.fit(spans, locale, width, (wanted, floor), rows), height)
        if not best.lines or _is_short(best, text) or found.size >= best.size * WORTH_A_LINE:
            best = found
    return best


def _is_short(found: Block, text: str) -> bool:
    ellipsis = lines.ELLIPSIS
    return found.lines[-1].spans[-1].text.endswith(ellipsis) and not text.endswith(ellipsis)


def _lowered(found: Block, height: int) -> Block:
    """Return a block made smaller until it is no higher than its room."""
    taken = names.height(found)
    return found if taken <= height else Block(found.lines, int(found.size * height / taken))
