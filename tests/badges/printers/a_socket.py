"""A printer that says exactly these bytes, and hangs up where it is told to."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

Act = bytes | float | str


@contextmanager
def saying(
    *acts: Act, reads: int | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serve one connection after another; gives the port.

    Each act is bytes to say, seconds to be silent, "drip" (a byte every 50 ms) or
    "flood" until the end. `reads` is how much of a request is read before; None reads it whole.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            while not over.is_set():
                line, _address = listener.accept()
                with suppress(OSError), tls.wrap_socket(line, True) if tls else line as line:
                    _request(line, reads)
                    _perform(line, acts, over)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _request(line: socket.socket, reads: int | None) -> None:
    """Read so much of a request, or all that it says it has."""
    got, wanted = b"", reads
    while wanted is None or len(got) < wanted:
        more = line.recv(65_536 if wanted is None else wanted - len(got))
        if not more:
            return
        got += more
        head, end, _body = got.partition(b"\r\n\r\n")
        if reads is None and end:
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            wanted = len(head) + 4 + length


def _perform(line: socket.socket, acts: Sequence[Act], over: threading.Event) -> None:
    for act in acts:
        if isinstance(act, bytes):
            line.sendall(act)
        elif act == "drip":
            while not over.wait(0.05):
                line.sendall(b"x")
        elif act == "flood":
            while not over.is_set():
                line.sendall(b"x" * 65_536)
        else:
            ends_at = time.monotonic() + float(act)
            while time.monotonic() < ends_at and not over.wait(0.01):
                pass
