"""Apple raster, image/urf: what driverless label printers take when they take nothing else.

Apple publishes no standard; the layout is that of CUPS's own writer and reader
(`cups/raster-stream.c`): a file header, then for each page 32 bytes and its lines.
"""

import struct
from collections.abc import Sequence

from PIL import Image

from badges.printers import raster

_SGRAY, _SRGB = 0, 1
_ONE_SIDED, _NORMAL = 1, 4


def urf(images: Sequence[Image.Image], dpi: int) -> bytes:
    """Return pictures as one document, eight bits a dot of grey, or of red, green and blue."""
    head = b"UNIRAST\0" + struct.pack(">I", len(images))
    return head + b"".join(_page(each, dpi) for each in images)


def _page(image: Image.Image, dpi: int) -> bytes:
    bits, space = (24, _SRGB) if image.mode == "RGB" else (8, _SGRAY)
    size = (image.width, image.height, dpi)
    head = struct.pack(">BBBB 8x III 8x", bits, space, _ONE_SIDED, _NORMAL, *size)
    return head + raster.grey_or_colour(image)
