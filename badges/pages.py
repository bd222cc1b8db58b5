"""Badges as a PDF, one a page (ISO 32000-1:2008): the page is exactly the label, to the point.

The picture keeps its true size and stands in the middle, where the printer can reach; nothing
but the pictures is inside, so the same badges give the same bytes.
"""

import zlib
from collections.abc import Sequence

from PIL import Image

from badges.stock import MM_PER_INCH, Stock

POINTS_PER_INCH = 72
LEVEL = 1
HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"


def pdf(images: Sequence[Image.Image], stock: Stock) -> bytes:
    """Return badges as a PDF with one page each, one bit a dot."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", _page_tree(len(images))]
    for number, image in enumerate(images):
        objects += _page(image, stock, first_id=3 + 3 * number)
    return _file(objects)


def _page_tree(count: int) -> bytes:
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(count))
    return f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode()


def _page(image: Image.Image, stock: Stock, *, first_id: int) -> list[bytes]:
    """Return the three objects of a page: itself, its content, its picture (8.9.5)."""
    page_width, page_height = _points(stock.width_mm), _points(stock.height_mm)
    width, height = (dots * POINTS_PER_INCH / stock.dpi for dots in image.size)
    x, y = (page_width - width) / 2, (page_height - height) / 2
    content = f"q {width:.3f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm /B Do Q".encode()
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page_width:.3f} {page_height:.3f}]"
        f" /Contents {first_id + 1} 0 R /Resources << /XObject << /B {first_id + 2} 0 R >> >> >>"
    )
    picture = (
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height}"
        " /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode"
    )
    dots = zlib.compress(image.convert("1").tobytes(), LEVEL)
    return [page.encode(), _stream("", content), _stream(picture, dots)]


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
