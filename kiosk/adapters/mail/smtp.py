"""SMTP driven verb by verb (RFC 5321): `smtplib.sendmail` cannot tell "before" from "after".

The connection is kept for the next letter. TCP_NODELAY is set: with STARTTLS, a body of more than
16 kB would otherwise wait 40 ms for a delayed ACK. Timeouts are those of RFC 5321 4.5.3.2.
"""

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from kiosk.adapters.mail.address import HeaderRefused, routed
from kiosk.adapters.mail.conversation import Conversation, SecureConversation
from kiosk.adapters.mail.envelope import Envelope, Reply
from kiosk.adapters.mail.errors import Deferred, OutcomeUnknown, Rejected, cleaned

GOODBYE_S = 2.0
EXAMPLE = "smtp://user:password@mail.example:587?tls=starttls"


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait: for a connection, a verb, a block of data, the answer to the final dot."""

    connect_s: float = 30
    verb_s: float = 300
    data_s: float = 180
    dot_s: float = 600


@dataclass(frozen=True)
class Target:
    """A mail server and how to speak with it."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str | None = None


def read_target(url: str) -> Target:
    """Return what an smtp:// or smtps:// URL says; `tls` is starttls, none or implicit.

    Raises:
        ValueError: it is neither, or names no host.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"cannot be read. For example: {EXAMPLE}") from None
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    tls = "implicit" if parts.scheme == "smtps" else query.get("tls", "starttls")
    known = {"starttls", "none", "implicit"}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or tls not in known:
        raise ValueError(f"is neither folder: nor a mail server. For example: {EXAMPLE}")
    return Target(
        parts.hostname,
        port or (465 if tls == "implicit" else 587),
        tls,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        query.get("ca"),
    )


class SmtpOutbox:
    """One connection to a mail server, one recipient a transaction."""

    def __init__(self, target: Target, *, helo: str | None, timeouts: Timeouts) -> None:
        """Take the server; nothing is connected before the first letter."""
        self._target, self._helo, self._timeouts = target, helo, timeouts
        self._smtp: Conversation | None = None

    def begin(self, envelope: Envelope) -> None:
        """Connect where needed, then MAIL and RCPT.

        Raises:
            Deferred: 4xx or no connection.
            Rejected: 5xx, or an address this server cannot take.
        """
        sender, recipient = _routed("mail", envelope.sender), _routed("rcpt", envelope.recipient)
        smtp = self._ready()
        options = []
        if not recipient.isascii():
            if not smtp.has_extn("smtputf8"):
                raise Rejected("rcpt", "this mail server cannot take addresses beyond ASCII")
            options.append("SMTPUTF8")
        if smtp.has_extn("dsn"):
            options += ["RET=HDRS", f"ENVID={envelope.name}"]
        notify = _wanted_reports(recipient) if smtp.has_extn("dsn") else []
        self._ask("mail", lambda: smtp.mail(sender, options))
        self._ask("rcpt", lambda: smtp.rcpt(recipient, notify))

    def greet(self) -> None:
        """Connect, turn to TLS and log in, as before a letter; nothing is sent.

        Raises:
            Deferred: it cannot be done just now; the reply says why.
        """
        self._ready()

    def _ready(self) -> Conversation:
        if self._smtp is not None:
            try:
                self._smtp.sock.settimeout(self._timeouts.verb_s)  # type: ignore[union-attr]
                if not self._smtp.speaks() and self._smtp.rset()[0] == 250:
                    return self._smtp
            except (OSError, smtplib.SMTPException, AttributeError):
                pass
            self._drop()
        self._connect()
        assert self._smtp is not None
        return self._smtp

    def _connect(self) -> None:
        target, timeout_s = self._target, self._timeouts.connect_s
        try:
            context = ssl.create_default_context(cafile=target.ca)
            if target.tls == "implicit":
                self._smtp = SecureConversation(
                    target.host, target.port, self._helo, timeout=timeout_s, context=context
                )
            else:
                self._smtp = Conversation(target.host, target.port, self._helo, timeout=timeout_s)
            self._greet(self._smtp, context)
        except smtplib.SMTPResponseException as error:
            self._drop()
            # A greeting or login refused with 5xx is the server's state, not the letter's: later.
            raise Deferred("connect", _said(error.smtp_code, error.smtp_error)) from None
        except (OSError, smtplib.SMTPException, ValueError) as error:  # a password beyond ASCII
            self._drop()
            raise Deferred("connect", _kind(error)) from None

    def _greet(self, smtp: Conversation, context: ssl.SSLContext) -> None:
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]
        smtp.sock.settimeout(self._timeouts.verb_s)  # type: ignore[union-attr]
        smtp.ehlo_or_helo_if_needed()
        if self._target.tls == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if self._target.user:
            smtp.login(self._target.user, self._target.password)

    def _ask(self, phase: str, verb: Callable[[], tuple[int, bytes]]) -> None:
        self._expect_silence(phase)
        try:
            code, words = verb()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._drop()
            raise Deferred(phase, _kind(error)) from None
        if 200 <= code < 300:
            return
        if 500 <= code < 600:
            raise Rejected(phase, _said(code, words))
        if not 400 <= code < 500:
            self._drop()  # an answer outside the protocol: the next one may be as well
        raise Deferred(phase, _said(code, words))

    def transmit(self, message: bytes) -> Reply:
        """DATA, the content, the dot; return the server's acceptance.

        Raises:
            Deferred: an explicit 4xx, or the server had gone before the DATA verb.
            Rejected: an explicit 5xx.
            OutcomeUnknown: anything else after the DATA verb.
        """
        self._expect_silence("data")
        code, words = self._verb("data", self._send_data)
        if code != 354 or self._heard_more():
            raise self._refusal("data", code, words)
        code, words = self._verb("dot", lambda smtp: self._send_body(smtp, message))
        if code != 250:
            raise self._refusal("dot", code, words)
        return Reply(code, cleaned(words))

    def _expect_silence(self, phase: str) -> None:
        # A server that hangs up after RCPT, or says 421 unasked, has got nothing: that is no doubt.
        if self._smtp is None or self._smtp.speaks():
            self._drop()
            raise Deferred(phase, "the server had hung up, or spoke out of turn")

    def _heard_more(self) -> bool:
        # Whatever follows "go on" before the content would be read as the answer to the dot.
        return self._smtp is None or self._smtp.speaks()

    def _verb(
        self, phase: str, verb: Callable[[Conversation], tuple[int, bytes]]
    ) -> tuple[int, bytes]:
        smtp: Any = self._smtp
        try:
            return verb(smtp)
        except (OSError, smtplib.SMTPException, ValueError, AttributeError) as error:
            self._drop()
            raise OutcomeUnknown(phase, _kind(error)) from None

    def _send_data(self, smtp: Conversation) -> tuple[int, bytes]:
        smtp.sock.settimeout(self._timeouts.verb_s)  # type: ignore[union-attr]
        return smtp.docmd("DATA")

    def _send_body(self, smtp: Conversation, message: bytes) -> tuple[int, bytes]:
        body = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
        body = re.sub(rb"(?m)^\.", b"..", body)  # RFC 5321 4.5.2
        body += b"" if body.endswith(b"\r\n") else b"\r\n"
        smtp.sock.settimeout(self._timeouts.data_s)  # type: ignore[union-attr]
        smtp.send(body + b".\r\n")
        smtp.sock.settimeout(self._timeouts.dot_s)  # type: ignore[union-attr]
        return smtp.getreply()

    def _refusal(self, phase: str, code: int, words: bytes) -> Exception:
        said = _said(code, words)
        if 400 <= code < 500:
            return Deferred(phase, said)
        if 500 <= code < 600:
            return Rejected(phase, said)
        self._drop()  # an answer outside the protocol: nobody knows what it means
        return OutcomeUnknown(phase, said)

    def close(self) -> None:
        """Say goodbye; a later letter connects again."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException, AttributeError):
                self._smtp.sock.settimeout(GOODBYE_S)  # type: ignore[union-attr]
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError):  # already gone
                smtp.close()


def _routed(phase: str, address: str) -> str:
    try:
        return routed(address)
    except HeaderRefused:
        raise Rejected(phase, "that is no address a letter can go to") from None


def _wanted_reports(recipient: str) -> list[str]:
    """Return what we want to hear of (RFC 3461), and under which name where mail is forwarded."""
    if not recipient.isascii():
        return ["NOTIFY=FAILURE,DELAY"]
    name = re.sub("[^!-*,-<>-~]", lambda found: f"+{ord(found[0]):02X}", recipient)
    return ["NOTIFY=FAILURE,DELAY", f"ORCPT=rfc822;{name}"]


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {cleaned(words)}" if code > 0 else cleaned(words)


def _kind(error: Exception) -> str:
    # Never the words of an exception: they may hold the address. What smtplib calls disconnected
    # may have been a timeout, which says more.
    return type(error.__context__ or error).__name__
