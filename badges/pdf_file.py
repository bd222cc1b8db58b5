"""A PDF written object by object (ISO 32000-1:2008): pages of an exact size, pictures, thin lines.

A picture keeps its own dots and stands at an exact point, whatever the page measures: a sheet of
badges is never rasterised as a whole. The same pages give the same bytes: no date, no name.
"""

import zlib
from collections.abc import Iterable, Sequence

from PIL import Image

from badges.page import Page
from badges.stock import MM_PER_INCH

POINTS_PER_INCH = 72
LEVEL = 1
HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
CATALOG, TREE = 1, 2
COLOURS = {"1": ("/DeviceGray", 1), "L": ("/DeviceGray", 8), "RGB": ("/DeviceRGB", 8)}
HAIR_PT = 0.25


def pdf_of(pages: Iterable[Page]) -> bytes:
    """Return pages as a PDF, each exactly its paper's size."""
    file = PdfFile()
    for page in pages:
        drawing = Drawing(page.width_mm, page.height_mm)
        drawing.picture(file, page.image, (0, 0), page.dpi)
        file.page(drawing)
    return file.content()


def points(mm: float) -> float:
    """Return a length in points of 1/72 inch, the unit of a PDF (8.3.2.3)."""
    return mm * POINTS_PER_INCH / MM_PER_INCH


class Drawing:
    """What stands on one page; places are millimetres from its left and its top edge."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        """Begin with blank paper."""
        self.width_mm = width_mm
        self.height_mm = height_mm
        self.pictures: list[int] = []
        self._content: list[str] = []

    @property
    def content(self) -> bytes:
        """The operators that draw it (8.2)."""
        return "\n".join(self._content).encode()

    def picture(
        self, file: "PdfFile", image: Image.Image, at_mm: tuple[float, float], dpi: int
    ) -> None:
        """Place a picture of mode "1", "L" or "RGB" by its upper left corner, in its true size."""
        self.pictures.append(file.picture(image))
        width, height = (dots * POINTS_PER_INCH / dpi for dots in image.size)
        x, y = self._place(at_mm)
        name = f"/B{len(self.pictures)}"
        placed = f"{width:.3f} 0 0 {height:.3f} {x:.3f} {y - height:.3f}"
        self._content.append(f"q {placed} cm {name} Do Q")

    def line(self, start_mm: tuple[float, float], end_mm: tuple[float, float]) -> None:
        """Draw a hair line (8.5.3)."""
        (x, y), (to_x, to_y) = self._place(start_mm), self._place(end_mm)
        self._content.append(f"{HAIR_PT} w {x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S")

    def _place(self, at_mm: tuple[float, float]) -> tuple[float, float]:
        return points(at_mm[0]), points(self.height_mm - at_mm[1])


class PdfFile:
    """The objects of a file, in the order in which they are written."""

    def __init__(self) -> None:
        """Begin with an empty file."""
        self._objects: list[bytes] = [b"", b""]  # the catalog and the tree come last, and go first
        self._pages: list[int] = []

    def page(self, drawing: Drawing) -> None:
        """Add a page that is exactly as large as its drawing (7.7.3.3)."""
        content = self._add(_stream("", drawing.content))
        names = " ".join(f"/B{at} {each} 0 R" for at, each in enumerate(drawing.pictures, start=1))
        box = f"0 0 {points(drawing.width_mm):.3f} {points(drawing.height_mm):.3f}"
        page = (
            f"<< /Type /Page /Parent {TREE} 0 R /MediaBox [{box}] /Contents {content} 0 R"
            f" /Resources << /XObject << {names} >> >> >>"
        )
        self._pages.append(self._add(page.encode()))

    def picture(self, image: Image.Image) -> int:
        """Add a picture (8.9.5) and return its number."""
        space, bits = COLOURS[image.mode]
        entries = (
            f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height}"
            f" /ColorSpace {space} /BitsPerComponent {bits} /Filter /FlateDecode"
        )
        return self._add(_stream(entries, zlib.compress(image.tobytes(), LEVEL)))

    def content(self) -> bytes:
        """Return the whole file."""
        kids = " ".join(f"{each} 0 R" for each in self._pages)
        tree = f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>"
        catalog = f"<< /Type /Catalog /Pages {TREE} 0 R >>"
        return _file([catalog.encode(), tree.encode(), *self._objects[TREE:]])

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)


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
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, CATALOG)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)
