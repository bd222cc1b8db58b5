"""A letter as bytes (RFC 5322, MIME): the same input gives the same bytes, at every try.

Boundaries come from the Message-ID; there is no remote picture and no second recipient.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from hashlib import sha256

from kiosk.adapters.mail.address import (
    ascii_domain,
    header_address,
    header_text,
    one_line,
    parse_mail_from,
)


@dataclass(frozen=True)
class Attachment:
    """A file beside the words; with a `cid` it is a picture inside the HTML."""

    filename: str
    content_type: str
    content: bytes
    cid: str = ""


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
    # An address beyond ASCII can stand in a header only as it is (RFC 6532).
    beyond_ascii = not letter.to_address.rpartition("@")[0].isascii()
    message = EmailMessage(policy=SMTPUTF8 if beyond_ascii else SMTP)
    _write_headers(message, letter)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    html = message.get_payload()[1]  # type: ignore[index]
    for file in letter.attachments:
        _attach(html if file.cid else message, file)  # type: ignore[arg-type]
    # Set last: making a multipart moves every Content- header into its first part.
    message["Content-Language"] = one_line(letter.language)
    _fix_boundaries(message, letter.message_id)
    return message.as_bytes()


def _write_headers(message: EmailMessage, letter: Letter) -> None:
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(letter.date)
    message["From"] = header_address(*parse_mail_from(letter.sender))
    message["To"] = header_address(letter.to_name, letter.to_address)
    if letter.reply_to:
        message["Reply-To"] = header_address(letter.reply_to_name, letter.reply_to)
    message["Subject"] = header_text(letter.subject)
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{one_line(letter.unsubscribe_url)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _attach(part: EmailMessage, file: Attachment) -> None:
    main, _, sub = file.content_type.partition("/")
    if file.cid:
        part.add_related(file.content, main, sub, cid=f"<{file.cid}>", disposition="inline")
    else:
        part.add_attachment(file.content, main, sub, filename=file.filename)
        if main == "text":
            newest: MIMEPart = part.get_payload()[-1]  # type: ignore[assignment,index]
            newest.set_param("charset", "utf-8")


def _fix_boundaries(message: EmailMessage, message_id: str) -> None:
    # The standard library draws boundaries at random; ours must be the same at every try.
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            seed = sha256(f"{message_id}{number}".encode()).hexdigest()[:32]
            part.set_boundary(f"=_{seed}")
