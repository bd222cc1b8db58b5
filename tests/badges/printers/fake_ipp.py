"""A small printer on loopback that speaks IPP and can be unwell.

It reads requests by the layout of RFC 8010 with code of its own, so that a mistake in ours shows.
"""

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class FakePrinter:
    """What it answers with, and the jobs it was given."""

    formats: tuple[str, ...] = ("application/pdf", "image/png")
    media: tuple[str, ...] = ("iso_a6_105x148mm", "oe_label_62x100mm", "na_index-4x6_4x6in")
    state: int = 3
    reasons: tuple[str, ...] = ("none",)
    job_states: list[int] = field(default_factory=lambda: [5, 9])
    print_status: int = 0
    drops_jobs: bool = False
    jobs: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def answer(self, body: bytes) -> bytes | None:
        """Answer one request; None hangs up."""
        operation, number = struct.unpack(">HI", body[2:8])
        if operation == 0x000B:
            texts = [("document-format-supported", 0x49, self.formats)]
            texts += [("media-supported", 0x44, self.media)]
            texts += [("printer-state-reasons", 0x44, self.reasons)]
            return _answer(0, number, texts, {"printer-state": self.state})
        if operation == 0x0009:
            state = self.job_states.pop(0) if len(self.job_states) > 1 else self.job_states[0]
            return _answer(0, number, [], {"job-state": state})
        names, document = read_request(body)
        self.jobs.append({**names, "document": document})
        if self.drops_jobs:
            return None
        return _answer(self.print_status, number, [], {"job-id": 41 + len(self.jobs)})


def read_request(body: bytes) -> tuple[dict[str, str], bytes]:
    """Return a request's text attributes and its document."""
    at, found = 8, {}
    while body[at] != 3:
        tag, at = body[at], at + 1
        if tag < 0x10:
            continue
        parts = []
        for _ in range(2):
            length = int.from_bytes(body[at : at + 2], "big")
            parts.append(body[at + 2 : at + 2 + length])
            at += 2 + length
        found[parts[0].decode()] = parts[1].decode("latin-1")
    return found, body[at + 1 :]


def _answer(
    status: int, number: int, texts: list[tuple[str, int, tuple[str, ...]]], enums: dict[str, int]
) -> bytes:
    out = b"\x02\x00" + struct.pack(">HI", status, number) + b"\x01"
    out += _value(0x47, "attributes-charset", b"utf-8")
    out += _value(0x48, "attributes-natural-language", b"en") + b"\x04"
    for name, tag, values in texts:
        for count, value in enumerate(values):
            out += _value(tag, "" if count else name, value.encode())
    for name, number_ in enums.items():
        tag = 0x21 if name.endswith("-id") else 0x23
        out += _value(tag, name, struct.pack(">i", number_))
    return out + b"\x03"


def _value(tag: int, name: str, value: bytes) -> bytes:
    head = struct.pack(">BH", tag, len(name)) + name.encode()
    return head + struct.pack(">H", len(value)) + value


@contextmanager
def running(printer: FakePrinter) -> Iterator[FakePrinter]:
    """Serve a printer on a free port of loopback."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = printer.answer(self.rfile.read(int(self.headers["Content-Length"])))
            if content is None:
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/ipp")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    printer.url = f"ipp://127.0.0.1:{server.server_port}/printers/badge"
    try:
        yield printer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
