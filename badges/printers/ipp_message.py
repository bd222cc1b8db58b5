"""The bytes of the Internet Printing Protocol: requests written, answers read (RFC 8010).

Only what a badge needs is written; an answer may hold anything, and what we do not know is kept
as bytes or skipped. An answer that breaks off is a ValueError, and nothing else ever is.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import NamedTuple, Union

VERSION, OLD_VERSION = b"\x02\x00", b"\x01\x01"
OPERATION_GROUP, JOB_GROUP, END = 0x01, 0x02, 0x03  # 3.5.1
PRINTER_GROUP = 0x04
FIRST_VALUE_TAG = 0x10
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23  # 3.5.2
RESOLUTION, RANGE, COLLECTION = 0x32, 0x33, 0x34
TEXT_IN_LANGUAGE, NAME_IN_LANGUAGE, COLLECTION_END = 0x35, 0x36, 0x37
FIRST_TEXT_TAG, LAST_TEXT_TAG, MEMBER_NAME = 0x40, 0x49, 0x4A
NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49

PRINT_JOB, CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB = 0x0002, 0x0005, 0x0006, 0x0008
GET_JOB, GET_JOBS, GET_PRINTER = 0x0009, 0x000A, 0x000B  # RFC 8011, 5.4.15
CUPS_GET_PRINTERS = 0x4002

DEEPEST = 8  # collections in collections; real ones have three
_requests = count(1)


class Missing(Enum):
    """What stands where there is no value (RFC 8010, 3.5.2)."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13


class Resolution(NamedTuple):
    """Dots across and along, an inch where `unit` is 3, a centimetre where it is 4."""

    across: int
    along: int
    unit: int


class Range(NamedTuple):
    """Two integers, both within."""

    lowest: int
    highest: int


Value = Union[int, bool, str, bytes, Resolution, Range, Missing, "Group"]
Written = int | str | Resolution | Sequence["Attribute"]
Attribute = tuple[int, str, Sequence[Written]]


@dataclass(frozen=True)
class Group:
    """Attributes by name: of a printer, of a job, or the members of a collection."""

    values: Mapping[str, list[Value]] = field(default_factory=dict)

    def all(self, name: str) -> list[Value]:
        """Return what stands under a name, nothing where it is not named."""
        return self.values.get(name, [])

    def whole(self, name: str) -> int | None:
        """Return the first integer or enum of a name, or None."""
        return next((v for v in self.all(name) if type(v) is int), None)

    def text(self, name: str) -> str:
        """Return the first text of a name, or ""."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> list[str]:
        """Return the values of a name that are text."""
        return [value for value in self.all(name) if isinstance(value, str)]

    def groups(self, name: str) -> list["Group"]:
        """Return the values of a name that are collections."""
        return [value for value in self.all(name) if isinstance(value, Group)]


@dataclass(frozen=True)
class Answer(Group):
    """What a printer answered: a status, every value it named, and the groups they stood in."""

    status: int = 0
    parts: Sequence[tuple[int, Group]] = ()

    @property
    def is_fine(self) -> bool:
        """Whether it did what was asked (RFC 8011, B.1.2)."""
        return self.status < 0x0100

    def each(self, tag: int) -> list[Group]:
        """Return the groups of one kind: the jobs or printers of a list."""
        return [group for kind, group in self.parts if kind == tag]


def request(
    operation: int,
    attributes: Sequence[Attribute],
    job: Sequence[Attribute] = (),
    *,
    version: bytes = VERSION,
) -> bytes:
    """Return a request without its document (3.1); its number is never used twice in a row."""
    head = version + struct.pack(">HI", operation, next(_requests) % 0x7FFFFFFF + 1)
    always: list[Attribute] = [
        (CHARSET, "attributes-charset", ["utf-8"]),
        (LANGUAGE, "attributes-natural-language", ["en"]),
    ]
    body = _group(OPERATION_GROUP, [*always, *attributes])
    return head + body + (_group(JOB_GROUP, job) if job else b"") + bytes([END])


def _group(tag: int, attributes: Sequence[Attribute]) -> bytes:
    return bytes([tag]) + b"".join(_attribute(*each) for each in attributes)


def _attribute(tag: int, name: str, values: Sequence[Written]) -> bytes:
    """Write one attribute; further values have an empty name (3.1.5)."""
    labels = [name, *[""] * (len(values) - 1)]
    return b"".join(_value(tag, *each) for each in zip(labels, values, strict=True))


def _value(tag: int, label: str, value: Written) -> bytes:
    if isinstance(value, int):
        packed = struct.pack(">b" if tag == BOOLEAN else ">i", value)
        return _field(tag, label, packed)
    if isinstance(value, str):
        return _field(tag, label, value.encode())
    if isinstance(value, Resolution):
        return _field(tag, label, struct.pack(">iib", *value))
    return _collection(label, value)


def _collection(label: str, members: Sequence[Attribute]) -> bytes:
    """Write a collection: each member's name is a value of its own (3.1.6)."""
    out = _field(COLLECTION, label, b"")
    for tag, name, values in members:
        out += _field(MEMBER_NAME, "", name.encode())
        out += b"".join(_value(tag, "", value) for value in values)
    return out + _field(COLLECTION_END, "", b"")


def _field(tag: int, label: str, content: bytes) -> bytes:
    name = label.encode()
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(content)) + content


def answer(content: bytes) -> Answer:
    """Read an answer.

    Raises:
        ValueError: it breaks off, or is no such answer.
    """
    try:
        status = struct.unpack_from(">H", content, 2)[0]
        parts = list(_parts(_fields(content)))
    except (struct.error, IndexError) as error:
        raise ValueError("The printer's answer breaks off.") from error
    merged: dict[str, list[Value]] = {}
    for _tag, group in parts:
        for name, values in group.values.items():
            merged.setdefault(name, []).extend(values)
    return Answer(merged, status, parts)


Field = tuple[int, str, bytes]


def _fields(content: bytes) -> Iterator[Field]:
    """Read tags one after another; the beginning of a group is a tag alone."""
    at = 8
    while (tag := content[at]) != END:
        at += 1
        if tag < FIRST_VALUE_TAG:
            yield tag, "", b""
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


def _parts(fields: Iterator[Field]) -> Iterator[tuple[int, Group]]:
    values: dict[str, list[Value]] = {}
    name = ""
    for tag, label, content in fields:
        if tag < FIRST_VALUE_TAG:
            values, name = {}, ""
            yield tag, Group(values)  # filled by what follows, until the next group
            continue
        name = label or name
        values.setdefault(name, []).append(_read(tag, content, fields, 0))


def _read(tag: int, content: bytes, fields: Iterator[Field], depth: int) -> Value:
    """Read one value; a collection takes the fields up to its end (3.1.6)."""
    if tag == COLLECTION:
        return _members(fields, depth + 1)
    if tag in (INTEGER, ENUM):
        return int(struct.unpack(">i", content)[0])
    if tag == BOOLEAN:
        return content != b"\0"
    if tag == RESOLUTION:
        return Resolution(*struct.unpack(">iib", content))
    if tag == RANGE:
        return Range(*struct.unpack(">ii", content))
    if tag in (TEXT_IN_LANGUAGE, NAME_IN_LANGUAGE):
        _language, at = _string(content, 0)
        content = _string(content, at)[0]
    elif not FIRST_TEXT_TAG <= tag <= LAST_TEXT_TAG:
        return Missing(tag) if tag in {each.value for each in Missing} else content
    return content.decode("utf-8", "replace")


def _members(fields: Iterator[Field], depth: int) -> Group:
    if depth > DEEPEST:
        raise IndexError(depth)
    values: dict[str, list[Value]] = {}
    name = ""
    while True:
        tag, _label, content = next(fields, (END, "", b""))
        if tag == COLLECTION_END:
            return Group(values)
        if tag < FIRST_VALUE_TAG:
            raise IndexError(tag)
        if tag == MEMBER_NAME:
            name = content.decode("utf-8", "replace")
        else:
            values.setdefault(name, []).append(_read(tag, content, fields, depth))
