"""A mail server on loopback (aiosmtpd) that misbehaves at whichever step a test names.

A step is banner, ehlo, starttls, auth, mail, rcpt, rcpt_done (after its answer), data (the verb) or
dot (after the content). What it does there is a reply to send instead, or CUT, HANG and SLOW.
`times` counts down; then it behaves.
"""

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from aiosmtpd.smtp import LoginPassword as Login

from tests.real.parts import free_port, need

CUT, HANG, SLOW = "<cut>", "<hang>", "<slow>"
SLOW_S = 0.05
HANG_S = 60.0


@dataclass(frozen=True)
class Taken:
    """One letter that got as far as the dot: its envelope and its bytes, dots unstuffed."""

    sender: str
    recipient: str
    message: bytes
    options: tuple[str, ...]


@dataclass
class Sink:
    """What a server is told to do, and what came."""

    host: str = "127.0.0.1"
    port: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    """How often each step was reached, connections as `banner`."""
    taken: list[Taken] = field(default_factory=list)
    """Every letter whose content arrived, whatever was said at the dot."""
    accepted: list[Taken] = field(default_factory=list)
    """The letters that were answered with 250, or whose acceptance was lost on the way."""
    logins: list[str] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)
    plans: dict[str, list[str]] = field(default_factory=dict)
    on_step: Callable[[str], object] = bool
    """What else happens when a step is reached, before its answer."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def misbehave(self, step: str, act: str, times: int = 1000) -> None:
        """Let the server do this at that step, so many times."""
        with self._lock:
            self.plans[step] = [act] * times

    def behave(self) -> None:
        """Let the server be a good one from now on."""
        with self._lock:
            self.plans.clear()

    def reach(self, step: str) -> str:
        """Note that a step was reached; return what to do there, or nothing."""
        self.on_step(step)
        with self._lock:
            self.seen[step] += 1
            plan = self.plans.get(step)
            return plan.pop() if plan else ""

    def url(self, tls: str = "none", ca: str = "", login: str = "") -> str:
        """Return the server's address, as KIOSK_SMTP_URL wants it."""
        query = f"?tls={tls}" + (f"&ca={ca}" if ca else "")
        return f"smtp://{login}{self.host}:{self.port}{query}"


def _cut(transport: Any) -> None:
    transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)  # the client sees it at once
    transport.close()


class _Server(SMTP):
    """Asks the sink at every step what to do."""

    sink: Sink
    _greeted = False

    async def push(self, status: Any) -> None:
        if not self._greeted:
            self._greeted = True
            if await self._misbehaved("banner"):
                return
        await super().push(status)

    async def _misbehaved(self, step: str) -> bool:
        act = self.sink.reach(step)
        if act == HANG:
            await asyncio.sleep(HANG_S)
        elif act == SLOW:
            await asyncio.sleep(SLOW_S)
            return False
        elif act == CUT:
            _cut(self.transport)
        elif act:
            await super().push(act.encode())
            if act.startswith("421"):
                self.transport.close()  # type: ignore[union-attr]
        return bool(act)

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._misbehaved("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:
        if not await self._misbehaved("ehlo"):
            await super().smtp_HELO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:
        if not await self._misbehaved("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self._misbehaved("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self._misbehaved("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        if not await self._misbehaved("rcpt"):
            await super().smtp_RCPT(arg)
            await self._misbehaved("rcpt_done")

    async def smtp_DATA(self, arg: str) -> None:
        if not await self._misbehaved("data"):
            await super().smtp_DATA(arg)


@dataclass
class _Handler:
    sink: Sink

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> bytes:
        taken = Taken(
            str(envelope.mail_from),
            ", ".join(map(str, envelope.rcpt_tos)),
            bytes(envelope.original_content or b""),
            tuple(envelope.mail_options),
        )
        self.sink.taken.append(taken)
        self.sink.secure.append(session.ssl is not None)
        act = self.sink.reach("dot")
        if not act or act in {CUT, SLOW} or act.startswith("250"):
            self.sink.accepted.append(taken)
        if act == HANG:
            await asyncio.sleep(HANG_S)
        elif act == SLOW:
            await asyncio.sleep(SLOW_S)
        elif act == CUT:
            _cut(server.transport)
            await asyncio.sleep(0)
        return act.encode() if act and act not in {CUT, HANG, SLOW} else b"250 2.0.0 Kept"


class _Controller(Controller):
    def __init__(self, sink: Sink, **more: Any) -> None:
        super().__init__(_Handler(sink), hostname=sink.host, port=sink.port, **more)
        self.sink = sink
        self.servers: list[_Server] = []

    def factory(self) -> SMTP:
        server = _Server(self.handler, **self.SMTP_kwargs)
        server.sink = self.sink
        self.servers.append(server)
        return server

    def hang_up(self) -> None:
        """End every connection, and wait until they have: a loop that stops leaves them open."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(5)

    async def _hang_up(self) -> None:
        for server in self.servers:
            if server.transport is not None:
                server.transport.abort()
        tasks = [server._handler_coroutine for server in self.servers if server._handler_coroutine]
        await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def mail_server(port: int = 0, *, tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[Sink]:
    """Run a mail server on loopback until the end; `more` goes to aiosmtpd's SMTP."""
    sink = Sink(port=port or free_port())

    def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: Login):
        sink.logins.append(said.login.decode())
        return AuthResult(success=said.password == b"open: sesame", handled=False)

    options = {"authenticator": authenticate, "enable_SMTPUTF8": False, "tls_context": tls, **more}
    controller = _Controller(sink, require_starttls=tls is not None, **options)
    controller.start()
    sink.seen.clear()  # the controller looks in once itself
    try:
        yield sink
    finally:
        controller.hang_up()
        controller.stop()


@pytest.fixture
def smtp() -> Iterator[Sink]:
    """A mail server on loopback, in clear text."""
    need("smtp")
    with mail_server() as sink:
        yield sink
