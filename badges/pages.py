"""Badges on whole pages, and pages as a PDF (ISO 32000-1:2008), each exactly its paper's size.

A badge keeps its true size and stands where the printer can reach. Nothing but the pictures is
inside a PDF, so the same badges give the same bytes.
"""

import zlib
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops

from badges.page import Page
from badges.stock import MM_PER_INCH, Stock

POINTS_PER_INCH = 72
LEVEL = 1
HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
COLOURS = {"1": ("/DeviceGray", 1), "L": ("/DeviceGray", 8), "RGB": ("/DeviceRGB", 8)}


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


def pdf_of(pages: Iterable[Page]) -> bytes:
    """Return pages as a PDF: black and white in one bit a dot, else in eight a colour."""
    objects: list[bytes] = []
    for each in pages:
        objects += _page(each, first_id=3 + len(objects))
    fixed = [b"<< /Type /Catalog /Pages 2 0 R >>", _page_tree(len(objects) // 3)]
    return _file([*fixed, *objects])


def _page_tree(count: int) -> bytes:
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(count))
    return f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode()


def _page(page: Page, *, first_id: int) -> list[bytes]:
    """Return the three objects of a page: itself, its content, its picture (8.9.5)."""
    page_width, page_height = _points(page.width_mm), _points(page.height_mm)
    width, height = (dots * POINTS_PER_INCH / page.dpi for dots in page.image.size)
    # The dots keep their true size; a paper that is no whole number of dots gains part of one.
    content = f"q {width:.3f} 0 0 {height:.3f} 0 {page_height - height:.3f} cm /B Do Q".encode()
    box = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page_width:.3f} {page_height:.3f}]"
        f" /Contents {first_id + 1} 0 R /Resources << /XObject << /B {first_id + 2} 0 R >> >> >>"
    )
    space, bits = COLOURS[page.image.mode]
    picture = (
        f"/Type /XObject /Subtype /Image /Width {page.image.width} /Height {page.image.height}"
        f" /ColorSpace {space} /BitsPerComponent {bits} /Filter /FlateDecode"
    )
    dots = zlib.compress(page.image.tobytes(), LEVEL)
    return [box.encode(), _stream("", content), _stream(picture, dots)]


def _points(mm: float) -> float:
    return mm * POINTS_PER_INCH / MM_PER_INCH


def _stream(entries: str, content: bytes) -> bytes:
    start = f"<< {entries} /Length {len(content)} >>\nstream\n".encode()
    return start + content + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    """Number the objects and write the table of where each begins (7.5.4)."""
    out, offsets = bytearray(HEADER), []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)
