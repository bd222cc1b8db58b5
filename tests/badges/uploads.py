"""Files that somebody uploads as a logo: good ones, and those that mean harm."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageDraw

from badges import LogoRefused, read_logo

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
BOX = '<rect width="100" height="50"/>'


def mark(
    mode: str = "RGB", size: tuple[int, int] = (200, 100), colour: Any = "teal"
) -> Image.Image:
    """A coloured left half on white, so that a logo turned or emptied is noticed."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill=colour)
    return image.convert(mode)


def saved(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **({"compress_level": 1} if form == "PNG" else {}) | options)
    return out.getvalue()


def svg(body: str, head: str = 'width="100" height="50"') -> bytes:
    return f"<svg {SVG} {head}>{body}</svg>".encode()


def refusal(content: bytes) -> str:
    with pytest.raises(LogoRefused) as refused:
        read_logo(content)
    assert "PNG" in refused.value.sentence
    return refused.value.slug


def bomb(side: int) -> bytes:
    """A PNG that claims `side` dots a side, in a few bytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
