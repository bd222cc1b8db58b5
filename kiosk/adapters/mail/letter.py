"""A letter as bytes (RFC 5322, MIME): the same input gives the same bytes, at every try.

Boundaries come from the Message-ID; there is no remote picture and no second recipient. Written
directly, not by `EmailMessage`, which takes many times as long; a test reads it back with that.
"""

import base64
import hmac
import re
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from kiosk.adapters.mail.address import (
    ascii_domain,
    header_address,
    header_text,
    one_line,
    parse_mail_from,
)

_LINE_END = re.compile("\r\n|\r|\n")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
"""Names that need no quotes (RFC 5322 3.2.3)."""


@dataclass(frozen=True)
class Attachment:
    """A file beside the words; with a `cid` it is a picture inside the HTML.

    An invitation (a `text/calendar` with a method) stands among the words too, where mail programs
    look for what to put into the calendar (RFC 6047, 2.4).
    """

    filename: str
    content_type: str
    content: bytes
    cid: str = ""

    @property
    def is_invitation(self) -> bool:
        """Whether it makes, moves or removes an entry of a calendar."""
        return self.content_type in {f"text/calendar; method={m}" for m in ("REQUEST", "CANCEL")}


@dataclass(frozen=True)
class Letter:
    """One letter to one person."""

    to_name: str
    to_address: str
    sender: str
    reply_to: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    message_id: str
    date: datetime
    reply_to_name: str = ""
    unsubscribe_url: str | None = None
    language: str = "en"


def message_id_for(key: bytes, *parts: str, domain: str) -> str:
    """Return a Message-ID that the parts always give: base32(HMAC-SHA256) at the domain."""
    digest = hmac.digest(key, "\x00".join(parts).encode(), sha256)
    local = base64.b32encode(digest[:20]).decode().lower()
    return f"<{local}@{ascii_domain(domain)}>"


def compose(letter: Letter) -> bytes:
    """Return the letter's bytes, lines ended by CRLF.

    Raises:
        HeaderRefused: a header value holds a control character, or an address is none.
    """
    boundaries = (f"=_{sha256(f'{letter.message_id}{n}'.encode()).hexdigest()[:32]}"
                  for n in range(3))  # fmt: skip
    files = [_file(each) for each in letter.attachments if not each.cid]
    outer = next(boundaries) if files else ""
    words = _several("alternative", next(boundaries), _words(letter, next(boundaries)))
    content = _several("mixed", outer, [words, *files]) if files else words
    return b"".join((*_headers(letter), b"MIME-Version: 1.0\r\n", content))


def _headers(letter: Letter) -> Iterator[bytes]:
    # An address beyond ASCII can stand in a header only as it is (RFC 6532).
    policy: Any = SMTP if letter.to_address.rpartition("@")[0].isascii() else SMTPUTF8
    yield _plain("Message-ID", letter.message_id)
    yield _plain("Date", format_datetime(letter.date))
    yield _address_line("From", *parse_mail_from(letter.sender), SMTP)
    # Most of it is one reader's alone: the cache is for what all letters have.
    yield _address_line.__wrapped__("To", letter.to_name, letter.to_address, policy)
    if letter.reply_to:
        yield _address_line("Reply-To", letter.reply_to_name, letter.reply_to, SMTP)
    yield _text_line("Subject", header_text(letter.subject), policy)
    yield _plain("Auto-Submitted", "auto-generated")
    if letter.unsubscribe_url:
        yield _plain("List-Unsubscribe", f"<{one_line(letter.unsubscribe_url)}>")
        yield _plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    yield _plain("Content-Language", one_line(letter.language))


def _plain(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode("ascii")


@lru_cache(maxsize=256)
def _address_line(name: str, shown: str, address: str, policy: Any) -> bytes:
    found = header_address(shown, address)
    plain = f"{found.display_name} <{found.addr_spec}>" if found.display_name else found.addr_spec
    if _ATOMS.fullmatch(found.display_name) and _fits(name, plain):
        return _plain(name, plain)
    return _folded(name, found, policy)


def _text_line(name: str, value: str, policy: Any) -> bytes:
    return _plain(name, value) if _fits(name, value) else _folded(name, value, policy)


def _fits(name: str, value: str) -> bool:
    return value.isascii() and len(name) + 2 + len(value) <= 76 and bool(value)


def _folded(name: str, value: Any, policy: Any) -> bytes:
    """Leave what is long or beyond ASCII to the standard library, which folds and encodes it."""
    header, stored = policy.header_store_parse(name, value)
    return bytes(policy.fold_binary(header, stored))


def _several(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    edge = b"\r\n--" + boundary.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode()
    return head + b"".join(edge + b"\r\n" + part for part in parts) + edge + b"--\r\n"


def _words(letter: Letter, boundary: str) -> list[bytes]:
    page = _said("html", letter.html)
    pictures = [_file(each) for each in letter.attachments if each.cid]
    if pictures:
        page = _several("related", boundary, [page, *pictures])
    invited = [_file(each, shown="") for each in letter.attachments if each.is_invitation]
    return [_said("plain", letter.text), page, *invited]


def _said(kind: str, words: str) -> bytes:
    head = (f'Content-Type: text/{kind}; charset="utf-8"\r\n'
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n").encode()  # fmt: skip
    text = _LINE_END.sub("\n", words).encode("utf-8", "replace")
    return head + b2a_qp(text, istext=True).replace(b"\n", b"\r\n")


def _file(file: Attachment, shown: str = "attachment") -> bytes:
    is_text = file.content_type.startswith("text/")
    head = f"Content-Type: {file.content_type}" + ('; charset="utf-8"' if is_text else "")
    head += "\r\nContent-Transfer-Encoding: base64\r\n"
    if file.cid:
        head += "Content-Disposition: inline\r\n"
    elif shown:
        head += f'Content-Disposition: {shown}; filename="{file.filename}"\r\n'
    if file.cid:
        head += f"Content-ID: <{file.cid}>\r\n"
    lines = base64.encodebytes(file.content).replace(b"\n", b"\r\n")
    return head.encode("ascii") + b"\r\n" + lines
