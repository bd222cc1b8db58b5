"""A face on a stock, as a picture of what the print head reaches, and as PNG.

A thermal printer knows no grey, so the pen sets whole dots from the start: as clear as grey cut in
two, and several times faster. A colour printer gets smooth letters, and the kind in a colour of
its own; the code stays black on white. A letter that no typeface has is refused before anything
is drawn: never a blank box.
"""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw, ImageOps

from badges import fonts
from badges.errors import GlyphMissing
from badges.face import Face, cleaned, lost_letters
from badges.layout import Box, Layout, Placed, lay_out
from badges.stock import Stock

Ink = Any  # what Pillow takes as a colour: a number, or red, green and blue
BLACK, WHITE = 0, 1
# The look's two circles, each laid over itself, and one over the other: dark enough to be seen
# beside black. Colour never says anything that shape and word do not.
INK: Ink = (0x1C, 0x1E, 0x36)
COLOURS: dict[str, Ink] = {
    "student": (0x0D, 0x6C, 0x64),
    "employer": (0xE6, 0x6C, 0x20),
    "mentor": (0x37, 0x6C, 0x38),
    "staff": INK,
    "guest": (0x85, 0x7F, 0x8F),
}
LEAST_LOGO_MM = 2.5  # lower, and a logo is a smudge


def draw(
    face: Face, stock: Stock, *, colour: bool = False, logo: Image.Image | None = None
) -> Image.Image:
    """Return a badge as an image of mode "1", or "RGB" in colour: the dots that the head reaches.

    A logo stands small in the corner opposite the kind, where there is room; no word gives way to
    it. On a roll the image is as high as the badge needs; on a folded stock it holds both sides.

    Raises:
        GlyphMissing: no typeface has a letter.
        NameMissing: neither name has a letter.
        CodeUnfit: no code holds the address.
        StockTooSmall: the stock has no room for the code and a name.
        Nothing was drawn then.
    """
    printable = cleaned(face)
    if lost := lost_letters(printable):
        raise GlyphMissing(lost)
    layout = lay_out(printable, stock.side)
    image = drawn(layout, colour=colour)
    if logo:
        _paste_logo(image, logo, layout.logo, stock.dots(LEAST_LOGO_MM))
    return _both_sides(image, stock) if stock.fold else image


def drawn(layout: Layout, *, colour: bool) -> Image.Image:
    """Return a layout as an image of one side."""
    if colour:
        image = Image.new("RGB", layout.size, (255, 255, 255))
        ink, accent = INK, COLOURS[layout.kind]
    else:
        image = Image.new("1", layout.size, WHITE)
        ink, accent = BLACK, BLACK
    pen = ImageDraw.Draw(image)
    pen.fontmode = "L" if colour else "1"
    for placed in layout.placed:
        write(pen, placed, ink)
    for box in layout.rules:
        pen.rectangle(_inner(box), fill=accent)
    for box in layout.lines_to_write_on:
        pen.rectangle(_inner(box), fill=ink)
    _mark(image, pen, layout, accent, smooth=colour)
    _paste_code(image, layout)
    return image


def png(image: Image.Image, stock: Stock) -> bytes:
    """Return a badge as a PNG that knows its size on paper, of one bit a dot unless in colour."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1, dpi=(stock.dpi, stock.dpi))
    return out.getvalue()


def write(pen: ImageDraw.ImageDraw, placed: Placed, ink: Ink) -> None:
    """Set one line of a layout with a pen."""
    x = float(placed.x)
    for run, weight in placed.line.visual:
        font = fonts.font(run.family, weight, placed.size)
        at = (round(x), placed.baseline)
        pen.text(at, run.text, fill=ink, font=font, anchor="ls", direction=run.direction)
        x += font.getlength(run.text, direction=run.direction)


def _paste_code(image: Image.Image, layout: Layout) -> None:
    side = len(layout.code)
    dots = bytes(0 if dark else 255 for row in layout.code for dark in row)
    small = Image.frombytes("L", (side, side), dots).convert(image.mode, dither=Image.Dither.NONE)
    size = (side * layout.module, side * layout.module)
    image.paste(small.resize(size, Image.Resampling.NEAREST), layout.code_at)


def _paste_logo(image: Image.Image, logo: Image.Image, corner: Box, least: int) -> None:
    """Put a logo into the corner by its height, unless it would be a smudge."""
    left, top, right, foot = corner
    scale = min((foot - top) / logo.height, (right - left) / logo.width)
    size = round(logo.width * scale), round(logo.height * scale)
    if size[1] < least or size[0] < 1:
        return
    flat = Image.new("RGBA", logo.size, (255, 255, 255, 255))
    flat.alpha_composite(logo.convert("RGBA"))
    small = flat.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    if image.mode == "1":  # its darkest becomes black, and what lies between is scattered dots
        small = ImageOps.autocontrast(small.convert("L")).convert("1")
    at_left = left < image.width - right
    image.paste(small, (left if at_left else right - size[0], top))


def _both_sides(image: Image.Image, stock: Stock) -> Image.Image:
    """Return the whole unfolded stock: each side upright when it hangs folded."""
    both = Image.new(image.mode, (stock.width_dots, stock.height_dots), image.getpixel((0, 0)))
    both.paste(image, (stock.width_dots - image.width, stock.height_dots - image.height))
    both.paste(image.rotate(180) if stock.fold == "top" else image, (0, 0))
    return both


def _inner(box: Box) -> Box:
    """Return a box whose right and lower edge are its last dots, as the pen counts."""
    return box[0], box[1], box[2] - 1, box[3] - 1


def _mark(
    image: Image.Image, pen: ImageDraw.ImageDraw, layout: Layout, accent: Ink, *, smooth: bool
) -> None:
    """Draw the shape of a kind; in colour four times too large and then made small."""
    left, top, right, _bottom = layout.mark
    shape = SHAPES[layout.kind]
    if not smooth:
        shape(pen, layout.mark, accent)
        return
    side = right - left
    large = Image.new("RGB", (4 * side, 4 * side), (255, 255, 255))
    shape(ImageDraw.Draw(large), (0, 0, 4 * side, 4 * side), accent)
    image.paste(large.resize((side, side), Image.Resampling.BOX), (left, top))


def _disc(pen: ImageDraw.ImageDraw, box: Box, ink: Ink) -> None:
    pen.ellipse(_inner(box), fill=ink)


def _square(pen: ImageDraw.ImageDraw, box: Box, ink: Ink) -> None:
    pen.rectangle(_inner(box), fill=ink)


def _ring(pen: ImageDraw.ImageDraw, box: Box, ink: Ink) -> None:
    pen.ellipse(_inner(box), outline=ink, width=max(2, (box[2] - box[0]) // 6))


def _triangle(pen: ImageDraw.ImageDraw, box: Box, ink: Ink) -> None:
    left, top, right, bottom = _inner(box)
    pen.polygon([(left, bottom), (right, bottom), ((left + right) // 2, top)], fill=ink)


def _diamond(pen: ImageDraw.ImageDraw, box: Box, ink: Ink) -> None:
    width = max(2, (box[2] - box[0]) // 7)
    left, top, right, bottom = _inner(box)
    left, top, right, bottom = left + width, top + width, right - width, bottom - width
    x, y = (left + right) // 2, (top + bottom) // 2
    corners = [(x, top), (right, y), (x, bottom), (left, y), (x, top), (right, y)]
    pen.line(corners, fill=ink, width=width, joint="curve")


SHAPES: dict[str, Callable[[ImageDraw.ImageDraw, Box, Ink], None]] = {
    "student": _disc,
    "employer": _square,
    "mentor": _ring,
    "staff": _triangle,
    "guest": _diamond,
}
