"""Draws one SVG from standard input as PNG on standard output; run by itself, with `python -I`.

A process of its own, because a small file can ask for hours or for all memory, and only a process
can be stopped. It knows nothing of badges, loads no typeface, and once it draws it can open neither
file nor connection, whatever the drawing names.
"""

import sys

import resvg_py

BYTES = 768 * 1024 * 1024
STREAMS = 3  # in, out and errors, which are open already


def main(side: int, seconds: int) -> None:
    """Draw what comes in, its longer side `side` dots, in at most so many seconds of work."""
    _limit(seconds)
    drawing = sys.stdin.buffer.read().decode()
    try:
        content = resvg_py.svg_to_bytes(
            svg_string=drawing, width=side, height=side, skip_system_fonts=True
        )
    except ValueError:
        sys.exit(1)
    sys.stdout.buffer.write(content)


def _limit(seconds: int) -> None:
    try:
        import resource  # not on Windows, where the caller's clock is the only limit
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (STREAMS, STREAMS))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
