"""Badges on whole pages, each exactly its paper's size, where the printer can reach."""

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageChops

from badges.page import Page
from badges.pdf_file import COLOURS, pdf_of
from badges.stock import MM_PER_INCH, Stock


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


def moved(page: Page, offset_mm: tuple[float, float]) -> Page:
    """Return a page moved right and down as a whole; what leaves the paper is cut off."""
    right, down = (round(each * page.dpi / MM_PER_INCH) for each in offset_mm)
    if not (right or down):
        return page
    whole = Image.new(page.image.mode, page.image.size, _white(page.image))
    whole.paste(page.image, (right, down))
    return replace(page, image=whole)


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
