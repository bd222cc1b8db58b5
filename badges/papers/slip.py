"""The slip at the exit: whom I met, what they gave me, when and where; a narrow list to keep.

From a roll it is one long page that ends where the list ends. On labels it takes as many as it
needs, and nobody is cut in two.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from badges import fonts, lines
from badges.errors import StockTooSmall
from badges.lines import Block, Span
from badges.page import Page
from badges.papers.canvas import BOLD, HEAVY, LABEL_MM, REGULAR, Canvas, Column, block
from badges.papers.words import printable
from badges.stock import MM_PER_INCH, Stock

ROLL_MM = 900.0  # printers for rolls end a page at one metre
LEAST_MM = 30.0
LARGEST = 1.3  # how large a list is on wide paper: more people rather than larger letters
SCALES = (1.0, 0.85, 0.7)
GIVEN = 4
GAP_MM = 2.0
RULE_MM = 0.3


@dataclass(frozen=True)
class Met:
    """Somebody whom I met: only what they gave me, as lines of text; `when` says where, too."""

    full_name: str
    first_name: str = ""
    organisation: str = ""
    given: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True)
class Slip:
    """The words of one slip; `page_label` numbers the pages where there are several."""

    title: str
    fair: str
    met: tuple[Met, ...]
    closing: str = ""
    page_label: str = "{page} of {pages}"
    locale: str = "en"


@dataclass(frozen=True)
class Part:
    """Blocks that stay together on a page."""

    blocks: tuple[Block, ...]

    @property
    def height(self) -> int:
        """The dots they take."""
        return sum(each.height for each in self.blocks)


def draw_slip(slip: Slip, stock: Stock) -> list[Page]:
    """Return a slip on as many pages as it takes; from a roll each is cut after its last line.

    A page from a roll is a whole number of millimetres long, at most 900.

    Raises:
        GlyphMissing: no typeface has a letter; nothing was drawn.
        StockTooSmall: the paper is too low for one person.
    """
    slip = printable(slip, slip.locale)
    from_roll = stock.least_height_mm is not None
    blank, pages = _largest(slip, stock.cut(ROLL_MM) if from_roll else stock)
    drawn = []
    for number, parts in enumerate(pages, start=1):
        canvas = Canvas(blank.stock, blank.scale)
        foot = _write(canvas, parts, slip)
        if len(pages) > 1:
            label = slip.page_label.replace("{page}", str(number))
            at = foot + canvas.mm(GAP_MM) if from_roll else None
            foot = _number(canvas, label.replace("{pages}", str(len(pages))), slip, at)
        drawn.append(_cut(canvas, foot) if from_roll else canvas.page())
    return drawn


def _largest(slip: Slip, stock: Stock) -> tuple[Canvas, list[list[Part]]]:
    """Return the parts of each page, as large as everybody fits on one, and a blank page."""
    for scale in SCALES:
        blank = Canvas(stock, min(LARGEST, stock.width_mm / LABEL_MM) * scale)
        pages = _paged(_parts(slip, blank), blank)
        if pages:
            return blank, pages
    raise StockTooSmall


def _parts(slip: Slip, canvas: Canvas) -> list[Part]:
    """Set the words: the title with the first person, everybody, the last line."""
    left, _top, right, _bottom = canvas.frame
    width = right - left

    def text(words: str, weight: int, pt: float, rows: int = 2) -> list[Block]:
        sizes = canvas.points(pt), canvas.points(pt * 0.7)
        return [block(words, weight, slip.locale, width, sizes, rows)] if words else []

    parts = [Part((*text(slip.title, HEAVY, 17), *text(slip.fair, REGULAR, 9.2)))]
    for met in slip.met:
        given = [each for words in met.given[:GIVEN] for each in text(words, BOLD, 9.2)]
        name = _name(met, slip.locale, width, canvas)
        about = text(met.organisation, REGULAR, 9.2)
        parts.append(Part((*name, *about, *given, *text(met.when, REGULAR, 7.6))))
    parts.append(Part(tuple(text(slip.closing, REGULAR, 9.2, rows=4))))
    return [part for part in parts if part.blocks]


def _name(met: Met, locale: str, width: int, canvas: Canvas) -> list[Block]:
    """Set a full name, its first name heavier where it begins with it."""
    first, full = met.first_name, met.full_name or met.first_name
    spans = [Span(full, HEAVY)]
    if first and full.startswith(f"{first} "):
        spans = [Span(f"{first} ", HEAVY), Span(full[len(first) + 1 :], REGULAR)]
    sizes = canvas.points(13), canvas.points(8)
    return [lines.fit(spans, locale, width, sizes, 2)] if full else []


def _paged(parts: Sequence[Part], canvas: Canvas) -> list[list[Part]]:
    """Put parts on pages; none where one part is higher than a page."""
    _left, top, _right, bottom = canvas.frame
    room = bottom - top
    gap, numbered = _gap(canvas), room - _number_height(canvas)
    if sum(part.height + gap for part in parts) - gap <= room:
        return [list(parts)]
    pages: list[list[Part]] = [[]]
    used = 0
    for part in parts:
        if part.height > numbered:
            return []
        if used + part.height > numbered:
            pages.append([])
            used = 0
        pages[-1].append(part)
        used += part.height + gap
    return pages


def _gap(canvas: Canvas) -> int:
    return 2 * canvas.mm(GAP_MM) + canvas.mm(RULE_MM)


def _number_height(canvas: Canvas) -> int:
    return canvas.points(7.6) * 2


def _column(canvas: Canvas, slip: Slip) -> Column:
    left, _top, right, _bottom = canvas.frame
    return Column(left, right, fonts.is_rtl(slip.title))


def _write(canvas: Canvas, parts: Sequence[Part], slip: Slip) -> int:
    """Write the parts of a page with a rule between them, and return where they end."""
    left, top, right, _bottom = canvas.frame
    y = top
    for part in parts:
        if y > top:
            rule = y + canvas.mm(GAP_MM)
            canvas.fill((left, rule, right, rule + canvas.mm(RULE_MM)))
            y += _gap(canvas)
        for each in part.blocks:
            y = canvas.write(each, _column(canvas, slip), y)
    return y


def _number(canvas: Canvas, label: str, slip: Slip, top: int | None) -> int:
    """Write which page it is at the far side, at the foot where no `top` is given."""
    column, size = _column(canvas, slip), canvas.points(7.6)
    text = block(label, REGULAR, slip.locale, column.width, (size, size // 2), 1)
    far = Column(column.left, column.right, not column.at_right)
    return canvas.write(text, far, canvas.frame[3] - text.height if top is None else top)


def _cut(canvas: Canvas, foot: int) -> Page:
    """Return the paper up to a margin below its ink, in whole millimetres."""
    stock = canvas.stock
    taken_mm = stock.height_mm - (canvas.frame[3] - foot) * MM_PER_INCH / stock.dpi
    height_mm = float(max(LEAST_MM, math.ceil(taken_mm)))
    image = canvas.image.crop((0, 0, canvas.image.width, stock.dots(height_mm)))
    return Page(image, stock.width_mm, height_mm, stock.dpi)
