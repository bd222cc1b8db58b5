"""A page that shows whether a printer keeps its measures, reaches its edges and has all its dots.

Rulers run along the edges that the stock says are reached, a bracket stands in each corner. Two
bars are to be measured by hand, one across and one down, because head and feed go wrong apart.
Bands from edge to edge, of fine lines, of grey and of black, show a dead dot of the head as a white
line. `proof_scale` measures the bars on a page that was scanned or rasterised.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from PIL import Image

from badges import qr
from badges.layout import Box
from badges.page import Page
from badges.papers.canvas import BOLD, REGULAR, Canvas, Column, height
from badges.papers.words import printable
from badges.stock import MM_PER_INCH, Stock

BARS_MM = (50, 20, 10, 5)  # the longest that fits
BAR_MM = 1.2  # how thick a bar is
AROUND_MM = 2.5  # the white around a bar
TICKS_MM = ((10, 3.0), (5, 2.0), (1, 1.2))
ACROSS_MM = (5.0, 13.4)  # between two numbers of the ruler, so that 50 mm fit in a label of 62
DOWN_MM = (8.5, 18.5)
LOW_MM = 45.0  # on lower paper the bars stand side by side
LOW_DOWN_MM = 8.0
LINE_MM = 0.2
BRACKET_MM, BRACKET_THICK_MM = 6.0, 0.8
BANDS = (("lines", 0.2), ("pairs", 0.2), ("grey", 0.2), ("black", 0.4))  # and its share of them
BANDS_MM = 7.5
MOST_BANDS = 0.12  # of the height
TILES = {
    "lines": (2, 1, b"\x00\xff"),
    "pairs": (4, 1, b"\x00\x00\xff\xff"),
    "grey": (2, 2, b"\x00\xff\xff\x00"),
    "black": (1, 1, b"\x00"),
}
CODE_MM, LEAST_CODE_MM = 20.0, 7.0
NUMBER_PT = 5
DARK = 128


@dataclass(frozen=True)
class Proof:
    """The words of a proof, translated; `{across}` and `{down}` are how long the bars are to be."""

    printer: str
    measure_label: str = "Measure this: {across} mm across, {down} mm down"
    locale: str = "en"


class Bar(NamedTuple):
    """A bar in millimetres: its corner, from the one that is reached first, and its sides."""

    x: float
    y: float
    width: float
    height: float


class Scale(NamedTuple):
    """How long the bars come out, 1.0 when they are right; 0.0 where there is none."""

    across: float
    down: float


def proof_code(stock: Stock) -> str:
    """Return what the code of a proof says: the stock, its dots an inch, the dots it reaches.

    As in `F2F 62X100 300 696X1109`: only letters that keep a code small.
    """
    name = "".join(each for each in stock.name.upper() if each in qr.ALPHANUMERIC)
    return f"F2F {name} {stock.dpi} {stock.width_dots}X{stock.height_dots}"


def draw_proof(proof: Proof, stock: Stock) -> Page:
    """Return the proof of a printer on a stock at its resolution.

    Raises:
        GlyphMissing: no typeface has a letter; nothing was drawn.
    """
    proof = printable(proof, proof.locale)
    canvas = Canvas(stock, proof.locale, 1.0)
    left, top, _right, _bottom = (stock.dots(each) for each in stock.unreached_mm)
    reached = (left, top, left + stock.width_dots, top + stock.height_dots)
    foot = reached[3] - stock.dots(_bands_mm(_reached_mm(stock)[1]))
    _rulers(canvas, reached, foot)
    _bands(canvas, reached, foot)
    _brackets(canvas, reached)
    across, down = bars_of(stock)
    for bar in (across, down):
        x, y = left + stock.dots(bar.x), top + stock.dots(bar.y)
        canvas.fill((x, y, x + stock.dots(bar.width), y + stock.dots(bar.height)))
    x, y = left + stock.dots(down.x + BAR_MM + AROUND_MM), top + stock.dots(down.y)
    lengths = {"{across}": across.width, "{down}": down.height}
    _inside(canvas, _measured(proof, lengths), (x, y, reached[2] - canvas.mm(2), foot))
    return canvas.page()


def bars_of(stock: Stock) -> tuple[Bar, Bar]:
    """Return the bar across and the bar down of a stock's proof, as long as there is room."""
    wide, high = _reached_mm(stock)
    bands, around = _bands_mm(high), AROUND_MM + LINE_MM
    low = high < LOW_MM
    x, y = ACROSS_MM
    across = Bar(x, y, _longest((wide / 2 if low else wide) - x - around), BAR_MM)
    x, y = (x + across.width + 2 * AROUND_MM, LOW_DOWN_MM) if low else DOWN_MM
    return across, Bar(x, y, BAR_MM, _longest(high - bands - y - around))


def proof_scale(scan: Image.Image, dpi: float, stock: Stock) -> Scale:
    """Return how long the bars of a scanned proof are, beside what they should be.

    The scan is upright, at its own dots an inch, out by 4 % at most; its first ink, left and top,
    is the rulers'.
    """
    ink = scan.convert("L").point([255] * DARK + [0] * (256 - DARK))
    left, top, _right, _bottom = ink.getbbox() or (0, 0, 0, 0)
    dots = dpi / MM_PER_INCH
    across, down = bars_of(stock)
    row = top + round((across.y + BAR_MM / 2) * dots)
    column = left + round((down.x + BAR_MM / 2) * dots)
    wide = ink.crop((0, row, ink.width, row + 1)).tobytes()
    high = ink.crop((column, 0, column + 1, ink.height)).tobytes()
    return Scale(
        _run(wide, left + round((across.x + across.width / 2) * dots)) / dots / across.width,
        _run(high, top + round((down.y + down.height / 2) * dots)) / dots / down.height,
    )


def _run(line: bytes, middle: int) -> int:
    """Return how many dots are black without a gap around the middle of a bar."""
    end = line.find(0, middle)
    return end - line.rfind(0, 0, middle) - 1 if end > middle else 0


def _reached_mm(stock: Stock) -> tuple[float, float]:
    left, top, right, bottom = stock.unreached_mm
    return stock.width_mm - left - right, stock.height_mm - top - bottom


def _bands_mm(high: float) -> float:
    return min(BANDS_MM, high * MOST_BANDS)


def _longest(room: float) -> int:
    return next((each for each in BARS_MM if each <= room), BARS_MM[-1])


def _measured(proof: Proof, lengths: dict[str, float]) -> Proof:
    label = proof.measure_label
    for name, mm in lengths.items():
        label = label.replace(name, f"{mm:g}")
    return replace(proof, measure_label=label)


def _bands(canvas: Canvas, reached: Box, top: int) -> None:
    """Draw the bands from edge to edge, down to the foot."""
    left, _top, right, bottom = reached
    whole, y = bottom - top, bottom
    for name, share in reversed(BANDS):
        high = round(whole * share)
        y -= high
        wide, rows, dots = TILES[name]
        tile = Image.frombytes("L", (wide, rows), dots).convert("1", dither=Image.Dither.NONE)
        canvas.image.paste(_tiled(tile, right - left, high), (left, y))


def _tiled(tile: Image.Image, width: int, height: int) -> Image.Image:
    """Return a picture full of a tile, doubling what is there until it is full."""
    whole = tile
    while whole.width < width or whole.height < height:
        wide = 2 if whole.width < width else 1
        high = 2 if whole.height < height else 1
        twice = Image.new("1", (whole.width * wide, whole.height * high))
        for column in range(wide):
            for row in range(high):
                twice.paste(whole, (column * whole.width, row * whole.height))
        whole = twice
    return whole.crop((0, 0, width, height))


def _rulers(canvas: Canvas, reached: Box, foot: int) -> None:
    """Draw a line along every edge, with ticks on the upper and the left one down to the bands."""
    left, top, right, bottom = reached
    stock, thick = canvas.stock, max(1, canvas.stock.dots(LINE_MM))
    canvas.fill((left, top, right, top + thick))
    canvas.fill((left, top, left + thick, bottom))
    canvas.fill((right - thick, top, right, bottom))
    for mm in range(1, int(stock.width_mm)):
        if (x := left + stock.dots(mm)) + thick < right:
            canvas.fill((x, top, x + thick, top + stock.dots(_tick_mm(mm))))
            if x + stock.dots(TICKS_MM[0][1]) < right:
                _number(canvas, mm, (x, top), across=True)
    for mm in range(1, int(stock.height_mm)):
        if (y := top + stock.dots(mm)) + stock.dots(1) < foot:
            canvas.fill((left, y, left + stock.dots(_tick_mm(mm)), y + thick))
            _number(canvas, mm, (left, y), across=False)


def _tick_mm(mm: int) -> float:
    return next(long for step, long in TICKS_MM if mm % step == 0)


def _number(canvas: Canvas, mm: int, tick: tuple[int, int], *, across: bool) -> None:
    if mm % 10:
        return
    size, long = canvas.points(NUMBER_PT), canvas.stock.dots(TICKS_MM[0][1])
    text = canvas.set(str(mm), BOLD, NUMBER_PT, canvas.image.width, 1)
    width = round(text[0].lines[0].width * size)
    x, y = (tick[0] - width // 2, tick[1] + long) if across else (tick[0] + long, tick[1])
    x, y = (x, y) if across else (x + size // 4, y - round(0.62 * size))
    canvas.write(text, Column(x, x + width), y)


def _brackets(canvas: Canvas, reached: Box) -> None:
    left, top, right, bottom = reached
    long, thick = canvas.stock.dots(BRACKET_MM), canvas.stock.dots(BRACKET_THICK_MM)
    for y in (top, bottom - thick):
        canvas.fill((left, y, left + long, y + thick))
        canvas.fill((right - long, y, right, y + thick))
    for x in (left, right - thick):
        canvas.fill((x, top, x + thick, top + long))
        canvas.fill((x, bottom - long, x + thick, bottom))


def _inside(canvas: Canvas, proof: Proof, room: Box) -> None:
    """Write what is to be measured, of which printer and paper, and the code, where it has room."""
    stock = canvas.stock
    column, y = Column(room[0], room[2]), room[1]
    size = f"{stock.name}, {stock.width_mm:g} × {stock.height_mm:g} mm"
    reach = f"{stock.dpi} dpi, {stock.width_dots} × {stock.height_dots}"
    words = ((proof.measure_label, BOLD, 8), (proof.printer, BOLD, 11), (size, REGULAR, 8))
    for text, weight, pt in (*words, (reach, REGULAR, 8)):
        blocks = canvas.set(text, weight, pt, column.width, 3)
        if y + height(blocks) <= room[3]:
            y = canvas.write(blocks, column, y)
    _code(canvas, column, (y, room[3]))


def _code(canvas: Canvas, column: Column, room: tuple[int, int]) -> None:
    text = proof_code(canvas.stock)
    modules = len(qr.matrix(text))
    free = min(column.width, room[1] - room[0]) // (modules + 2 * qr.QUIET_MODULES)
    module = min(canvas.stock.dots(CODE_MM) // modules, free)
    if module * modules >= canvas.stock.dots(LEAST_CODE_MM):
        white = module * qr.QUIET_MODULES
        left = column.left + max(0, white - canvas.stock.dots(AROUND_MM))  # from the bar down
        canvas.code(text, left, room[1] - white, module * modules)
