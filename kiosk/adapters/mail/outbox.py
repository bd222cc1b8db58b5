"""Where letters go: a folder of .eml files, or a mail server. Both take the same two calls."""

import contextlib
import os
from pathlib import Path
from typing import Protocol

from kiosk.adapters.mail.address import parse_mail_from
from kiosk.adapters.mail.envelope import Envelope, Reply
from kiosk.adapters.mail.errors import Deferred
from kiosk.adapters.mail.smtp import SmtpOutbox, Timeouts, read_target


class Outbox(Protocol):
    """The way out, in two steps, so that `data_open` can be committed between them."""

    def begin(self, envelope: Envelope) -> None:
        """Go as far as the recipient. Raises Deferred or Rejected; nothing has left."""

    def transmit(self, message: bytes) -> Reply:
        """Hand the content over. Raises Deferred, Rejected or OutcomeUnknown."""

    def close(self) -> None:
        """Say goodbye; a later `begin` connects again."""


class FolderOutbox:
    """Writes each letter as <name>.eml, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made at the first letter."""
        self._folder = folder
        self._name = ""

    def begin(self, envelope: Envelope) -> None:
        """Make sure the folder can be written.

        Raises:
            Deferred: it cannot.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Deferred("connect", error.strerror) from None
        self._name = envelope.name

    def transmit(self, message: bytes) -> Reply:
        """Write the letter, flushed to the disk before its name appears.

        Raises:
            Deferred: the disk refuses.
        """
        path = self._folder / f"{self._name}.eml"
        fresh = path.with_suffix(".part")
        try:
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as f:
                f.write(message)
                f.flush()
                os.fsync(f.fileno())
            fresh.replace(path)
            _make_durable(self._folder)
        except OSError as error:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise Deferred("dot", error.strerror) from None
        return Reply(250, "written")

    def close(self) -> None:
        """Nothing is open."""


def _make_durable(folder: Path) -> None:
    # Or a power cut may forget a letter's new name.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_outbox(
    url: str, *, data_dir: Path, mail_from: str = "", timeouts: Timeouts | None = None
) -> Outbox:
    """Return the outbox that KIOSK_SMTP_URL names; nothing is connected yet.

    Raises:
        ValueError: the URL is none of ours; the sentence gives an example.
    """
    if url == "folder:":
        return FolderOutbox(data_dir / "mail")
    helo = parse_mail_from(mail_from)[1].rpartition("@")[2] if mail_from else None
    return SmtpOutbox(read_target(url), helo=helo, timeouts=timeouts or Timeouts())
