"""What a badge is on paper: where its code and its words stand, and whether any of them touch."""

from itertools import combinations
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from badges import Face, Stock
from badges.draw import SHAPES, write
from badges.face import cleaned
from badges.layout import Box, Layout, lay_out

QUIET = 4


def laid(face: Face, stock: Stock) -> Layout:
    """Where everything stands on one side of a stock."""
    return lay_out(cleaned(face), stock.side)


def ink(image: Any) -> Box:
    """The box around everything that is not white."""
    box = ImageChops.invert(image.convert("L")).getbbox()
    assert box is not None
    return tuple(box)


def code_box(layout: Layout, *, white: int = 0) -> Box:
    """The box of the code, and of so many modules of white around it."""
    left, top = layout.code_at
    side, more = layout.module * len(layout.code), white * layout.module
    return left - more, top - more, left + side + more, top + side + more


def code_mm(layout: Layout, stock: Stock) -> float:
    """The side of the code without its quiet zone."""
    return stock.mm(layout.module * len(layout.code))


def touching(layout: Layout) -> list[str]:
    """Name each two things on a badge whose ink meets, or that stand in the code's white."""
    parts = _parts(layout)
    named = combinations(parts.items(), 2)
    met = [f"{a} meets {b}" for (a, one), (b, other) in named if _meet(one, other)]
    zone = code_box(layout, white=QUIET)
    return met + [f"{a} is at the code" for a, (box, _dots) in parts.items() if _common(box, zone)]


def _parts(layout: Layout) -> dict[str, tuple[Box, Image.Image]]:
    parts = {}
    for number, placed in enumerate(layout.placed):
        image, pen = _sheet(layout)
        write(pen, placed, 1)
        parts[f"{number} {''.join(span.text for span in placed.line.spans)}"] = image
    for number, box in enumerate((*layout.rules, *layout.lines_to_write_on)):
        image, pen = _sheet(layout)
        pen.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=1)
        parts[f"rule {number}"] = image
    image, pen = _sheet(layout)
    SHAPES[layout.kind](pen, layout.mark, 1)
    parts["mark"] = image
    return {name: (box, dots) for name, dots in parts.items() if (box := dots.getbbox())}


def _sheet(layout: Layout) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("1", layout.size, 0)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    return image, pen


def _meet(one: tuple[Box, Image.Image], other: tuple[Box, Image.Image]) -> bool:
    common = _common(one[0], other[0])
    if common is None:
        return False
    return ImageChops.logical_and(one[1].crop(common), other[1].crop(common)).getbbox() is not None


def _common(one: Box, other: Box) -> Box | None:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def outside(image: Image.Image, stock: Stock) -> Box | None:
    """The ink of a side that stands in its margins, if any; a hair of a letter is none."""
    side = stock.side
    white = side.dots(side.margin_mm) - side.dots(0.3)
    left, top, right, bottom = ink(image)
    inside = left >= white and top >= white and right <= image.width - white
    return None if inside and bottom <= image.height - white else (left, top, right, bottom)
