"""A sign for a stand: who stands here, which stand it is, and a code that opens their page.

It is a badge for an employer: the name as large as the paper lets it be, the code bottom left.
"""

from dataclasses import dataclass

from badges import fonts, names
from badges.errors import NameMissing
from badges.lines import Block
from badges.page import Page
from badges.papers.canvas import BOLD, REGULAR, Canvas, Column, headline, height, quiet
from badges.papers.words import printable
from badges.stock import Stock

CODE_MM = 30.0
MOST_CODE = 0.42  # of the height of the paper
STAND_PT, LINE_PT, SCAN_PT = 13, 11, 8
MOST_PT, LEAST_PT = 120, 7


@dataclass(frozen=True)
class Sign:
    """The words of one sign; a text that is empty leaves no gap.

    `code_url` is in capitals, so that the code stays small; `stand` is "Stand 14", with its word.
    """

    employer: str
    stand: str
    code_url: str
    domain: str
    line: str = ""
    scan_label: str = "Scan with any camera"
    locale: str = "en"


def draw_sign(sign: Sign, stock: Stock) -> Page:
    """Return a sign on a whole paper.

    Raises:
        GlyphMissing: no typeface has a letter; nothing was drawn.
        NameMissing: the employer's name has no letter.
        CodeUnfit: no code holds the address.
        StockTooSmall: the paper has no room for the name above the code.
    """
    sign = printable(sign, sign.locale)
    if not sign.employer:
        raise NameMissing
    canvas = Canvas(stock, sign.locale)
    side = min(canvas.mm(CODE_MM), round(canvas.image.height * MOST_CODE))
    white = quiet(sign.code_url, side)
    left, top, right, bottom = canvas.frame(white)
    column = Column(left, right, fonts.is_rtl(sign.employer))
    code = canvas.code(sign.code_url, left, bottom, side)
    beside = Column(code[2] + white, right, column.at_right)
    line = _line(canvas, sign, beside if is_wide(stock) else column)
    if is_wide(stock):
        canvas.write(line, beside, code[1] - canvas.mm(1))
        line = []
    _scan(canvas, sign, beside, bottom)
    y = canvas.mark("employer", sign.stand, column, top, STAND_PT)
    _name(canvas, sign, column, (y, code[1] - white), line)
    return canvas.page()


def is_wide(stock: Stock) -> bool:
    """Whether a paper is so wide that lines stand beside the code rather than above it."""
    return stock.width_mm > 1.15 * stock.height_mm


def _line(canvas: Canvas, sign: Sign, column: Column) -> list[Block]:
    return canvas.set(sign.line, REGULAR, LINE_PT, column.width, 3)


def _scan(canvas: Canvas, sign: Sign, column: Column, bottom: int) -> None:
    """Write what belongs to the code, its last line level with the foot of the code."""
    label = canvas.set(sign.scan_label, REGULAR, SCAN_PT, column.width, 3)
    blocks = [*label, *canvas.set(sign.domain, BOLD, SCAN_PT, column.width, 3)]
    canvas.write(blocks, column, bottom - height(blocks))


def _name(
    canvas: Canvas, sign: Sign, column: Column, between: tuple[int, int], line: list[Block]
) -> None:
    """Write the name as large as it goes above its line, in what the code leaves free."""
    top, bottom = between
    gap = canvas.mm(4)
    room = bottom - top - 2 * gap - (height(line) + gap if line else 0)
    sizes = canvas.points(MOST_PT), canvas.points(LEAST_PT)
    name = headline(sign.employer, sign.locale, names.Room(column.width, room, *sizes))
    spare = min((room - names.height(name)) // 4, 3 * gap)
    y = canvas.headline(name, column, top + gap + spare)
    canvas.write(line, column, y + gap + spare // 2)
