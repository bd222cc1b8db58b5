"""Listen on loopback as a real server, with a thread a request, for as long as a test needs it."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_SENDING = "tests.sending"


class _Handler(WSGIRequestHandler):
    """Closes what it was sending also where the browser hung up.

    Werkzeug 3.1 first reads the rest of the request: a reset there leaves the file open.
    """

    def connection_dropped(
        self, error: BaseException, environ: dict[str, Any] | None = None
    ) -> None:
        sending = (environ or {}).get(_SENDING)
        if sending is not None and hasattr(sending, "close"):
            sending.close()


@contextmanager
def listening(app: Wsgi, port: int = 0) -> Iterator[int]:
    """Serve the application until the end; gives the port, a free one for 0."""

    def kept(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ[_SENDING] = sending = app(environ, start_response)
        return sending

    listener = make_server("127.0.0.1", port, kept, threaded=True, request_handler=_Handler)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    try:
        yield listener.server_port
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


@contextmanager
def unanswered() -> Iterator[int]:
    """Take connections and never say a word; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]
