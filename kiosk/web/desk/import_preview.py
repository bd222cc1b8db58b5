"""What a list would do: read whole and drafted, or tried and rolled back, so that it is true.

Nothing here leaves a trace. A packed file is the file itself, squeezed, as text for a form.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk import clock
from kiosk.adapters.attendee_file import (
    MOST_BYTES,
    Column,
    Fault,
    read_attendees,
    read_employers,
)
from kiosk.adapters.unprintable import lost_in, named
from kiosk.db import writing
from kiosk.domain import attendees, employers
from kiosk.domain.events import Event
from kiosk.errors import Invalid
from kiosk.web.language import _

Rows = list[tuple[int, dict[str, Any]]]
COUNTED = ("added", "updated", "unchanged", "cancelled")


@dataclass(frozen=True)
class Found:
    """What is in a file: clean rows, faults, and how it was read."""

    rows: Rows
    faults: list[Fault]
    columns: list[Column]
    encoding: str
    separator: str | None


@dataclass(frozen=True)
class Preview:
    """What a list would do, and each row that stands in the way with its reason."""

    found: Found
    counts: dict[str, int]
    faults: list[dict[str, Any]]
    by_hand: list[dict[str, Any]]
    """Cells with letters that no badge can print, each with its sentence: a warning."""


class _LookedOnly(Exception):
    """Raised to leave a write transaction without a trace."""


def look(event: Event, which: str, content: bytes, mapping: str) -> Preview:
    """Return what the list would do.

    Raises:
        FileRefused: the file as a whole cannot be read.
        Invalid: a line of the mapping cannot be read.
    """
    found = read_list(which, content, mapping_of(mapping), event.region)
    faults = [
        {"row": fault.row, "field": fault.field, "why": _(fault.template, **fault.params)}
        for fault in found.faults
    ]
    counts, refused = ({}, []) if faults else _tried(event.id, which, found.rows, clock.now())
    told = [{**fault, "why": _(str(fault["why"]))} for fault in refused]
    return Preview(found, counts, faults + told, written_by_hand(which, found.rows))


def written_by_hand(which: str, rows: Rows) -> list[dict[str, Any]]:
    """Return each cell that a badge cannot print, with its sentence; stands wear no badges."""
    if which != "attendees":
        return []
    said = _("No typeface has %(letters)s. The badge leaves a line to write the name on.")
    return [
        {"row": lost.row, "field": lost.field, "why": said % {"letters": named(lost.letters)}}
        for lost in lost_in(rows)
    ]


def _tried(
    event_id: int, which: str, rows: Rows, at: datetime
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    if which == "attendees":
        result = attendees.draft(event_id, rows, at).result
        return {name: getattr(result, name) for name in COUNTED}, result.refused
    counts: dict[str, int] = {}
    try:
        with writing():
            counts = employers.register(event_id, [values for _number, values in rows], at)
            raise _LookedOnly
    except _LookedOnly:
        return counts, []


def read_list(which: str, content: bytes, mapping: dict[str, str], region: str) -> Found:
    """Return what is in the file.

    Raises:
        FileRefused: it cannot be read.
    """
    reader = read_employers if which == "employers" else read_attendees
    file = reader(content, mapping=mapping, region=region)
    rows = [(row.number, row.values) for row in file.rows]
    return Found(rows, file.faults, file.columns, file.encoding, file.separator)


def mapping_of(text: str) -> dict[str, str]:
    """Return header to field from lines such as "Their header=field".

    Raises:
        Invalid: a line has no "=".
    """
    mapping = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        header, equals, field = line.rpartition("=")
        if not equals or not header.strip():
            raise Invalid({"mapping": _("Write each column as “Their header=field”, one a line.")})
        mapping[header.strip()] = field.strip()
    return mapping


def pack(content: bytes) -> str:
    """Return a file as text for a form."""
    return urlsafe_b64encode(zlib.compress(content, 6)).decode()


def unpack(packed: str) -> bytes:
    """Return the file that `pack` made text of, at most one byte too large to be taken.

    Raises:
        Invalid: it is not one.
    """
    try:
        squeezed = urlsafe_b64decode(packed)
        return zlib.decompressobj().decompress(squeezed, MOST_BYTES + 1)
    except (NotBase64, ValueError, zlib.error):
        raise Invalid({"file": _("Choose the file again, please.")}) from None
