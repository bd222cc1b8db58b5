import socket
import struct
import time
from collections.abc import Iterator
from typing import Any

from tests.real.listening import listening

HANG_UPS = 20


class _Sheet:
    """What an application sends from: a file, that somebody has to close."""

    closed = 0

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"body {}"])

    def close(self) -> None:
        _Sheet.closed += 1


def test_a_browser_that_hangs_up_leaves_no_file_open() -> None:
    def app(environ: dict[str, Any], start_response: Any) -> _Sheet:
        start_response("200 OK", [("Content-Type", "text/css")])
        return _Sheet()

    with listening(app) as port:
        for turn in range(HANG_UPS):
            asking = socket.create_connection(("127.0.0.1", port))
            # Closing then sends a reset, as a page does that is left while it loads.
            asking.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            asking.sendall(b"GET /base.css HTTP/1.1\r\nHost: fair\r\n\r\n")
            time.sleep(turn / 5000)
            asking.close()
        deadline = time.monotonic() + 10
        while _Sheet.closed < HANG_UPS and time.monotonic() < deadline:
            time.sleep(0.01)

    assert _Sheet.closed >= HANG_UPS - 1  # one may be gone before it had asked
