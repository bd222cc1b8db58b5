"""Stocks: the labels and cards a badge can be printed on, as rows.

A new stock is one more row and no code: sizes are millimetres of the whole label, dots are what
the printer can reach of it.
"""

from dataclasses import dataclass

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Stock:
    """One size of label, and how large things are on it.

    `cap_mm` is the tallest capital the first name may have, `good_cap_mm` the one for which
    the other lines shrink by one step, `fair_cap_mm` the one for which they shrink to their floor,
    `floor_cap_mm` the smallest before the name is broken between letters;
    `text_pt` is the role line, `floor_pt` the smallest text above the code.
    """

    name: str
    width_mm: float
    height_mm: float
    width_dots: int
    height_dots: int
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

    def dots(self, mm: float) -> int:
        """Return the whole dots nearest to a length in millimetres."""
        return round(mm * self.dpi / MM_PER_INCH)

    def points(self, pt: float) -> int:
        """Return the whole dots nearest to a length in points of 1/72 inch."""
        return round(pt * self.dpi / 72)


STOCKS: dict[str, Stock] = {
    stock.name: stock
    for stock in (
        Stock("62x100", width_mm=62, height_mm=100, width_dots=696, height_dots=1109),
    )
}  # fmt: skip
