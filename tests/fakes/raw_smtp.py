"""A mail server that says yes to everything and keeps each byte it was sent, as it came."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Heard:
    """One letter as the wire had it: the verbs before it, in order, and its content."""

    verbs: list[str]
    content: bytes

    @property
    def recipient(self) -> str:
        """The one address that the letter was sent to."""
        (line,) = [verb for verb in self.verbs if verb.upper().startswith("RCPT")]
        return line.partition("<")[2].partition(">")[0]


@dataclass
class Wire:
    """What came, letter by letter; `verbs` are all lines outside letters, whoever sent them."""

    port: int = 0
    letters: list[Heard] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The server's address, as KIOSK_SMTP_URL wants it."""
        return f"smtp://127.0.0.1:{self.port}?tls=none"


@contextmanager
def raw_mail_server() -> Iterator[Wire]:
    """Listen on loopback until the end."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        wire = Wire(door.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(door, wire), daemon=True)
        thread.start()
        try:
            yield wire
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _serve(door: socket.socket, wire: Wire) -> None:
    with suppress(OSError):
        while True:
            line, _whence = door.accept()
            with suppress(OSError), line, line.makefile("rwb") as talk:
                _talk(talk, wire)


def _talk(talk: object, wire: Wire) -> None:
    def say(words: bytes) -> None:
        talk.write(words + b"\r\n")  # type: ignore[attr-defined]
        talk.flush()  # type: ignore[attr-defined]

    say(b"220 ready")
    verbs: list[str] = []
    while heard := talk.readline():  # type: ignore[attr-defined]
        verb = heard.decode("latin-1").strip()
        wire.verbs.append(verb)
        verbs.append(verb)
        word = verb.split(" ")[0].upper()
        if word == "MAIL":
            verbs[:] = [verb]
        if word == "DATA":
            say(b"354 go on")
            wire.letters.append(Heard(list(verbs), _content(talk)))
            verbs.clear()
        say(b"250-here\r\n250-DSN\r\n250 SMTPUTF8" if word == "EHLO" else b"250 yes")
        if word == "QUIT":
            return


def _content(talk: object) -> bytes:
    lines = []
    while (line := talk.readline()) not in {b".\r\n", b""}:  # type: ignore[attr-defined]
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)
