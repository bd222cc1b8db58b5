"""Lines of dots as runs: the compression that PWG raster and Apple raster share.

PWG 5102.4, 4.3.3: each line says how often it repeats, then its runs: 0 to 127 for 1 to 128 times
the next dot, 129 to 255 for 128 down to 2 dots as they stand.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import groupby

MOST = 256  # times a line may stand for itself


def compressed(dots: bytes, *, bytes_per_line: int, bytes_per_dot: int) -> bytes:
    """Return whole lines of dots as runs."""
    find = _runs(bytes_per_dot)
    out = []
    starts = range(0, len(dots), bytes_per_line)
    for line, same in groupby(dots[at : at + bytes_per_line] for at in starts):
        packed = find.sub(_pack[bytes_per_dot], line)
        times = sum(1 for _ in same)
        while times:
            out.append(bytes([min(times, MOST) - 1]) + packed)
            times -= min(times, MOST)
    return b"".join(out)


@cache
def _runs(size: int) -> re.Pattern[bytes]:
    """Match a dot that repeats, or dots of which none is like the next."""
    dot = b"." * size
    return re.compile(
        b"(%b)\\1{1,127}|(?:(%b)(?!\\2)){1,128}" % (dot, dot),
        re.DOTALL,
    )


def _packer(size: int) -> Callable[[re.Match[bytes]], bytes]:
    def pack(run: re.Match[bytes]) -> bytes:
        first, last = run.span()
        count = (last - first) // size
        if run[1] is not None:
            return bytes((count - 1,)) + run[1]
        return bytes((257 - count if count > 1 else 0,)) + run[0]

    return pack


_pack = {1: _packer(1), 3: _packer(3)}
