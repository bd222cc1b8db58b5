"""Stocks: the labels and cards a badge can be printed on, as rows.

A new stock is one more row and no code. Sizes are millimetres of paper; how many dots that is
depends on the printer, so a stock is asked for at a resolution: `STOCKS["62x100"].at(203)`.
"""

from dataclasses import dataclass, replace
from typing import Self

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Stock:
    """One size of label, and how large things are on it.

    `unreached_mm` is the border that no print head reaches: left, top, right, bottom. `cap_mm` is
    the tallest capital the first name may have, `good_cap_mm` the one for which
    the other lines shrink by one step, `fair_cap_mm` the one for which they shrink to their floor,
    `floor_cap_mm` the smallest before the name is broken between letters;
    `text_pt` is the role line, `floor_pt` the smallest text above the code.
    """

    name: str
    width_mm: float
    height_mm: float
    unreached_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    dpi: int = 300
    margin_mm: float = 3.6
    qr_mm: float = 30.0
    cap_mm: float = 15.0
    good_cap_mm: float = 12.0
    fair_cap_mm: float = 6.0
    floor_cap_mm: float = 3.6
    name_pt: float = 14.0
    text_pt: float = 9.2
    floor_pt: float = 6.0

    def at(self, dpi: int) -> Self:
        """Return the same stock for a printer of another resolution, in dots an inch."""
        return replace(self, dpi=dpi)

    @property
    def width_dots(self) -> int:
        """The dots of a line that the print head reaches."""
        left, _top, right, _bottom = self.unreached_mm
        return self.dots(self.width_mm - left - right)

    @property
    def height_dots(self) -> int:
        """The lines that the print head reaches."""
        _left, top, _right, bottom = self.unreached_mm
        return self.dots(self.height_mm - top - bottom)

    def dots(self, mm: float) -> int:
        """Return the whole dots nearest to a length in millimetres."""
        return round(mm * self.dpi / MM_PER_INCH)

    def points(self, pt: float) -> int:
        """Return the whole dots nearest to a length in points of 1/72 inch."""
        return round(pt * self.dpi / 72)


STOCKS: dict[str, Stock] = {
    stock.name: stock
    for stock in (
        # Brother DK-11202: its manual's 696 x 1109 dots at 300 dpi.
        Stock("62x100", width_mm=62, height_mm=100, unreached_mm=(1.54, 3.05, 1.54, 3.05)),
    )
}  # fmt: skip
