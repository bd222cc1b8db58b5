"""A sign for a stand: who stands here, which stand it is, and a code that opens their page.

It is a badge for an employer: the name as large as the paper lets it be, the code bottom left.
"""

from dataclasses import dataclass

from badges import fonts, names
from badges.errors import NameMissing
from badges.page import Page
from badges.papers.canvas import BOLD, REGULAR, Canvas, Column, block, headline
from badges.papers.words import printable
from badges.stock import Stock

CODE_MM = 30.0
MOST_CODE = 0.42  # of the height of the paper


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
    canvas = Canvas(stock)
    left, top, right, bottom = canvas.frame
    column = Column(left, right, fonts.is_rtl(sign.employer))
    y = _stand(canvas, sign, column, top)
    foot = _code(canvas, sign, column, bottom)
    line = "" if is_wide(stock) else sign.line
    text = block(line or " ", REGULAR, sign.locale, column.width, sizes(canvas, 11), 3)
    gap = canvas.mm(4)
    room = foot - y - 2 * gap - (text.height + gap if line else 0)
    most, least = canvas.points(120), canvas.points(7)
    name = headline(sign.employer, sign.locale, names.Room(column.width, room, most, least))
    spare = min((room - names.height(name)) // 4, 3 * gap)
    y = canvas.headline(name, column, y + gap + spare) + gap + spare // 2
    if line:
        canvas.write(text, column, y)
    return canvas.page()


def is_wide(stock: Stock) -> bool:
    """Whether a paper is so wide that lines stand beside the code rather than above it."""
    return stock.width_mm > 1.15 * stock.height_mm


def sizes(canvas: Canvas, pt: float) -> tuple[int, int]:
    """Return the wanted and the smallest size of a text, in dots an em."""
    return canvas.points(pt), canvas.points(pt * 0.6)


def _stand(canvas: Canvas, sign: Sign, column: Column, top: int) -> int:
    """Write which stand it is beside the square of employers, and return where that ends."""
    size = canvas.points(13)
    beside = canvas.mark("employer", column, top, size)
    canvas.label(sign.stand, sign.locale, beside, top, size)
    return top + size


def _code(canvas: Canvas, sign: Sign, column: Column, bottom: int) -> int:
    """Draw the code and what stands beside it, and return where its quiet zone begins."""
    side = min(canvas.mm(CODE_MM), round(canvas.image.height * MOST_CODE))
    box, quiet = canvas.code(sign.code_url, column.left, bottom, side)
    beside = Column(box[2] + quiet, column.right, column.at_right)
    texts = [
        block(text, weight, sign.locale, beside.width, sizes(canvas, 8), 3)
        for text, weight in ((sign.scan_label, REGULAR), (sign.domain, BOLD))
        if text
    ]
    y = bottom - sum(each.height for each in texts)
    for each in texts:
        y = canvas.write(each, beside, y)
    if is_wide(canvas.stock) and sign.line:
        text = block(sign.line, REGULAR, sign.locale, beside.width, sizes(canvas, 11), 3)
        canvas.write(text, beside, box[1] - canvas.mm(1))
    return box[1] - quiet
