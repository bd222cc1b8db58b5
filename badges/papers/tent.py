"""A tent card for a mentor's table: one sheet folded in the middle, upright on both sides.

The upper half stands on its head on the flat sheet; folded, both sides read alike.
"""

from dataclasses import dataclass, replace

from PIL import Image

from badges import fonts, names
from badges.errors import NameMissing
from badges.layout import Box
from badges.lines import Block
from badges.page import Page
from badges.papers.canvas import BOLD, REGULAR, Canvas, Column, headline, height, quiet
from badges.papers.words import printable
from badges.stock import Stock

CODE_MM = 22.0
OFFERS = 5
FOLD_MM = 6.0  # how long the mark of the fold is at each side
FOLD_EDGE_MM = 6.0  # what stays free along the fold
LINE_MM, BAR_MM = 0.2, 0.8
KIND_PT, NAME_PT, TEXT_PT, SCAN_PT = 9.2, 11, 7.6, 5.6
MOST_PT, LEAST_PT = 90, 7
SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # what stands beside the code, until it has room


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
    sheet = Canvas(stock, tent.locale)
    side = _side(tent, _half(stock))
    sheet.image.paste(side.transpose(Image.Transpose.ROTATE_180), (0, 0))
    sheet.image.paste(side, (0, sheet.image.height - side.height))
    _mark_fold(sheet)
    return sheet.page()


def _half(stock: Stock) -> Stock:
    """Return one side of the folded sheet; its upper edge is the fold."""
    left, _top, right, bottom = stock.unreached_mm
    edges = (left, FOLD_EDGE_MM, right, bottom)
    return replace(stock, height_mm=stock.height_mm / 2, unreached_mm=edges)


def _side(tent: Tent, stock: Stock) -> Image.Image:
    canvas = Canvas(stock, tent.locale)
    side = canvas.mm(CODE_MM)
    white = quiet(tent.code_url, side)
    left, top, right, bottom = canvas.frame(white)
    column = Column(left, right, fonts.is_rtl(tent.first_name))
    code = _code(canvas, tent, column, bottom)
    y = canvas.mark("mentor", tent.kind_label, column, top, KIND_PT)
    _name(canvas, tent, column, (y, code[1] - white))
    beside = Column(left, code[0] - white)
    if column.at_right:
        beside = Column(code[2] + white, right, at_right=True)
    _words(canvas, tent, beside, (code[1], bottom))
    return canvas.image


def _code(canvas: Canvas, tent: Tent, column: Column, bottom: int) -> Box:
    """Draw the code at the far side, and what belongs to it beneath; return where it stands."""
    side = canvas.mm(CODE_MM)
    left = column.left if column.at_right else column.right - side
    under = Column(left, left + side)
    blocks = canvas.set(tent.scan_label, REGULAR, SCAN_PT, side)
    blocks += canvas.set(tent.domain, BOLD, SCAN_PT, side)
    foot = bottom - height(blocks)
    canvas.write(blocks, under, foot)
    return canvas.code(tent.code_url, left, foot - canvas.mm(1.2), side)


def _name(canvas: Canvas, tent: Tent, column: Column, between: tuple[int, int]) -> None:
    """Write the first name as large as it goes between the kind and the code."""
    top, bottom = between
    gap = canvas.mm(3)
    room = bottom - top - gap
    sizes = canvas.points(MOST_PT), canvas.points(LEAST_PT)
    name = headline(tent.first_name, tent.locale, names.Room(column.width, room, *sizes))
    canvas.headline(name, column, top + gap + (room - names.height(name)) // 3)


def _words(canvas: Canvas, tent: Tent, column: Column, between: tuple[int, int]) -> None:
    """Write who it is and what they offer beside the code, the last line level with its foot."""
    top, bottom = between
    bar = canvas.mm(BAR_MM)
    inner = column.inset(3 * bar)
    for scale in SCALES:
        who, offers = _who(canvas, tent, column, scale), _offers(canvas, tent, inner, scale)
        gap = canvas.points(TEXT_PT * scale)
        if height([*who, *offers]) + gap <= bottom - top:
            break
    y = canvas.write(who, column, top - canvas.mm(0.8))
    if offers:
        y = max(y + gap, bottom - height(offers))
        x = column.right - bar if column.at_right else column.left
        canvas.fill((x, y, x + bar, bottom))
        canvas.write(offers, inner, y)


def _who(canvas: Canvas, tent: Tent, column: Column, scale: float) -> list[Block]:
    full = tent.full_name if tent.full_name != tent.first_name else ""
    return [
        *canvas.set(full, BOLD, NAME_PT * scale, column.width),
        *canvas.set(tent.role_line, REGULAR, TEXT_PT * scale, column.width),
        *canvas.set(tent.organisation, REGULAR, TEXT_PT * scale, column.width),
    ]


def _offers(canvas: Canvas, tent: Tent, column: Column, scale: float) -> list[Block]:
    texts = [(tent.offers_label, BOLD), *((each, REGULAR) for each in tent.offers[:OFFERS])]
    if not tent.offers:
        return []
    return [
        block
        for words, weight in texts
        for block in canvas.set(words, weight, TEXT_PT * scale, column.width)
    ]


def _mark_fold(sheet: Canvas) -> None:
    """Draw a short line at both ends of the fold, outside all words."""
    stock, width, fold = sheet.stock, sheet.image.width, sheet.image.height // 2
    left, _top, right, _bottom = (stock.dots(each) for each in stock.unreached_mm)
    length, foot = stock.dots(FOLD_MM), fold + max(1, stock.dots(LINE_MM))
    sheet.fill((left, fold, left + length, foot))
    sheet.fill((width - right - length, fold, width - right, foot))
