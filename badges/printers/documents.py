"""Pages as the bytes that a printer takes: one row for each format, whichever it likes best.

Only raster is tied to the printer's own dots; the others say how large they are on paper.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

from badges.errors import PrinterUnavailable
from badges.page import Page
from badges.pages import pdf
from badges.printers.ipp_answers import square_dpi
from badges.printers.ipp_message import Group
from badges.printers.media import Medium
from badges.printers.pwg import pwg
from badges.printers.urf import urf
from badges.stock import Stock

PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"
URF, PWG = "image/urf", "image/pwg-raster"
_ONE_PAGE = {PNG, JPEG}
_RASTER = {URF, PWG}
_DPI = re.compile(r"[0-9]{1,5}")
_MOST_TIMES = 4  # a dot both ways: more would fill the memory, and no label printer has it


@dataclass(frozen=True)
class Document:
    """What to send, once the printer is known: a format, a resolution, a medium."""

    format: str
    dpi: int
    medium: Medium | None
    one_bit: bool = False

    def encoded(self, pages: Sequence[Page]) -> bytes:
        """Return pages in this format."""
        images = [self._fitted(page) for page in pages]
        return _ENCODERS[self.format](images, self, pages[0])

    def _fitted(self, page: Page) -> Image.Image:
        """Turn, enlarge and centre a page, so that it is the medium's own dots."""
        image = page.image
        if self.medium and self.medium.turned:
            image = image.transpose(Image.Transpose.ROTATE_90)
        if (times := self.dpi // page.dpi) > 1:
            size = (image.width * times, image.height * times)
            image = image.resize(size, Image.Resampling.NEAREST)
        if self.format not in _RASTER or not self.medium:
            return image
        return _centred(image, self.medium.dots(self.dpi))


def _centred(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    out = Image.new(image.mode, size, "white")
    out.paste(image, ((size[0] - image.width) // 2, (size[1] - image.height) // 2))
    return out


def formats(printer: Group) -> list[str]:
    """Return what a printer takes of what we write, the one it likes best first."""
    liked = printer.texts("document-format-preferred") + printer.texts("document-format-supported")
    return [each for each in dict.fromkeys(liked) if each in _ENCODERS]


def resolutions(printer: Group, format_: str) -> list[int]:
    """Return the resolutions that a printer has for a format, coarsest first; none if any will do.

    Raster has its own lists (PWG 5102.4, 8; Apple's `RS300-600`); where they are missing, and for
    anything else, `printer-resolution-supported` is what there is.
    """
    own: list[int] = []
    if format_ == URF:
        words = [word for word in printer.texts("urf-supported") if word.startswith("RS")]
        own = [int(dpi) for word in words for dpi in word[2:].split("-") if _DPI.fullmatch(dpi)]
    elif format_ == PWG:
        own = square_dpi(printer.all("pwg-raster-document-resolution-supported"))
    found = own or square_dpi(printer.all("printer-resolution-supported"))
    return sorted({dpi for dpi in found if dpi > 0})


def document(pages: Sequence[Page], printer: Group, medium: Medium | None) -> Document:
    """Return how to send pages to a printer.

    Raises:
        PrinterUnavailable: it takes no format of ours, or not at the resolution of these pages.
    """
    offered = formats(printer)
    fitting = [each for each in offered if len(pages) == 1 or each not in _ONE_PAGE]
    if not fitting:
        raise _no_format(several=bool(offered))
    one_bit = "black_1" in printer.texts("pwg-raster-document-type-supported")
    for format_ in fitting:
        if dpi := _dpi(pages[0].dpi, resolutions(printer, format_), exact=format_ in _RASTER):
            return Document(format_, dpi, medium, one_bit)
    raise PrinterUnavailable(
        "resolution_unknown",
        f"This printer does not print {pages[0].dpi} dots an inch, nor a multiple of them.",
        permanent=True,
    )


def _dpi(drawn: int, offered: Sequence[int], *, exact: bool) -> int:
    """Return the resolution to send at: a whole multiple, or every bar of a code would suffer."""
    if not exact or not offered or drawn in offered:
        return drawn
    return next((dpi for dpi in offered if dpi % drawn == 0 and dpi <= _MOST_TIMES * drawn), 0)


def _no_format(*, several: bool) -> PrinterUnavailable:
    if several:
        sentence = "This printer takes one page at a time. Print badges one by one."
        return PrinterUnavailable("pages_too_many", sentence, permanent=True)
    return PrinterUnavailable(
        "format_unknown",
        "This printer takes none of the formats we write. Send badges to it through a CUPS queue.",
        permanent=True,
    )


def _png(images: Sequence[Image.Image], how: Document, page: Page) -> bytes:
    return _saved(images[0], "PNG", dpi=(how.dpi, how.dpi), compress_level=1)


def _jpeg(images: Sequence[Image.Image], how: Document, page: Page) -> bytes:
    image = images[0] if images[0].mode == "RGB" else images[0].convert("L")
    return _saved(image, "JPEG", dpi=(how.dpi, how.dpi), quality=95, subsampling=0)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _pdf(images: Sequence[Image.Image], how: Document, page: Page) -> bytes:
    """Write one bit a dot ourselves; grey and colour, which are rare, as Pillow does."""
    if any(image.mode != "1" for image in images):
        rest = list(images[1:])
        return _saved(images[0], "PDF", resolution=how.dpi, save_all=True, append_images=rest)
    sides = page.width_mm, page.height_mm
    if how.medium and how.medium.turned:
        sides = sides[::-1]
    return pdf(images, Stock("page", *sides, dpi=how.dpi))


def _urf(images: Sequence[Image.Image], how: Document, page: Page) -> bytes:
    return urf(images, how.dpi)


def _pwg(images: Sequence[Image.Image], how: Document, page: Page) -> bytes:
    return pwg(images, how.dpi, one_bit=how.one_bit)


_ENCODERS: dict[str, Callable[[Sequence[Image.Image], Document, Page], bytes]] = {
    PNG: _png,
    PDF: _pdf,
    JPEG: _jpeg,
    URF: _urf,
    PWG: _pwg,
}
