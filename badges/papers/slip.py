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
from badges.papers.canvas import BOLD, HEAVY, LABEL_MM, LEAST, REGULAR, Canvas, Column, height
from badges.papers.words import printable
from badges.stock import MM_PER_INCH, Stock

ROLL_MM = 900.0  # printers for rolls end a page at one metre
LEAST_MM = 30.0
LARGEST = 1.3  # how large a list is on wide paper: more people rather than larger letters
SCALES = (1.0, 0.85, 0.7)
GIVEN = 4
GAP_MM = 2.0
RULE_MM = 0.3
TITLE_PT, NAME_PT, TEXT_PT, SMALL_PT = 17, 13, 9.2, 7.6


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


Part = list[Block]  # what stays together on a page


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
        canvas = Canvas(blank.stock, slip.locale, blank.scale)
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
        blank = Canvas(stock, slip.locale, min(LARGEST, stock.width_mm / LABEL_MM) * scale)
        pages = _paged(_parts(slip, blank), blank)
        if pages:
            return blank, pages
    raise StockTooSmall


def _parts(slip: Slip, canvas: Canvas) -> list[Part]:
    """Set the words: the title, everybody, the last line."""
    width = _column(canvas, slip).width
    title = canvas.set(slip.title, HEAVY, TITLE_PT, width)
    people = [_person(canvas, met, width) for met in slip.met]
    closing = canvas.set(slip.closing, REGULAR, TEXT_PT, width, 4)
    parts = [[*title, *canvas.set(slip.fair, REGULAR, TEXT_PT, width)], *people, closing]
    return [part for part in parts if part]


def _person(canvas: Canvas, met: Met, width: int) -> Part:
    given = [
        block for words in met.given[:GIVEN] for block in canvas.set(words, BOLD, TEXT_PT, width)
    ]
    about = canvas.set(met.organisation, REGULAR, TEXT_PT, width)
    name = _name(met, canvas, width)
    return [*name, *about, *given, *canvas.set(met.when, REGULAR, SMALL_PT, width)]


def _name(met: Met, canvas: Canvas, width: int) -> list[Block]:
    """Set a full name, its first name heavier where it begins with it."""
    first, full = met.first_name, met.full_name or met.first_name
    if not full.startswith(f"{first} ") or not first:
        return canvas.set(full, HEAVY, NAME_PT, width)
    spans = [Span(f"{first} ", HEAVY), Span(full[len(first) + 1 :], REGULAR)]
    sizes = canvas.points(NAME_PT), canvas.points(NAME_PT * LEAST)
    return [lines.fit(spans, canvas.locale, width, sizes, 2)]


def _paged(parts: Sequence[Part], canvas: Canvas) -> list[list[Part]]:
    """Put parts on pages; none where one part is higher than a page."""
    _left, top, _right, bottom = canvas.frame()
    room = bottom - top
    gap, numbered = _gap(canvas), room - _number_height(canvas)
    if sum(height(part) + gap for part in parts) - gap <= room:
        return [list(parts)]
    pages: list[list[Part]] = [[]]
    used = 0
    for part in parts:
        if height(part) > numbered:
            return []
        if used + height(part) > numbered:
            pages.append([])
            used = 0
        pages[-1].append(part)
        used += height(part) + gap
    return pages


def _gap(canvas: Canvas) -> int:
    return 2 * canvas.mm(GAP_MM) + canvas.mm(RULE_MM)


def _number_height(canvas: Canvas) -> int:
    return 2 * canvas.points(SMALL_PT)


def _column(canvas: Canvas, slip: Slip) -> Column:
    left, _top, right, _bottom = canvas.frame()
    return Column(left, right, fonts.is_rtl(slip.title))


def _write(canvas: Canvas, parts: Sequence[Part], slip: Slip) -> int:
    """Write the parts of a page with a rule between them, and return where they end."""
    left, top, right, _bottom = canvas.frame()
    y = top
    for part in parts:
        if y > top:
            rule = y + canvas.mm(GAP_MM)
            canvas.fill((left, rule, right, rule + canvas.mm(RULE_MM)))
            y += _gap(canvas)
        y = canvas.write(part, _column(canvas, slip), y)
    return y


def _number(canvas: Canvas, label: str, slip: Slip, top: int | None) -> int:
    """Write which page it is at the far side, at the foot where no `top` is given."""
    column = _column(canvas, slip)
    text = canvas.set(label, REGULAR, SMALL_PT, column.width, 1)
    far = Column(column.left, column.right, not column.at_right)
    return canvas.write(text, far, canvas.frame()[3] - height(text) if top is None else top)


def _cut(canvas: Canvas, foot: int) -> Page:
    """Return the paper up to a margin below its ink, in whole millimetres."""
    stock = canvas.stock
    taken_mm = stock.height_mm - (canvas.frame()[3] - foot) * MM_PER_INCH / stock.dpi
    height_mm = float(max(LEAST_MM, math.ceil(taken_mm)))
    image = canvas.image.crop((0, 0, canvas.image.width, stock.dots(height_mm)))
    return Page(image, stock.width_mm, height_mm, stock.dpi)
