"""What reached a printer, as pictures: raster, PDF and pictures, read by code of the tests' own.

Anything that is none of them is a ValueError.
"""

import io
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from tests.real.parts import need

MOST_DOTS = 40_000_000


def pages(content: bytes) -> list[Image.Image]:
    """Return the pages of a document.

    Raises:
        ValueError: it is of no kind that is known here, or breaks off.
    """
    if content.startswith(b"UNIRAST\0"):
        return list(_apple(content))
    if content.startswith(b"RaS2"):
        return list(_pwg(content))
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    try:
        image = Image.open(io.BytesIO(content))
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError("This is no page.") from error
    return [image]


def pages_below(folder: Path) -> list[Image.Image]:
    """Return the pages of all files in a folder, the oldest first."""
    files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    return [page for path in files for page in pages(path.read_bytes())]


def _apple(content: bytes) -> Iterator[Image.Image]:
    at = 12  # the count before is 0 where pages are written as they come
    while at < len(content):
        bits, space, *_rest = _unpack(">BBBB", content, at)
        width, height, dpi = _unpack(">III", content, at + 12)
        if (bits, space) not in ((8, 0), (24, 1)):
            raise ValueError("No raster of this kind is known here.")
        dots, at = _lines(content, at + 32, width * bits // 8, height, bits // 8)
        yield _picture("RGB" if bits == 24 else "L", width, height, dots, dpi)


def _pwg(content: bytes) -> Iterator[Image.Image]:
    at = 4
    while at < len(content):
        if content[at : at + 10] != b"PwgRaster\0":
            raise ValueError("A page does not begin as PWG 5102.4 has it.")
        (dpi,) = _unpack(">I", content, at + 276)
        width, height, _, _bits_per_color, bits, line, _, space = _unpack(">8I", content, at + 372)
        mode = {(1, 3): "1", (8, 18): "L", (24, 19): "RGB"}.get((bits, space))
        if mode is None or line != (width * bits + 7) // 8:
            raise ValueError("No raster of this kind is known here.")
        dots, at = _lines(content, at + 1796, line, height, max(1, bits // 8))
        if mode == "1":
            dots = bytes(255 - byte for byte in dots)
        yield _picture(mode, width, height, dots, dpi)


def _lines(content: bytes, at: int, line: int, height: int, size: int) -> tuple[bytes, int]:
    """Unpack the lines of a page: how often each stands, then its runs."""
    if line * height > MOST_DOTS:
        raise ValueError("This page is larger than any label.")
    out = bytearray()
    while len(out) < line * height:
        times, at, row = _byte(content, at) + 1, at + 1, bytearray()
        while len(row) < line:
            code, at = _byte(content, at), at + 1
            count = code + 1 if code < 128 else 257 - code
            taken = size if code < 128 else size * count
            row += content[at : at + taken] * (count if code < 128 else 1)
            if code == 128 or at + taken > len(content) or len(row) > line:
                raise ValueError("A line does not end where it should.")
            at += taken
        out += row * times
    if len(out) > line * height:
        raise ValueError("A page has too many lines.")
    return bytes(out), at


def _picture(mode: str, width: int, height: int, dots: bytes, dpi: int) -> Image.Image:
    if not width or not height:
        raise ValueError("This page has no dots.")
    image = Image.frombytes(mode, (width, height), dots)
    image.info["dpi"] = (dpi, dpi)
    return image


def _unpack(layout: str, content: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(layout, content, at)
    except struct.error as error:
        raise ValueError("This page breaks off.") from error


def _byte(content: bytes, at: int) -> int:
    return _unpack("B", content, at)[0]


def _pdf(content: bytes) -> list[Image.Image]:
    command = [need("pdf"), "-r", "300", "-mono", "-png", "-", "-"]
    done = subprocess.run(command[:-1], input=content, capture_output=True, timeout=30)
    if done.returncode:
        raise ValueError("This is no PDF.")
    return [Image.open(io.BytesIO(done.stdout))]
