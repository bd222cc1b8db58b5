"""A face on a stock, as a picture of black and white dots, and as PNG.

A printer knows no grey, so the pen sets whole dots from the start: as clear as grey cut in two, and
several times faster. A letter that no typeface has is refused before anything is drawn: never a
blank box.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PIL import Image, ImageDraw

from badges import fonts
from badges.errors import GlyphMissing
from badges.face import Face
from badges.layout import Box, Layout, Placed, lay_out
from badges.stock import Stock

PRINTED = (
    "first_name", "full_name", "kind_label", "role_line", "organisation", "ask_me_about",
    "ask_label", "scan_label", "domain", "suffix",
)  # fmt: skip
BLACK, WHITE = 0, 1


def draw(face: Face, stock: Stock) -> Image.Image:
    """Return a badge as an image of mode "1", exactly as many dots as the stock.

    Raises:
        GlyphMissing: no typeface has a letter; nothing was drawn.
        NameMissing: neither name has a letter.
    """
    printable = cleaned(face)
    if lost := _missing(printable):
        raise GlyphMissing(lost)
    layout = lay_out(printable, stock)
    image = Image.new("1", (stock.width_dots, stock.height_dots), WHITE)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    for placed in layout.placed:
        _write(pen, placed)
    for box in layout.rules:
        pen.rectangle(_inner(box), fill=BLACK)
    SHAPES[layout.kind](pen, layout.mark)
    _paste_code(image, layout)
    return image


def missing_glyphs(face: Face) -> str:
    """Return the letters of a face that no typeface has, each once; empty when it can print."""
    return _missing(cleaned(face))


def png(image: Image.Image, stock: Stock) -> bytes:
    """Return a badge as a PNG of one bit a dot that knows its size on paper."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1, dpi=(stock.dpi, stock.dpi))
    return out.getvalue()


def cleaned(face: Face) -> Face:
    """Return a face whose texts may be printed; a face without a first name uses the full one."""
    texts: dict[str, Any] = {name: fonts.clean(getattr(face, name)) for name in PRINTED}
    texts["first_name"] = texts["first_name"] or texts["full_name"]
    return replace(face, **texts)


def _missing(face: Face) -> str:
    lost = (fonts.missing(getattr(face, name), face.locale) for name in PRINTED)
    return "".join(dict.fromkeys("".join(lost)))


def _write(pen: ImageDraw.ImageDraw, placed: Placed) -> None:
    x = float(placed.x)
    for run, weight in placed.line.visual:
        font = fonts.font(run.family, weight, placed.size)
        direction = "rtl" if run.rtl else "ltr"
        at = (round(x), placed.baseline)
        pen.text(at, run.text, fill=BLACK, font=font, anchor="ls", direction=direction)
        x += font.getlength(run.text, direction=direction)


def _paste_code(image: Image.Image, layout: Layout) -> None:
    side = len(layout.code)
    dots = bytes(0 if dark else 255 for row in layout.code for dark in row)
    small = Image.frombytes("L", (side, side), dots).convert("1", dither=Image.Dither.NONE)
    size = (side * layout.module, side * layout.module)
    image.paste(small.resize(size, Image.Resampling.NEAREST), layout.code_at)


def _inner(box: Box) -> Box:
    """Return a box whose right and lower edge are its last dots, as the pen counts."""
    return box[0], box[1], box[2] - 1, box[3] - 1


def _disc(pen: ImageDraw.ImageDraw, box: Box) -> None:
    pen.ellipse(_inner(box), fill=BLACK)


def _square(pen: ImageDraw.ImageDraw, box: Box) -> None:
    pen.rectangle(_inner(box), fill=BLACK)


def _ring(pen: ImageDraw.ImageDraw, box: Box) -> None:
    pen.ellipse(_inner(box), outline=BLACK, width=max(2, (box[2] - box[0]) // 6))


def _triangle(pen: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, bottom = _inner(box)
    pen.polygon([(left, bottom), (right, bottom), ((left + right) // 2, top)], fill=BLACK)


def _diamond(pen: ImageDraw.ImageDraw, box: Box) -> None:
    left, top, right, bottom = _inner(box)
    x, y = (left + right) // 2, (top + bottom) // 2
    width = max(2, (right - left) // 7)
    corners = [(x, top), (right, y), (x, bottom), (left, y), (x, top), (right, y)]
    pen.line(corners, fill=BLACK, width=width, joint="curve")


SHAPES: dict[str, Callable[[ImageDraw.ImageDraw, Box], None]] = {
    "student": _disc,
    "employer": _square,
    "mentor": _ring,
    "staff": _triangle,
    "guest": _diamond,
}
