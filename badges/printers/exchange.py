"""One request and one answer over HTTP (RFC 8010, 4), within one stretch of time in all.

A printer may drip a byte a second, promise a gigabyte, or fall silent at any moment: an exchange
ends at its deadline and reads 4 MB at most. One connection an exchange: an idle one that the
printer closed looks like a lost answer.
"""

import base64
import hashlib
import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from badges.printers.ipp_address import Address

MOST_BYTES = 4_000_000


class NotReached(Exception):
    """No byte of the request left: the printer is away, or is not the one that was meant."""


class Untrusted(NotReached):
    """The printer's certificate is not the one we trust."""


class Broken(Exception):
    """The request was under way, and no answer came that can be read."""


class Declined(Exception):
    """The printer's HTTP server answered with something else than success."""

    def __init__(self, status: int) -> None:
        """Keep the HTTP status."""
        self.status = status
        super().__init__(f"HTTP {status}")


class _Timed(io.RawIOBase):
    """A socket whose every wait ends at the deadline of the whole exchange."""

    def __init__(self, line: socket.socket, left_s: Callable[[], float]) -> None:
        super().__init__()
        self._line, self._left_s = line, left_s

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self._left_s())
        return self._line.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def sendall(self, content: Any) -> None:
        rest = memoryview(content)
        while rest:
            self._line.settimeout(self._left_s())
            rest = rest[self._line.send(rest[:65_536]) :]


def exchange(address: Address, content: bytes, *, within_s: float) -> bytes:
    """Post `content` and return the body of the answer.

    Connecting may take as long again for each further address that the host's name has.

    Raises:
        NotReached: no byte of it left.
        Declined: an answer came, and it is no success.
        Broken: anything else; what was sent may have been taken.
    """
    ends_at = time.monotonic() + within_s

    def left_s() -> float:
        left = ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("the exchange took too long")
        return left

    try:
        line = _connected(address, left_s)
    except ssl.SSLCertVerificationError as error:
        raise Untrusted from error
    except (OSError, UnicodeError) as error:  # UnicodeError: a host that no name can be
        raise NotReached from error
    with line:
        return _ask(address, content, _Timed(line, left_s))


def _connected(address: Address, left_s: Callable[[], float]) -> socket.socket:
    line = socket.create_connection((address.host, address.port), timeout=left_s())
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not address.is_tls:
        return line
    try:
        line.settimeout(left_s())
        line = _tls(address).wrap_socket(line, server_hostname=address.host)
        certificate = line.getpeercert(binary_form=True) or b""
        if address.fingerprint not in ("", hashlib.sha256(certificate).hexdigest()):
            raise ssl.SSLCertVerificationError("another fingerprint")
    except BaseException:
        line.close()
        raise
    return line


def _tls(address: Address) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if address.fingerprint or not address.verifies:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _ask(address: Address, content: bytes, line: Any) -> bytes:
    connection = http.client.HTTPConnection(address.host, address.port)
    connection.sock = line  # which has all that is used of a socket
    try:
        # A printer may refuse before it has read all, and close: its answer is there to be read.
        try:
            connection.request("POST", address.path, content, _headers(address))
        except (BrokenPipeError, ConnectionResetError) as error:
            cut: OSError | None = error
        else:
            cut = None
        response = http.client.HTTPResponse(line, method="POST")
        response.begin()
        body = response.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Broken from error
    if response.status != http.HTTPStatus.OK:
        raise Declined(response.status)
    if cut or len(body) > MOST_BYTES:
        raise Broken from cut
    return body


def _headers(address: Address) -> dict[str, str]:
    headers = {"Content-Type": "application/ipp", "Connection": "close"}
    if address.user:
        secret = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
        headers["Authorization"] = f"Basic {secret}"
    return headers
