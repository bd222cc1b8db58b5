"""The bytes of the Internet Printing Protocol: requests written, answers read (RFC 8010).

Only what a badge needs is written; an answer may hold anything, and what we do not know is kept
as bytes or skipped. An answer that breaks off is a ValueError.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

VERSION = b"\x02\x00"
OPERATION_GROUP, JOB_GROUP, END = 0x01, 0x02, 0x03
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
FIRST_VALUE_TAG, FIRST_TEXT_TAG, LAST_TEXT_TAG = 0x10, 0x40, 0x49

PRINT_JOB, GET_JOB, GET_PRINTER = 0x0002, 0x0009, 0x000B  # RFC 8011, 5.4.15

Value = int | bool | str | bytes
Attribute = tuple[int, str, Sequence[int | str]]


@dataclass(frozen=True)
class Answer:
    """What a printer answered: a status, and every value it named."""

    status: int
    values: dict[str, list[Value]] = field(default_factory=dict)

    @property
    def is_fine(self) -> bool:
        """Whether it did what was asked (RFC 8011, B.1.2)."""
        return self.status < 0x0100

    def first(self, name: str) -> Value | None:
        """Return the first value of a name, or None."""
        return next(iter(self.values.get(name, [])), None)

    def texts(self, name: str) -> list[str]:
        """Return the values of a name that are text."""
        return [value for value in self.values.get(name, []) if isinstance(value, str)]


def request(
    operation: int, number: int, attributes: Sequence[Attribute], job: Sequence[Attribute] = ()
) -> bytes:
    """Return a request without its document (3.1)."""
    head = VERSION + struct.pack(">HI", operation, number)
    always: list[Attribute] = [
        (CHARSET, "attributes-charset", ["utf-8"]),
        (LANGUAGE, "attributes-natural-language", ["en"]),
    ]
    body = _group(OPERATION_GROUP, [*always, *attributes])
    return head + body + (_group(JOB_GROUP, job) if job else b"") + bytes([END])


def _group(tag: int, attributes: Sequence[Attribute]) -> bytes:
    return bytes([tag]) + b"".join(_attribute(*each) for each in attributes)


def _attribute(tag: int, name: str, values: Sequence[int | str]) -> bytes:
    """Write one attribute; further values have an empty name (3.1.5)."""
    out = b""
    for number, value in enumerate(values):
        label = b"" if number else name.encode()
        content = struct.pack(">i", value) if isinstance(value, int) else value.encode()
        out += struct.pack(">BH", tag, len(label)) + label
        out += struct.pack(">H", len(content)) + content
    return out


def answer(content: bytes) -> Answer:
    """Read an answer.

    Raises:
        ValueError: it breaks off, or is no such answer.
    """
    try:
        status = struct.unpack_from(">H", content, 2)[0]
        found: dict[str, list[Value]] = {}
        name = ""
        for tag, label, value in _values(content):
            name = label or name
            found.setdefault(name, []).append(_read(tag, value))
    except (struct.error, IndexError) as error:
        raise ValueError("The printer's answer breaks off.") from error
    return Answer(status, found)


def _values(content: bytes) -> Iterator[tuple[int, str, bytes]]:
    at = 8
    while content[at] != END:
        tag = content[at]
        at += 1
        if tag < FIRST_VALUE_TAG:  # the beginning of a group
            continue
        label, at = _string(content, at)
        value, at = _string(content, at)
        yield tag, label.decode("utf-8", "replace"), value


def _string(content: bytes, at: int) -> tuple[bytes, int]:
    length = struct.unpack_from(">H", content, at)[0]
    end = at + 2 + length
    if end > len(content):
        raise IndexError(end)
    return content[at + 2 : end], end


def _read(tag: int, value: bytes) -> Value:
    if tag in (INTEGER, ENUM):
        return int(struct.unpack(">i", value)[0])
    if tag == BOOLEAN:
        return value != b"\0"
    if FIRST_TEXT_TAG <= tag <= LAST_TEXT_TAG:
        return value.decode("utf-8", "replace")
    return value
