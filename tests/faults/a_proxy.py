"""A line that eats replies: it takes a request to the server and brings nothing back."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    """A TCP proxy on loopback that throws replies away: so many, and for so long, at the least."""

    def __init__(self, port: int, *, loses: int, for_s: float) -> None:
        """Listen, in front of a server's port."""
        self._behind, self._loses = port, loses
        self._hears_at = time.monotonic() + for_s
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.lost = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):  # closed: the test is over
            while True:
                line, _address = self._listener.accept()
                threading.Thread(target=self._carry, args=(line,), daemon=True).start()

    def _carry(self, line: socket.socket) -> None:
        with line, suppress(OSError), socket.create_connection(("127.0.0.1", self._behind)) as far:
            far.settimeout(20)
            asking = threading.Thread(target=_pour, args=(line, far), daemon=True)
            asking.start()
            while reply := far.recv(65_536):
                if self.lost < self._loses or time.monotonic() < self._hears_at:
                    self.lost += 1  # the server has answered: it is done there, nobody hears of it
                    line.shutdown(socket.SHUT_RDWR)  # closing alone waits for who still reads
                    return
                line.sendall(reply)

    def hear(self) -> None:
        """Bring every reply back from now on."""
        self._loses, self._hears_at = self.lost, 0.0

    def lose(self, replies: int) -> None:
        """Throw so many more replies away."""
        self._loses = self.lost + replies

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()


def _pour(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while asked := here.recv(65_536):
            there.sendall(asked)


@contextmanager
def proxy(port: int, *, loses: int, for_s: float = 0) -> Iterator[Proxy]:
    """Give a proxy in front of a port, and close it afterwards."""
    made = Proxy(port, loses=loses, for_s=for_s)
    try:
        yield made
    finally:
        made.close()
