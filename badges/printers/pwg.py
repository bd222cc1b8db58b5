"""PWG raster, image/pwg-raster (PWG 5102.4): what every IPP Everywhere printer takes."""

import struct
from collections.abc import Sequence

from PIL import Image

from badges.printers import raster

_BLACK, _SGRAY, _SRGB = 3, 18, 19  # 4.3.2.1, ColorSpace
_POINTS_PER_INCH = 72


def pwg(images: Sequence[Image.Image], dpi: int, *, one_bit: bool = False) -> bytes:
    """Return pictures as one document; `one_bit` is for printers that take black_1."""
    return b"RaS2" + b"".join(_page(each, dpi, len(images), one_bit) for each in images)


def _page(image: Image.Image, dpi: int, pages: int, one_bit: bool) -> bytes:
    if image.mode == "1" and one_bit:
        return _head(image, dpi, pages, bits=1, space=_BLACK) + raster.ink(image)
    bits, space = (24, _SRGB) if image.mode == "RGB" else (8, _SGRAY)
    return _head(image, dpi, pages, bits=bits, space=space) + raster.grey_or_colour(image)


def _head(image: Image.Image, dpi: int, pages: int, *, bits: int, space: int) -> bytes:
    """Return a page's 1796 bytes, of which most are zero (table 1)."""
    width, height = image.size
    points = (width * _POINTS_PER_INCH // dpi, height * _POINTS_PER_INCH // dpi)
    rows: dict[int, tuple[int, ...]] = {
        276: (dpi, dpi),  # HWResolution
        340: (1,),  # NumCopies
        352: points,  # PageSize
        372: (width, height),
        384: (min(bits, 8), bits, (width * bits + 7) // 8),  # a colour, a dot, a line
        400: (space,),
        420: (max(1, bits // 8),),  # NumColors
        452: (pages, 1, 1),  # TotalPageCount, CrossFeedTransform, FeedTransform
        484: (4,),  # PrintQuality normal
    }
    head = bytearray(1796)
    head[0:9] = b"PwgRaster"
    for at, values in rows.items():
        struct.pack_into(f">{len(values)}I", head, at, *values)
    return bytes(head)
