"""A small printer on loopback that speaks IPP and can be unwell.

It reads requests by the layout of RFC 8010 with code of its own, so that a mistake in ours shows.
"""

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

PRINT_JOB, CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB = 0x0002, 0x0005, 0x0006, 0x0008
GET_JOB, GET_JOBS, GET_PRINTER, CUPS_GET_PRINTERS = 0x0009, 0x000A, 0x000B, 0x4002
INTEGER, BOOLEAN, ENUM, NO_VALUE, UNKNOWN = 0x21, 0x22, 0x23, 0x13, 0x12
RESOLUTION, RANGE, COLLECTION, TEXT, NAME, KEYWORD, MIME = (
    0x32, 0x33, 0x34, 0x41, 0x42, 0x44, 0x49,
)  # fmt: skip

NUMBER = "42-e691d0"  # of a fake printer's first job, where its name is 7f3a

Said = tuple[int, list[object]]
JOB_ENDS = 7


@dataclass
class FakeJob:
    """What arrived of one job, and how it stands."""

    number: int
    asked: dict[str, object]
    document: bytes = b""
    state: int = 3
    reasons: list[object] = field(default_factory=lambda: ["none"])
    processing_at: Said = (NO_VALUE, [b""])
    extra: dict[str, Said] = field(default_factory=dict)

    @property
    def name(self) -> object:
        return self.asked["job-name"]

    def said(self) -> dict[str, Said]:
        return {
            "job-id": (INTEGER, [self.number]),
            "job-name": (NAME, [self.name]),
            "job-state": (ENUM, [self.state]),
            "job-state-reasons": (KEYWORD, self.reasons),
            "time-at-processing": self.processing_at,
            **self.extra,
        }


@dataclass
class FakePrinter:
    """What it answers with, and the jobs it was given.

    `refusals` has the statuses of an operation's next answers; operations in `deaf` are done and
    never answered. `jobs_start_as` is the state of a job once its document is there.
    """

    formats: tuple[str, ...] = ("application/pdf", "image/png")
    media: tuple[str, ...] = ("iso_a6_105x148mm", "oe_label_62x100mm", "na_index-4x6_4x6in")
    state: int = 3
    reasons: tuple[str, ...] = ("none",)
    operations: tuple[int, ...] = (2, 5, 6, 8, 9, 10, 11)
    more: dict[str, Said] = field(default_factory=dict)
    refusals: dict[int, list[int]] = field(default_factory=dict)
    deaf: set[int] = field(default_factory=set)
    jobs_start_as: int = 9
    jobs: list[FakeJob] = field(default_factory=list)
    heard: list[tuple[int, dict[str, object]]] = field(default_factory=list)
    versions: list[bytes] = field(default_factory=list)
    logins: list[str | None] = field(default_factory=list)
    url: str = ""

    def said(self) -> dict[str, Said]:
        return {
            "printer-name": (NAME, ["badge"]),
            "printer-state": (ENUM, [self.state]),
            "printer-state-reasons": (KEYWORD, list(self.reasons)),
            "document-format-supported": (MIME, list(self.formats)),
            "media-supported": (KEYWORD, list(self.media)),
            "operations-supported": (ENUM, list(self.operations)),
            "print-scaling-supported": (KEYWORD, ["auto", "none"]),
            **self.more,
        }

    def answer(self, body: bytes) -> bytes | None:
        """Answer one request; None hangs up."""
        operation, number = struct.unpack(">HI", body[2:8])
        asked, document = read_request(body)
        self.heard.append((operation, asked))
        self.versions.append(body[:2])
        if self.refusals.get(operation):
            return answer(self.refusals[operation].pop(0), number)
        groups = self._groups(operation, asked, document)
        if operation in self.deaf:
            return None
        return answer(0x0406 if groups is None else 0, number, groups or [])

    def _groups(
        self, operation: int, asked: dict[str, object], document: bytes
    ) -> list[tuple[int, dict[str, Said]]] | None:
        if operation in (GET_PRINTER, CUPS_GET_PRINTERS):
            return [(4, self.said())]
        if operation in (PRINT_JOB, CREATE_JOB):
            self.jobs.append(FakeJob(42 + len(self.jobs), asked))
        if operation == GET_JOBS:
            done = asked["which-jobs"] == "completed"
            return [(2, job.said()) for job in self.jobs if (job.state >= JOB_ENDS) == done]
        wanted = asked.get("job-id", 41 + len(self.jobs))
        job = next((job for job in self.jobs if job.number == wanted), None)
        if job is None:
            return None
        if operation in (PRINT_JOB, SEND_DOCUMENT):
            job.document, job.state = document, self.jobs_start_as
            job.asked |= asked
        if operation == CANCEL_JOB:
            job.state = JOB_ENDS
        return [(2, job.said())]


def read_request(body: bytes) -> tuple[dict[str, object], bytes]:
    """Return a request's attributes, one value each, and its document."""
    at, found, inside, name = 8, dict[str, object](), list[dict[str, object]](), ""
    while body[at] != 3:
        tag, at = body[at], at + 1
        if tag < 0x10:
            continue
        parts = []
        for _ in range(2):
            length = int.from_bytes(body[at : at + 2], "big")
            parts.append(body[at + 2 : at + 2 + length])
            at += 2 + length
        name = (parts[1] if tag == 0x4A else parts[0]).decode() or name
        if tag == 0x4A:
            continue
        if tag == 0x37:
            inside.pop()
            continue
        value: object = _read(tag, parts[1])
        (inside[-1] if inside else found)[name] = value
        if isinstance(value, dict):
            inside.append(value)
    return found, body[at + 1 :]


def _read(tag: int, value: bytes) -> object:
    if tag == COLLECTION:
        return dict[str, object]()
    if tag in (INTEGER, ENUM):
        return int.from_bytes(value, "big", signed=True)
    if tag == BOOLEAN:
        return value == b"\1"
    if tag == RESOLUTION:
        return struct.unpack(">iib", value)
    return value.decode()


def answer(
    status: int, number: int = 1, groups: list[tuple[int, dict[str, Said]]] | None = None
) -> bytes:
    """Return the bytes of an answer."""
    out = b"\x02\x00" + struct.pack(">HI", status, number) + b"\x01"
    out += _value(0x47, "attributes-charset", "utf-8")
    out += _value(0x48, "attributes-natural-language", "en")
    for tag, said in groups or []:
        out += bytes([tag])
        for name, (kind, values) in said.items():
            for count, value in enumerate(values):
                out += _value(kind, "" if count else name, value)
    return out + b"\x03"


def _value(tag: int, name: str, value: object) -> bytes:
    if isinstance(value, dict):
        out = _field(tag, name, b"")
        for member, (kind, values) in value.items():
            out += _field(0x4A, "", member.encode())
            out += b"".join(_value(kind, "", each) for each in values)
        return out + _field(0x37, "", b"")
    if isinstance(value, bytes):
        return _field(tag, name, value)
    if isinstance(value, str):
        return _field(tag, name, value.encode())
    if isinstance(value, tuple):
        return _field(tag, name, struct.pack(">iib" if len(value) == 3 else ">ii", *value))
    assert isinstance(value, int)
    return _field(tag, name, struct.pack(">b" if tag == BOOLEAN else ">i", value))


def _field(tag: int, name: str, value: bytes) -> bytes:
    head = struct.pack(">BH", tag, len(name)) + name.encode()
    return head + struct.pack(">H", len(value)) + value


@contextmanager
def running(printer: FakePrinter) -> Iterator[FakePrinter]:
    """Serve a printer on a free port of loopback."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            printer.logins.append(self.headers["Authorization"])
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
