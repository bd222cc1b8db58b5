"""Mailboxes that reports come to: a Maildir, or one read by IMAP (RFC 3501) over TLS.

What is read stays unseen until `done`, which is called after the commit: a crash between the two
reads it again, and a report that came before changes nothing.
"""

import contextlib
import imaplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from kiosk.adapters.mail.bounce_report import LARGEST
from kiosk.adapters.mail.smtp import Target
from kiosk.errors import Unavailable

PATIENCE_S = 30.0
EXAMPLE = "imaps://bounces:password@imap.example/INBOX"


class NoMailbox(Unavailable):
    """The bounce mailbox cannot be read just now; the sentence says why."""

    slug = "no_mailbox"


@dataclass(frozen=True)
class Waiting:
    """One message that nobody has read yet, cut where it grows too large."""

    name: str
    content: bytes


class Mailbox(Protocol):
    """Where reports wait."""

    def unseen(self, most: int) -> Iterator[Waiting]:
        """Yield what nobody has read, oldest first. Raises NoMailbox."""

    def done(self, waiting: Waiting) -> None:
        """Mark a message as read; one that is gone is none. Raises NoMailbox."""

    def close(self) -> None:
        """Let go of it."""


class Maildir:
    """A folder with `new` and `cur`; a message moves, with its flag, in one rename."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is looked into when it is read."""
        self._folder = folder

    def unseen(self, most: int) -> Iterator[Waiting]:
        """Yield what is in `new`, and in `cur` without the flag.

        Raises:
            NoMailbox: it is no Maildir, or cannot be read.
        """
        try:
            found = [(p.stat().st_mtime_ns, p.name, p) for p in self._unseen_files()]
        except OSError as error:
            raise _none(
                f"KIOSK_BOUNCE_URL: {self._folder} is no Maildir ({error.strerror})."
            ) from None
        for _time, _name, path in sorted(found)[:most]:
            with contextlib.suppress(FileNotFoundError):  # another process was faster
                yield Waiting(f"{path.parent.name}/{path.name}", _beginning(path))

    def _unseen_files(self) -> Iterator[Path]:
        for name in ("new", "cur"):
            for path in (self._folder / name).iterdir():
                if path.name[0] != "." and not (name == "cur" and "S" in _flags(path.name)):
                    yield path

    def done(self, waiting: Waiting) -> None:
        """Move a message to `cur` as seen.

        Raises:
            NoMailbox: it cannot be moved.
        """
        name = Path(waiting.name).name
        seen = f"{name.partition(':2,')[0]}:2,{''.join(sorted(_flags(name) | {'S'}))}"
        try:
            (self._folder / waiting.name).rename(self._folder / "cur" / seen)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise _none(
                f"KIOSK_BOUNCE_URL: {self._folder} cannot be written ({error.strerror})."
            ) from None

    def close(self) -> None:
        """Nothing is open."""


def _flags(name: str) -> set[str]:
    return set(name.partition(":2,")[2])


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)


class ImapBox:
    """One folder of a mailbox, over a connection that lasts for one reading."""

    def __init__(self, target: Target, folder: str) -> None:
        """Take the server; nothing is connected before it is read."""
        self._target, self._folder = target, folder
        self._imap: imaplib.IMAP4 | None = None

    def unseen(self, most: int) -> Iterator[Waiting]:
        """Yield what is not marked as seen; reading leaves it so.

        Raises:
            NoMailbox: the server is away, or says no.
        """
        with self._calmly():
            imap = self._open()
            found = _ok(imap.uid("SEARCH", "UNSEEN"))
            uids = found[0].decode("ascii").split() if found and found[0] else []
        for uid in uids[:most]:
            with self._calmly():
                answer = _ok(imap.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)"))
            content = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if content is not None:  # gone meanwhile
                yield Waiting(uid, content)

    def done(self, waiting: Waiting) -> None:
        r"""Mark a message \Seen.

        Raises:
            NoMailbox: the server is away, or says no.
        """
        with self._calmly():
            _ok(self._open().uid("STORE", waiting.name, "+FLAGS.SILENT", r"(\Seen)"))

    def _open(self) -> imaplib.IMAP4:
        if self._imap is None:
            self._imap = _connected(self._target)
            _ok(self._imap.login(self._target.user, self._target.password))
            quoted = self._folder.replace("\\", "\\\\").replace('"', r"\"")
            _ok(self._imap.select(f'"{quoted}"'))
        return self._imap

    @contextlib.contextmanager
    def _calmly(self) -> Iterator[None]:
        try:
            yield
        except (OSError, imaplib.IMAP4.error, ValueError, AttributeError) as error:
            self.close()
            # Never the words of an exception: they may hold the password.
            why = "TLS failed" if isinstance(error, ssl.SSLError) else type(error).__name__
            raise _none(f"KIOSK_BOUNCE_URL: {self._target.host} cannot be read ({why}).") from None

    def close(self) -> None:
        """Say goodbye."""
        imap, self._imap = self._imap, None
        if imap is not None:
            with contextlib.suppress(OSError, imaplib.IMAP4.error, ValueError):
                imap.logout()
            _hang_up(imap)


def _connected(target: Target) -> imaplib.IMAP4:
    context = ssl.create_default_context(cafile=target.ca)
    if target.tls == "implicit":
        imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            target.host, target.port, ssl_context=context, timeout=PATIENCE_S
        )
    else:
        imap = imaplib.IMAP4(target.host, target.port, timeout=PATIENCE_S)
        if target.tls == "starttls":
            try:
                _ok(imap.starttls(context))
            except BaseException:
                _hang_up(imap)
                raise
    imap.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return imap


def _hang_up(imap: imaplib.IMAP4) -> None:
    with contextlib.suppress(OSError):  # gone already
        imap.shutdown()


def _ok(answer: tuple[str, Any]) -> Any:
    kind, said = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return said


def _none(sentence: str) -> NoMailbox:
    return NoMailbox(sentence=sentence)


def open_mailbox(url: str) -> Mailbox:
    """Return the mailbox that KIOSK_BOUNCE_URL names; nothing is opened yet.

    imaps:// is TLS from the first byte, imap:// turns to TLS by STARTTLS (?tls=none only for a
    server on this machine); `ca` names a certificate to trust beside the system's.

    Raises:
        ValueError: it names none; the sentence gives an example.
    """
    if url.startswith("maildir:"):
        return Maildir(Path(url.removeprefix("maildir:").removeprefix("//")))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"cannot be read. For example: {EXAMPLE}") from None
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    tls = "implicit" if parts.scheme == "imaps" else query.get("tls", "starttls")
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise ValueError(f"is neither a Maildir nor a mailbox by IMAP. For example: {EXAMPLE}")
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if tls not in {"implicit", "starttls"} and not (tls == "none" and is_here):
        raise ValueError(f"would send the password in clear text. For example: {EXAMPLE}")
    target = Target(
        parts.hostname,
        port or (993 if tls == "implicit" else 143),
        tls,
        unquote(parts.username),
        unquote(parts.password or ""),
        query.get("ca"),
    )
    return ImapBox(target, unquote(parts.path.strip("/")) or "INBOX")
