"""A name server on loopback that knows what a test tells it, and nothing else."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

Zone = dict[tuple[str, str], list[str]]


@dataclass
class Names:
    """What is published, by name and type: ("fair.example", "TXT") to texts in quotes."""

    port: int = 0
    zone: Zone = field(default_factory=dict)
    fails: bool = False
    asked: list[str] = field(default_factory=list)

    def publish(self, name: str, kind: str, *texts: str) -> None:
        """Let a name have these records; a long TXT is cut into strings as DNS wants it."""
        shown = [_in_strings(text) if kind == "TXT" else text for text in texts]
        self.zone[name.rstrip(".").lower(), kind] = shown

    def resolver(self) -> dns.resolver.Resolver:
        """A resolver that asks this server alone."""
        asking = dns.resolver.Resolver(configure=False)
        asking.nameservers, asking.port = ["127.0.0.1"], self.port
        asking.lifetime = 2.0
        return asking

    def text(self, name: bytes, timeout: float = 5) -> bytes | None:
        """The TXT record of a name, as DKIM's verifier asks for it."""
        try:
            (found, *_more) = self.resolver().resolve(name.decode(), "TXT")
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return None
        return b"".join(found.strings)

    def answer(self, wire: bytes) -> bytes:
        """The answer to one question."""
        question = dns.message.from_wire(wire)
        answer = dns.message.make_response(question)
        (asked,) = question.question
        name, kind = str(asked.name).rstrip(".").lower(), dns.rdatatype.to_text(asked.rdtype)
        self.asked.append(f"{name} {kind}")
        records = self.zone.get((name, kind))
        if self.fails:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif records:
            answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *records))
        elif name not in {known for known, _kind in self.zone}:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire(max_size=4096)


def _in_strings(text: str) -> str:
    pieces = [text[start : start + 255] for start in range(0, len(text), 255)] or [""]
    return " ".join(f'"{piece}"' for piece in pieces)


@contextmanager
def name_server() -> Iterator[Names]:
    """Answer on loopback until the end."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        names = Names(ear.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(ear, names), daemon=True)
        thread.start()
        try:
            yield names
        finally:
            ear.sendto(b"", ("127.0.0.1", names.port))
            thread.join(5)


def _serve(ear: socket.socket, names: Names) -> None:
    while True:
        wire, whence = ear.recvfrom(4096)
        if not wire:
            return
        ear.sendto(names.answer(wire), whence)
