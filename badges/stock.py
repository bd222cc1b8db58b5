"""Stocks: the labels, papers and cards a badge can be printed on, as rows.

A new stock is one more row and no code. Sizes are millimetres of paper; how many dots that is
depends on the printer, so a stock is asked for at a resolution: `STOCKS["62x100"].at(203)`.
"""

from dataclasses import dataclass, replace
from typing import Literal, Self

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Stock:
    """One size of label, and how large things are on it.

    `unreached_mm` is the border that no print head reaches: left, top, right, bottom. A stock with
    `least_height_mm` is cut from a roll: each badge takes as many whole millimetres as it needs,
    at most `height_mm`. A folded one carries the face twice: "side" folds like a book, "top" like
    a tent.

    `qr_mm` is the least side of the code without its quiet zone, `qr_most_mm` the one it grows to
    where the words leave room. `cap_mm` is the tallest capital the first name may have,
    `good_cap_mm` the one for which the other lines shrink by one step, `fair_cap_mm` the one for
    which they shrink to their floor, `floor_cap_mm` the smallest that is read at arm's length.
    `name_pt` is the full name, `text_pt` the role line, `floor_pt` the smallest text above the
    code; `logo_mm` is the height of a logo.
    """

    name: str
    width_mm: float
    height_mm: float
    unreached_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    least_height_mm: float | None = None
    fold: Literal["", "side", "top"] = ""
    dpi: int = 300
    margin_mm: float = 3.6
    qr_mm: float = 30.0
    qr_most_mm: float = 30.0
    cap_mm: float = 15.0
    good_cap_mm: float = 12.0
    fair_cap_mm: float = 6.0
    floor_cap_mm: float = 3.6
    name_pt: float = 14.0
    text_pt: float = 9.2
    floor_pt: float = 6.0
    logo_mm: float = 7.0

    def at(self, dpi: int) -> Self:
        """Return the same stock for a printer of another resolution, in dots an inch."""
        return replace(self, dpi=dpi)

    def cut(self, height_mm: float) -> Self:
        """Return the piece of a roll that is this high, borders included."""
        return replace(self, height_mm=height_mm, least_height_mm=None)

    @property
    def side(self) -> Self:
        """One side of a folded stock, which reaches as far from its fold as from its edge."""
        width = self.width_mm / 2 if self.fold == "side" else self.width_mm
        height = self.height_mm / 2 if self.fold == "top" else self.height_mm
        return replace(self, width_mm=width, height_mm=height, fold="")

    @property
    def width_dots(self) -> int:
        """The dots of a line that the print head reaches."""
        left, _top, right, _bottom = self.unreached_mm
        return self.dots(self.width_mm - left - right)

    @property
    def height_dots(self) -> int:
        """The lines that the print head reaches; on a roll, the most."""
        _left, top, _right, bottom = self.unreached_mm
        return self.dots(self.height_mm - top - bottom)

    def dots(self, mm: float) -> int:
        """Return the whole dots nearest to a length in millimetres."""
        return round(mm * self.dpi / MM_PER_INCH)

    def mm(self, dots: int) -> float:
        """Return the length of some dots in millimetres."""
        return dots * MM_PER_INCH / self.dpi

    def points(self, pt: float) -> int:
        """Return the whole dots nearest to a length in points of 1/72 inch."""
        return round(pt * self.dpi / 72)


# What a head or a tray leaves white at each edge. Brother: "Raster Command Reference" of the
# QL-720NW and QL-1110NWB, 2.3.2 and 2.3.3: 696 dots across at 300 dpi and a feed of 35 dots, 3 mm.
BROTHER = (1.54, 3.05, 1.54, 3.05)
BROTHER_ROLL = (1.54, 3.0, 1.54, 3.0)
# Zebra EPL2 Programmer's Manual 980352-001, "Placing elements in the print image": 1 mm all round.
ZEBRA = (1.0, 1.0, 1.0, 1.0)
# Sheet-fed lasers and inkjets: 4.23 mm (1/6 inch, 300/1800 in IPP's hundredths: 423) is what HP
# and most IPP Everywhere printers report in media-left-margin-supported (PWG 5100.13); Epson
# asks for 3 mm. The wider one serves both.
SHEET_FED = (4.23, 4.23, 4.23, 4.23)

_LARGE = Stock(
    "large", 105, 148, SHEET_FED, margin_mm=3.0, qr_most_mm=42, cap_mm=24, good_cap_mm=17,
    fair_cap_mm=9, floor_cap_mm=5, name_pt=22, text_pt=14, floor_pt=8, logo_mm=12,
)  # fmt: skip

STOCKS: dict[str, Stock] = {
    stock.name: stock
    for stock in (
        # Brother DK-11202: its manual's 696 x 1109 dots at 300 dpi.
        Stock("62x100", 62, 100, BROTHER, qr_most_mm=32),
        # Brother DK-22205, 62 mm continuous: 696 dots across, 3 mm of feed before and after.
        Stock("62", 62, 120, BROTHER_ROLL, least_height_mm=70, qr_most_mm=32),
        # 4 x 6, 4 x 3 and 3 x 4 inch labels of 4-inch thermal printers, whose head of 104 mm is
        # wider than the label.
        replace(_LARGE, name="4x6", width_mm=101.6, height_mm=152.4, unreached_mm=ZEBRA,
                margin_mm=4.0, qr_most_mm=46),
        Stock("4x3", 101.6, 76.2, ZEBRA, qr_most_mm=38, cap_mm=19, good_cap_mm=13, fair_cap_mm=8,
              floor_cap_mm=4.2, name_pt=16, text_pt=10.5, floor_pt=7, logo_mm=9),
        Stock("3x4", 76.2, 101.6, ZEBRA, qr_most_mm=36, cap_mm=18, good_cap_mm=13, fair_cap_mm=7,
              floor_cap_mm=4.2, name_pt=16, text_pt=10.5, floor_pt=7, logo_mm=9),
        # ISO 216 A6 portrait, and A5 landscape folded once to it.
        replace(_LARGE, name="a6"),
        replace(_LARGE, name="a6-folded", width_mm=210, fold="side"),
        # A card of 86 x 54 mm (ISO/IEC 7810 ID-1 is 85.60 x 53.98). Card printers print edge to
        # edge: the Evolis programming guide A5013 keeps 1016 x 648 dots at 300 dpi, more than it.
        Stock("card", 86, 54, margin_mm=3.0, qr_mm=24, qr_most_mm=28, cap_mm=13, good_cap_mm=10.5,
              fair_cap_mm=6.5, floor_cap_mm=3.2, name_pt=11, text_pt=7.8, floor_pt=5.6, logo_mm=6),
        # Cells of an A4 sheet. A6: two side by side, each clear of every edge it may stand at.
        replace(_LARGE, name="a6-on-a4"),
        # Avery L7165 (8 a sheet) and L7173 (10 a sheet): the maker's label sizes. Their sheets
        # begin 4.65 mm from the left, so a printer reaches the whole label.
        Stock("l7165", 99.1, 67.7, qr_most_mm=36, cap_mm=17, good_cap_mm=12, fair_cap_mm=7,
              floor_cap_mm=4, name_pt=14.5, text_pt=9.8, floor_pt=6.5, logo_mm=8),
        Stock("l7173", 99.1, 57, qr_most_mm=33, cap_mm=16, good_cap_mm=12, fair_cap_mm=7,
              floor_cap_mm=3.8, name_pt=13, text_pt=9, floor_pt=6, logo_mm=7),
    )
}  # fmt: skip
