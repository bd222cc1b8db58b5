"""Badges on whole pages, and pages as a PDF (ISO 32000-1:2008), each exactly its paper's size.

A badge keeps its true size and stands where the printer can reach. Nothing but the pictures is
inside a PDF, so the same badges give the same bytes.
"""

from collections.abc import Sequence

from PIL import Image, ImageChops

from badges.page import Page
from badges.pdf_file import COLOURS, pdf_of
from badges.stock import Stock


def page(image: Image.Image, stock: Stock, *, offset_mm: tuple[float, float] = (0.0, 0.0)) -> Page:
    """Return the whole medium with a badge at its place, moved right and down by an offset.

    The offset is what this printer is known to be out by. It moves ink at most to the edge of what
    the head reaches, so it never cuts anything off; what reaches from edge to edge stays.
    """
    if image.mode not in COLOURS:
        image = image.convert("RGB")
    left, top, _right, _bottom = (stock.dots(each) for each in stock.unreached_mm)
    height_mm = _height_mm(image, stock)
    whole = Image.new(
        image.mode, (stock.dots(stock.width_mm), stock.dots(height_mm)), _white(image)
    )
    ink = _ink(image)
    x = _moved(offset_mm[0], stock, -ink[0], image.width - ink[2])
    y = _moved(offset_mm[1], stock, -ink[1], image.height - ink[3])
    whole.paste(image, (left + x, top + y))
    return Page(whole, stock.width_mm, height_mm, stock.dpi)


def _height_mm(image: Image.Image, stock: Stock) -> float:
    """Return how long a page is: a roll is cut after what is on it, in whole millimetres."""
    if stock.least_height_mm is None:
        return stock.height_mm
    _left, top, _right, bottom = stock.unreached_mm
    return float(round(stock.mm(image.height) + top + bottom))


def _white(image: Image.Image) -> int | tuple[int, int, int]:
    return {"1": 1, "L": 255}.get(image.mode, (255, 255, 255))


def _ink(image: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(image.convert("L")).getbbox()
    return box or (0, 0, *image.size)


def _moved(offset_mm: float, stock: Stock, least: int, most: int) -> int:
    return min(max(stock.dots(offset_mm), least), most)


def pdf(images: Sequence[Image.Image], stock: Stock) -> bytes:
    """Return badges as a PDF with one page each; badges drawn only when asked for stay few."""
    return pdf_of(page(image, stock) for image in images)
