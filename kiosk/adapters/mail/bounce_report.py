"""Reports of mail servers read (RFC 3464, 6533, 5965), from whatever bytes a mailbox may hold.

Only what the report's own part says counts; the words around it, in any language, are not read.
Sizes, depth and the number of parts are capped, and nothing here raises. An auto-reply, a receipt
for reading and a message that a person sent have no such part, and are nothing to us.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256

from kiosk.adapters.mail.errors import cleaned
from kiosk.domain.deliveries import Report, Said

LARGEST = 512 * 1024
"""Bytes that are read: the report stands before the letter that it may bring back whole."""
LARGEST_HEADERS = 64 * 1024
LONGEST_TYPE = 2000
"""Characters of a Content-Type: the library takes the square of them in time."""
DEEPEST = 8
MOST_PARTS = 60
MOST_RECIPIENTS = 20
_STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status"}
_ORIGINALS = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
_ARRIVED_AT = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
_CODE = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\d|\.\d)")
_ACTIONS = {
    **{"failed": "failed", "failure": "failed", "delayed": "delayed", "delivered": "delivered"},
    **{"relayed": "delivered", "expanded": "delivered"},
}
_BY_CLASS = {"5": "failed", "4": "delayed", "2": "delivered"}
_COMPLAINTS = {"abuse", "opt-out"}
"""Other feedback (RFC 6591 on signatures, "not-spam") is no wish of the reader's."""


@dataclass(frozen=True)
class _Part:
    headers: Message
    content: bytes

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()


def read_report(raw: bytes, sent_to: tuple[str, ...] = ()) -> Report | None:
    """Return what a message reports, or None if it is no report; it never raises.

    `sent_to` is where it arrived, if the mail server says so apart from the message.
    """
    try:
        return _read(raw[:LARGEST], sent_to)
    except Exception:  # whatever the library makes of hostile bytes, it is no report
        return None


def _read(raw: bytes, sent_to: tuple[str, ...]) -> Report | None:
    whole = _split(raw)
    if not _may_be_report(whole.headers):
        return None
    parts = list(_leaves(whole))
    status = next((part for part in parts if part.kind in _STATUS_PARTS), None)
    feedback = next((p for p in parts if p.kind == "message/feedback-report"), None)
    told = status or feedback
    if told is None:
        return None
    fields = list(_blocks(_decoded(told)))
    said = _statuses(fields) if status else _complaint(fields)
    if not said:
        return None
    addresses = [*sent_to, *_addresses(whole.headers, *_ARRIVED_AT)]
    if feedback is told:  # it comes to whom the provider knows, so the letter itself has the token
        addresses += [block["original-mail-from"] for block in fields
                      if "original-mail-from" in block]  # fmt: skip
        addresses += _returned(parts)
    return Report(tuple(a.strip("<> ") for a in addresses[:40]), said, _identity(whole, told))


def _split(raw: bytes) -> _Part:
    raw = raw.lstrip(b"\r\n")
    found = re.search(rb"\r?\n[ \t]*\r?\n", raw)
    head, body = (raw[: found.start()], raw[found.end() :]) if found else (raw, b"")
    if raw[:5] == b"From ":  # an mbox's own first line
        head = head.partition(b"\n")[2]
    headers = message_from_bytes(head[:LARGEST_HEADERS] + b"\r\n\r\n")
    if len(str(headers.get("Content-Type", ""))) > LONGEST_TYPE:
        del headers["Content-Type"]
    return _Part(headers, body)


def _may_be_report(headers: Message) -> bool:
    """Whether a machine sent it that wants no answer: no loop can come of it."""
    if headers.get_content_type() == "multipart/report":
        return True
    senders = headers.get_all("Return-Path") or []
    return any(str(sender).replace(" ", "") == "<>" for sender in senders)


def _leaves(whole: _Part) -> Iterator[_Part]:
    """Yield the parts that hold no other ones, letters brought back unopened."""
    waiting, opened = [(whole, 0)], 0
    while waiting and opened < MOST_PARTS:
        part, depth = waiting.pop(0)
        opened += 1
        is_whole = part.headers.get_content_maintype() == "multipart"
        boundary = part.headers.get_boundary() if is_whole else None
        if not boundary:
            yield part
        elif depth < DEEPEST:
            pieces = _pieces(part.content, boundary.encode("utf-8", "surrogateescape"))
            waiting[:0] = [(_split_piece(piece), depth + 1) for piece in pieces]


def _pieces(content: bytes, boundary: bytes) -> list[bytes]:
    between = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.M)
    marks = list(between.finditer(content))[: MOST_PARTS + 1]
    pieces = []
    for number, mark in enumerate(marks):
        if mark[1]:
            break
        end = marks[number + 1].start() if number + 1 < len(marks) else len(content)
        pieces.append(content[mark.end() : end])
    return pieces


def _split_piece(piece: bytes) -> _Part:
    # A part may begin with the empty line: it has no headers, and is plain text.
    if re.match(rb"[ \t]*\r?\n", piece):
        return _Part(Message(), piece)
    return _split(piece)


def _decoded(part: _Part) -> str:
    """Return a part's text; some servers encode what RFC 3464 wants plain."""
    way, content = str(part.headers.get("Content-Transfer-Encoding", "")).strip().lower(), b""
    if way == "base64":
        try:
            content = base64.b64decode(re.sub(rb"[^A-Za-z0-9+/]", b"", part.content) + b"===")
        except binascii.Error:
            content = part.content
    elif way == "quoted-printable":
        content = quopri.decodestring(part.content)
    return (content or part.content).decode("utf-8", "replace")


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """Yield the groups of fields, folded lines joined; the first of two fields of a name counts."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    for block in re.split(r"\n[ \t]*\n", text)[: MOST_RECIPIENTS + 1]:
        fields: dict[str, str] = {}
        for line in re.sub(r"\n[ \t]+", " ", block).split("\n"):
            name, apart, value = line.partition(":")
            if apart:
                fields.setdefault(name.strip().lower(), value.strip())
        yield fields


def _statuses(blocks: list[dict[str, str]]) -> tuple[Said, ...]:
    return tuple(said for block in blocks if (said := _status(block)) is not None)


def _status(block: dict[str, str]) -> Said | None:
    if not {"final-recipient", "original-recipient", "action"} & set(block):
        return None
    code = _best_code(block.get("status", ""), block.get("diagnostic-code", ""))
    word = re.match(r"[a-z]+", block.get("action", "").lower())
    action = _ACTIONS.get(word[0], "") if word else _BY_CLASS.get(code[:1], "")
    if not action:
        return None
    fields = (block.get("original-recipient"), block.get("final-recipient"))
    recipients = tuple(address for field in fields if field and (address := _recipient(field)))
    words = block.get("diagnostic-code", "").partition(";")
    return Said(action, code, recipients, cleaned((words[2] or words[0]).strip())[:300])


def _best_code(status: str, diagnostic: str) -> str:
    """Return the enhanced code: some servers give a general one, and the true one in words."""
    stated, told = _CODE.search(status), _CODE.search(diagnostic)
    if stated is None or (stated[0].endswith(".0.0") and told and told[1] == stated[1]):
        stated = told
    return stated[0] if stated else ""


def _recipient(field: str) -> str:
    """Return the address of "rfc822; asha@example.org", with what RFC 6533 wrote as \\x{e9}.

    What we wrote as +2B (RFC 3461) should come back as it was, and does not from every server.
    """
    kind, apart, address = field.partition(";")
    address = (address if apart else kind).strip()
    address = re.sub(r"\\x\{([0-9A-Fa-f]{2,6})\}", _letter, address)
    address = re.sub(r"\+(2B|3D)", lambda found: chr(int(found[1], 16)), address)
    return address.partition(">")[0].strip("<> ")


def _letter(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _complaint(blocks: list[dict[str, str]]) -> tuple[Said, ...]:
    kinds = {block.get("feedback-type", "").lower() for block in blocks}
    return (Said("complaint"),) if kinds & _COMPLAINTS else ()


def _addresses(headers: Message, *names: str) -> list[str]:
    fields = [str(value) for name in names for value in (headers.get_all(name) or [])[:5]]
    return [address for _name, address in getaddresses([field[:2000] for field in fields])]


def _returned(parts: list[_Part]) -> list[str]:
    """Return the return paths that the letters brought back came with."""
    originals = (_split(part.content).headers for part in parts if part.kind in _ORIGINALS)
    return [address for headers in originals for address in _addresses(headers, "Return-Path")]


def _identity(whole: _Part, told: _Part) -> str:
    """Return what the same report has again when it is brought twice: its id, else its words."""
    message_id = str(whole.headers.get("Message-ID", "")).strip()
    return message_id or sha256(told.content.strip()).hexdigest()
