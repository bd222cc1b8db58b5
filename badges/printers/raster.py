"""Lines of dots as runs: the compression that PWG raster and Apple raster share.

PWG 5102.4, 4.3.3: each line says how often it repeats, then its runs: 0 to 127 for 1 to 128 times
the next unit, 129 to 255 for 128 down to 2 units as they stand. A badge is drawn in one bit a dot
and most printers want eight: its bytes are looked up in a table, and never become eight bytes.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import groupby

from PIL import Image

_MOST = 256  # times a line may stand for itself
_INVERTED = bytes(range(255, -1, -1))
_Encode = Callable[[bytes], bytes]

# Of packed dots: eight of a kind or more, up to the 128 of one run, or eight of both kinds.
_EIGHTS = re.compile(rb"\x00{1,16}|\xff{1,16}|.", re.DOTALL)
_BYTES = re.compile(rb"\x00{1,128}|\xff{1,128}|[^\x00\xff]{1,128}", re.DOTALL)


def grey_or_colour(image: Image.Image) -> bytes:
    """Return a picture of mode "1" or "L" as bytes of grey, of "RGB" as its three, in runs."""
    if image.mode == "1":
        return _lines(image.tobytes(), (image.width + 7) // 8, _black_and_white(image.width))
    size = len(image.getbands())
    return _lines(image.tobytes(), image.width * size, _any_dots(size))


def ink(image: Image.Image) -> bytes:
    """Return a picture of mode "1" as bits, where a one is ink, in runs of whole bytes."""
    spare = -image.width % 8  # bits of the last byte that are beyond the edge

    def encode(line: bytes) -> bytes:
        line = line.translate(_INVERTED)
        return _joined(_bytes_run, _BYTES, line[:-1] + bytes((line[-1] >> spare << spare,)))

    return _lines(image.tobytes(), (image.width + 7) // 8, encode)


def _lines(dots: bytes, bytes_per_line: int, encode: _Encode) -> bytes:
    out = []
    starts = range(0, len(dots), bytes_per_line)
    for line, same in groupby(dots[at : at + bytes_per_line] for at in starts):
        packed, times = encode(line), sum(1 for _ in same)
        while times:
            out.append(bytes((min(times, _MOST) - 1,)) + packed)
            times -= min(times, _MOST)
    return b"".join(out)


def _joined(pack: Callable[[bytes], bytes], find: re.Pattern[bytes], line: bytes) -> bytes:
    return b"".join(map(pack, find.findall(line)))


@cache
def _black_and_white(width: int) -> _Encode:
    whole, rest = divmod(width, 8)

    def encode(line: bytes) -> bytes:
        packed = _joined(_eights_run, _EIGHTS, line[:whole])
        return packed + _bits_run(line[whole], rest) if rest else packed

    return encode


@cache
def _eights_run(run: bytes) -> bytes:
    if run[0] in (0x00, 0xFF):
        return bytes((len(run) * 8 - 1, run[0]))
    return _bits_run(run[0], 8)


@cache
def _bits_run(byte: int, count: int) -> bytes:
    """Return the first dots of a byte as runs: white where its bit is one."""
    bits = f"{byte:08b}"[:count]
    return b"".join(
        bytes((sum(1 for _ in same) - 1, 255 if bit == "1" else 0)) for bit, same in groupby(bits)
    )


@lru_cache(4096)
def _bytes_run(run: bytes) -> bytes:
    if run[0] in (0x00, 0xFF) or len(run) == 1:
        return bytes((len(run) - 1, run[0]))
    return bytes((257 - len(run),)) + run


@cache
def _any_dots(size: int) -> _Encode:
    """Return an encoder of dots of so many bytes: a dot that repeats, or dots that all change."""
    dot = b"." * size
    find = re.compile(b"(%b)\\1{1,127}|(?:(%b)(?!\\2)){1,128}" % (dot, dot), re.DOTALL)

    def pack(run: re.Match[bytes]) -> bytes:
        count = len(run[0]) // size
        if run[1] is not None:
            return bytes((count - 1,)) + run[1]
        return bytes((257 - count if count > 1 else 0,)) + run[0]

    return lambda line: find.sub(pack, line)
