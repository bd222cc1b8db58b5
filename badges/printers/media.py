"""Which of a printer's media a page belongs on: by size, whatever the printer calls it.

Names of sizes are PWG 5101.1 (`oe_62x100mm_62x100mm`), collections PWG 5100.3 in 1/100 mm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from badges.page import Page
from badges.printers.ipp_message import COLLECTION, INTEGER, KEYWORD, Attribute, Group, Range, Value

WITHIN = 100  # 1/100 mm: as near as makers' rounding comes to one another
_SIZE = re.compile(r"_(\d{1,5}(?:\.\d{1,4})?)x(\d{1,5}(?:\.\d{1,4})?)(mm|in)$")
_UNIT = {"mm": 100, "in": 2540}
_MARGINS = ("bottom", "left", "right", "top")


@dataclass(frozen=True)
class Medium:
    """A size of paper in 1/100 mm, and what the printer calls it.

    `margins` (bottom, left, right, top) are given where the name alone would not say them; a
    `turned` one takes the page on its side.
    """

    width: int
    height: int
    name: str = ""
    margins: tuple[int, int, int, int] | None = None
    turned: bool = False

    def attribute(self) -> Attribute:
        """Return `media`, or `media-col` where the name would not say all: never both."""
        if self.name and self.margins is None:
            return (KEYWORD, "media", [self.name])
        size: list[Attribute] = [
            (INTEGER, "x-dimension", [self.width]),
            (INTEGER, "y-dimension", [self.height]),
        ]
        margins = zip(_MARGINS, self.margins or (), strict=False)
        members: list[Attribute] = [(COLLECTION, "media-size", [size])]
        members += [(INTEGER, f"media-{edge}-margin", [value]) for edge, value in margins]
        return (COLLECTION, "media-col", [members])

    def dots(self, dpi: int) -> tuple[int, int]:
        """Return its whole width and height in dots."""
        return round(self.width * dpi / 2540), round(self.height * dpi / 2540)


def choose(page: Page, printer: Group) -> Medium | None:
    """Return the printer's medium for a page, upright where it has it so, or None."""
    width, height = round(page.width_mm * 100), round(page.height_mm * 100)
    upright = _nearest(width, height, printer)
    if upright or width == height:
        return upright
    turned = _nearest(height, width, printer)
    return replace(turned, turned=True) if turned else None


def _nearest(width: int, height: int, printer: Group) -> Medium | None:
    """Look among what is loaded, then what has a name, then what has none, then free sizes."""
    for offered in (
        _named(printer.texts("media-ready")),
        _named(printer.texts("media-supported")),
        _unnamed(printer, width, height),
        _free(printer.texts("media-supported"), width, height),
    ):
        near = [each for each in offered if _away(each, width, height) <= WITHIN]
        if near:
            best = min(near, key=lambda each: _away(each, width, height))
            return _borderless(best, printer)
    return None


def _away(medium: Medium, width: int, height: int) -> int:
    return max(abs(medium.width - width), abs(medium.height - height))


def _named(names: list[str]) -> Iterator[Medium]:
    for name in names:
        if not name.startswith(("custom_min", "custom_max")) and (size := _size(name)):
            yield Medium(*size, name)


def _size(name: str) -> tuple[int, int] | None:
    found = _SIZE.search(name)
    if not found:
        return None
    unit = _UNIT[found[3]]
    return round(float(found[1]) * unit), round(float(found[2]) * unit)


def _unnamed(printer: Group, width: int, height: int) -> Iterator[Medium]:
    """Give the sizes that only the database has; where it has a range, the size within."""
    for entry in printer.groups("media-col-database"):
        for size in entry.groups("media-size"):
            across = _within(size.all("x-dimension"), width)
            along = _within(size.all("y-dimension"), height)
            if across and along:
                yield Medium(across, along, margins=_margins(entry))


def _within(values: list[Value], wanted: int) -> int | None:
    for value in values:
        if isinstance(value, Range):
            return min(max(wanted, value.lowest), value.highest)
        if type(value) is int:
            return value
    return None


def _margins(entry: Group) -> tuple[int, int, int, int] | None:
    found = [entry.whole(f"media-{edge}-margin") for edge in _MARGINS]
    bottom, left, right, top = (-1 if each is None else each for each in found)
    return (bottom, left, right, top) if min(bottom, left, right, top) >= 0 else None


def _free(names: list[str], width: int, height: int) -> Iterator[Medium]:
    """Give a size of our own where the printer cuts from a roll (PWG 5101.1, 5.3)."""
    least = [size for name in names if name.startswith("custom_min") and (size := _size(name))]
    most = [size for name in names if name.startswith("custom_max") and (size := _size(name))]
    for low, high in zip(least, most, strict=False):
        if low[0] <= width <= high[0] and low[1] <= height <= high[1]:
            size_mm = f"{width / 100:g}x{height / 100:g}mm"
            yield Medium(width, height, f"custom_{size_mm}_{size_mm}")


def _borderless(medium: Medium, printer: Group) -> Medium:
    """Ask for no margins where the printer has the size both with and without."""
    if not medium.name or "media-size" not in printer.texts("media-col-supported"):
        return medium
    found = {
        each.margins
        for each in _unnamed(printer, medium.width, medium.height)
        if (each.width, each.height) == (medium.width, medium.height)
    }
    none = (0, 0, 0, 0)
    return replace(medium, margins=none) if none in found and len(found) > 1 else medium
