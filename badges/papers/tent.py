"""A tent card for a mentor's table: one sheet folded in the middle, upright on both sides.

The upper half stands on its head on the flat sheet; folded, both sides read alike.
"""

from dataclasses import dataclass, replace

from PIL import Image

from badges import fonts, lines, names
from badges.errors import NameMissing
from badges.layout import Box
from badges.lines import Span
from badges.page import Page
from badges.papers.canvas import BOLD, REGULAR, Canvas, Column, block, headline
from badges.papers.words import printable
from badges.stock import Stock

CODE_MM = 22.0
OFFERS = 5
FOLD_MM = 6.0  # how long the mark of the fold is at each side
FOLD_EDGE_MM = 6.0  # what stays free along the fold


@dataclass(frozen=True)
class Tent:
    """The words of one card; a text that is empty leaves no gap.

    `offers` are a few words each: "Reading a CV". `code_url` is in capitals.
    """

    first_name: str
    full_name: str
    kind_label: str
    code_url: str
    domain: str
    role_line: str = ""
    organisation: str = ""
    offers: tuple[str, ...] = ()
    offers_label: str = "Ask me about"
    scan_label: str = "Scan with any camera"
    locale: str = "en"


def draw_tent(tent: Tent, stock: Stock) -> Page:
    """Return a card on a whole sheet, such as A4 upright, folded across its middle.

    Raises:
        GlyphMissing: no typeface has a letter; nothing was drawn.
        NameMissing: neither name has a letter.
        CodeUnfit: no code holds the address.
        StockTooSmall: the sheet has no room for the name above the code.
    """
    tent = printable(tent, tent.locale)
    tent = replace(tent, first_name=tent.first_name or tent.full_name)
    if not tent.first_name:
        raise NameMissing
    sheet = Canvas(stock)
    width, height = sheet.image.size
    fold = height // 2
    side = _side(tent, _half(stock)).resize((width, height - fold), Image.Resampling.NEAREST)
    sheet.image.paste(side, (0, fold))
    sheet.image.paste(side.transpose(Image.Transpose.ROTATE_180), (0, fold - side.height))
    _mark_fold(sheet, fold)
    return sheet.page()


def _half(stock: Stock) -> Stock:
    """Return one side of the folded sheet; its upper edge is the fold."""
    left, _top, right, bottom = stock.unreached_mm
    edges = (left, FOLD_EDGE_MM, right, bottom)
    return replace(stock, height_mm=stock.height_mm / 2, unreached_mm=edges)


def _side(tent: Tent, stock: Stock) -> Image.Image:
    canvas = Canvas(stock)
    left, top, right, bottom = canvas.frame
    at_right = fonts.is_rtl(tent.first_name)
    column = Column(left, right, at_right)
    y = _kind(canvas, tent, column, top)
    box, quiet = _code(canvas, tent, column, bottom)
    gap = canvas.mm(3)
    room = box[1] - max(gap, quiet) - y - gap
    most, least = canvas.points(90), canvas.points(7)
    name = headline(tent.first_name, tent.locale, names.Room(column.width, room, most, least))
    y += gap + max(0, (room - names.height(name)) // 3)
    canvas.headline(name, column, y)
    beside = Column(left, box[0] - quiet) if not at_right else Column(box[2] + quiet, right, True)
    _words(canvas, tent, beside, (box[1], bottom))
    return canvas.image


def _kind(canvas: Canvas, tent: Tent, column: Column, top: int) -> int:
    """Draw the ring of mentors and the word for them, and return where they end."""
    size = canvas.points(9.2)
    beside = canvas.mark("mentor", column, top, size)
    canvas.label(tent.kind_label, tent.locale, beside, top, size)
    return top + size


def _code(canvas: Canvas, tent: Tent, column: Column, bottom: int) -> tuple[Box, int]:
    """Draw the code at the far side and what belongs to it beneath; return as `Canvas.code`."""
    side = canvas.mm(CODE_MM)
    under = Column(column.right - side, column.right)
    if column.at_right:
        under = Column(column.left, column.left + side)
    texts = [
        block(text, weight, tent.locale, under.width, (canvas.points(5.6), canvas.points(3)), 2)
        for text, weight in ((tent.scan_label, REGULAR), (tent.domain, BOLD))
        if text
    ]
    foot = bottom - sum(each.height for each in texts)
    box, quiet = canvas.code(tent.code_url, under.left, foot - canvas.mm(1.2), side)
    y = foot
    for each in texts:
        y = canvas.write(each, under, y)
    return box, quiet


def _words(canvas: Canvas, tent: Tent, column: Column, room: tuple[int, int]) -> None:
    """Write who it is and what they offer beside the code, the last line level with its foot."""
    top, bottom = room
    for scale in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5):
        who, ask, gap = _blocks(canvas, tent, column, scale)
        height = sum(each.height for each in (*who, *ask)) + gap
        if height <= bottom - top:
            break
    y = top - canvas.mm(0.8)
    for each in who:
        y = canvas.write(each, column, y)
    if ask:
        y = max(y + gap, bottom - sum(each.height for each in ask))
        bar = canvas.mm(0.8)
        x = column.right - bar if column.at_right else column.left
        canvas.fill((x, y, x + bar, bottom))
        for each in ask:
            y = canvas.write(each, column.inset(3 * bar), y)


def _blocks(
    canvas: Canvas, tent: Tent, column: Column, scale: float
) -> tuple[list[lines.Block], list[lines.Block], int]:
    name, text = (canvas.points(pt * scale) for pt in (11, 7.6))
    least = canvas.points(3)
    who = [
        block(words, weight, tent.locale, column.width, (size, least), 2)
        for words, weight, size in (
            (tent.full_name if tent.full_name != tent.first_name else "", BOLD, name),
            (tent.role_line, REGULAR, text),
            (tent.organisation, REGULAR, text),
        )
        if words
    ]
    inner = column.inset(3 * canvas.mm(0.8)).width
    offers = [(tent.offers_label, BOLD), *((each, REGULAR) for each in tent.offers[:OFFERS])]
    ask = [
        lines.fit([Span(words, weight)], tent.locale, inner, (text, least), 2)
        for words, weight in offers
        if words and tent.offers
    ]
    return who, ask, text


def _mark_fold(sheet: Canvas, fold: int) -> None:
    """Draw a short line at both ends of the fold, outside all words."""
    left, _top, right, _bottom = (sheet.stock.dots(each) for each in sheet.stock.unreached_mm)
    width, length, thick = sheet.image.width, sheet.stock.dots(FOLD_MM), sheet.stock.dots(0.2)
    thick = max(1, thick)
    sheet.fill((left, fold, left + length, fold + thick))
    sheet.fill((width - right - length, fold, width - right, fold + thick))
