"""Several badges on one sheet of paper, in the places where its labels are, or where it is cut.

A sheet is a row of its maker's measures. Places are counted as one reads, from 1: left to right,
then down; a half-used sheet starts at its first free place. As a PDF each badge is placed as it
was drawn, to the point; a printer that takes no PDF gets whole pages of dots.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, repeat

from PIL import Image, ImageDraw

from badges.page import Page
from badges.pdf_file import Drawing, PdfFile
from badges.stock import Stock

MM = tuple[float, float]
Line = tuple[MM, MM]
MARK_MM = 4.0  # how long a cut mark is
REACH_MM = 5.0  # marks begin this far from the edge of the sheet, where every printer reaches
ALIKE_MM = 0.6  # a stock is cut for a place when it differs by no more


@dataclass(frozen=True)
class Sheet:
    """A sheet and the places on it; each pair is across and down, in millimetres.

    `first_mm` is the corner of the first place, `pitch_mm` from one place to the next. `stock` is
    what its badges are drawn on. A `plain` sheet is cut by hand, so it may carry cut marks.
    """

    name: str
    stock: str
    columns: int
    rows: int
    place_mm: MM
    first_mm: MM
    pitch_mm: MM
    plain: bool = False
    size_mm: MM = (210.0, 297.0)  # A4, ISO 216

    @property
    def places(self) -> int:
        """How many badges a whole sheet holds."""
        return self.columns * self.rows

    def corner(self, place: int) -> MM:
        """Return where a place begins, from the left and top edge of the sheet; 1 is the first."""
        row, column = divmod(place - 1, self.columns)
        return (
            self.first_mm[0] + column * self.pitch_mm[0],
            self.first_mm[1] + row * self.pitch_mm[1],
        )

    def cut_marks(self) -> list[Line]:
        """Return short lines at both ends of each cut and where two cuts cross."""
        if not self.plain:
            return []
        (width, height), (across, down) = self.size_mm, self._cuts()
        marks = [((x, a), (x, b)) for x in across for a, b in _dashes(height, down)]
        return marks + [((a, y), (b, y)) for y in down for a, b in _dashes(width, across)]

    def _cuts(self) -> tuple[list[float], list[float]]:
        """Return where the sheet is cut, across and down: not at its own edges."""
        corners = [self.corner(place) for place in range(1, self.places + 1)]
        edges = [
            {round(each[axis] + side, 2) for each in corners for side in (0, self.place_mm[axis])}
            for axis in (0, 1)
        ]
        inside = [
            sorted(each for each in edge if 1 < each < size - 1)
            for edge, size in zip(edges, self.size_mm, strict=True)
        ]
        return inside[0], inside[1]


def _dashes(length: float, crossings: list[float]) -> list[MM]:
    """Return from where to where a cut is marked: near both edges, and around each crossing."""
    far = length - REACH_MM
    around = [(each - MARK_MM / 2, each + MARK_MM / 2) for each in crossings]
    return [(REACH_MM, REACH_MM + MARK_MM), *around, (far - MARK_MM, far)]


SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        # Plain A4 cut by hand: four A6 are A4 but for a millimetre; two of them are its upper half.
        Sheet("a4-2xa6", "a6-on-a4", 2, 1, (105, 148), (0, 0), (105, 148), plain=True),
        Sheet("a4-4xa6", "a6-on-a4", 2, 2, (105, 148), (0, 0), (105, 148), plain=True),
        # Avery L7165, 8 labels, and L7173, 10: the maker's sizes of 99.1 x 67.7 and 99.1 x 57 mm;
        # from column to column 101.6 mm and no gap between rows, in the middle of the sheet, as
        # gLabels' avery-iso-templates.xml measures L7165 (x0 13.238 pt, y0 36.964 pt).
        Sheet("l7165", "l7165", 2, 4, (99.1, 67.7), (4.65, 13.1), (101.6, 67.7)),
        Sheet("l7173", "l7173", 2, 5, (99.1, 57.0), (4.65, 6.0), (101.6, 57.0)),
    )
}


@dataclass(frozen=True)
class Imposition:
    """How badges of one stock are put on sheets.

    `start` is the first free place of the first sheet, from 1. `offset_mm` moves everything right
    and down, for a printer that is known to be out by as much.

    Raises:
        ValueError: there is no such place, or the stock is not as large as one.
    """

    sheet: Sheet
    stock: Stock
    start: int = 1
    offset_mm: MM = (0.0, 0.0)
    with_marks: bool = True

    def __post_init__(self) -> None:
        """Refuse what would be printed beside the labels."""
        sheet, sizes = self.sheet, (self.stock.width_mm, self.stock.height_mm)
        if not 1 <= self.start <= sheet.places:
            raise ValueError(f"{sheet.name} has the places 1 to {sheet.places}, not {self.start}.")
        if any(abs(a - b) > ALIKE_MM for a, b in zip(sizes, sheet.place_mm, strict=True)):
            raise ValueError(f"{self.stock.name} is not as large as a place of {sheet.name}.")

    @property
    def marks(self) -> list[Line]:
        """The cut marks, where the paper is plain and they are wanted."""
        lines = self.sheet.cut_marks() if self.with_marks else []
        return [(self._moved(start), self._moved(end)) for start, end in lines]

    def corner(self, place: int) -> MM:
        """Return where the picture of a badge begins: the border it does not reach is left free."""
        left, top, _right, _bottom = self.stock.unreached_mm
        x, y = self.sheet.corner(place)
        return self._moved((x + left, y + top))

    def _moved(self, at_mm: MM) -> MM:
        return at_mm[0] + self.offset_mm[0], at_mm[1] + self.offset_mm[1]


def sheets_pdf(badges: Iterable[Image.Image], how: Imposition) -> bytes:
    """Return badges on sheets as a PDF (ISO 32000-1:2008), a page a sheet, to the point.

    Badges that are drawn only when asked for stay few in memory.
    """
    file = PdfFile()
    for taken in _taken(badges, how):
        drawing = Drawing(*how.sheet.size_mm)
        for place, image in taken:
            drawing.picture(file, image, how.corner(place), how.stock.dpi)
        for start, end in how.marks:
            drawing.line(start, end)
        file.page(drawing)
    return file.content()


def sheets(badges: Iterable[Image.Image], how: Imposition) -> Iterator[Page]:
    """Give badges on sheets as whole pages of dots, for a printer that takes no PDF."""
    stock = how.stock
    size = stock.dots(how.sheet.size_mm[0]), stock.dots(how.sheet.size_mm[1])
    for taken in _taken(badges, how):
        modes = {image.mode for _, image in taken}
        whole = Image.new(modes.pop() if len(modes) == 1 else "RGB", size, "white")
        pen = ImageDraw.Draw(whole)
        for place, image in taken:
            whole.paste(image, _dots(how.corner(place), stock))
        for start, end in how.marks:
            pen.line((_dots(start, stock), _dots(end, stock)), fill="black")
        yield Page(whole, *how.sheet.size_mm, stock.dpi)


def _taken(
    badges: Iterable[Image.Image], how: Imposition
) -> Iterator[list[tuple[int, Image.Image]]]:
    """Give the places of each sheet with what stands on them; none gives none."""
    waiting = iter(badges)
    for first in chain([how.start], repeat(1)):
        taken = list(islice(waiting, how.sheet.places - first + 1))
        if not taken:
            return
        yield list(enumerate(taken, start=first))


def _dots(at_mm: MM, stock: Stock) -> tuple[int, int]:
    return stock.dots(at_mm[0]), stock.dots(at_mm[1])
