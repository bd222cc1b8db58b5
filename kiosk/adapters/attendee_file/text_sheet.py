"""Rows out of a CSV or TSV, whatever its letters, separator and line ends.

Row numbers are those a spreadsheet shows: a quoted line break does not count, a blank line does.
"""

import csv
import io
import re

from kiosk.adapters.attendee_file.faults import FileRefused
from kiosk.adapters.attendee_headers import find_any

SEPARATORS = (",", ";", "\t", "|")
Rows = list[tuple[int, list[object]]]

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_EXCEL_HINT = re.compile(r'\A"?sep=(.)"?(?:\r\n|\r|\n)')
_SAMPLE_ROWS = 20


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises: FileRefused `encoding` (no encoding we know), `nul` (not plain text).
    """
    for bom, codec, name in _BOMS:
        if content.startswith(bom):
            return _clean(_decoded(content[len(bom) :], codec)), name
    if b"\0" in content:
        return _clean(_decoded(content, _utf16_by_its_zeros(content))), "UTF-16"
    try:
        return _clean(content.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        return _clean(_decoded(content, "cp1252")), "Windows-1252"


def read(text: str) -> tuple[Rows, str]:
    """Return the rows and the separator that makes the most sense of their first lines.

    Raises: FileRefused `quotes` with the row where a quotation mark is left open.
    """
    hint = _EXCEL_HINT.match(text)
    if hint:
        return _rows(text[hint.end() :], hint[1]), hint[1]
    separator = max(SEPARATORS, key=lambda candidate: _sense(text[:65_536], candidate))
    return _rows(text, separator), separator


def _decoded(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise FileRefused("encoding") from error


def _utf16_by_its_zeros(content: bytes) -> str:
    """Guess the byte order: Latin letters and separators have their zero byte on one side only."""
    sample = content[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if (
        len(content) % 2
        or max(even, odd) < len(sample) / 50
        or min(even, odd) * 10 > max(even, odd)
    ):
        raise FileRefused("nul")
    return "utf-16-be" if even > odd else "utf-16-le"


def _clean(text: str) -> str:
    if "\0" in text:
        raise FileRefused("nul")
    return text.removeprefix("\ufeff")


def _sense(sample: str, separator: str) -> tuple[int, int]:
    """Rate a separator: column names we know in one row, then columns in the first row."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return (-1, 0)
    known = max((sum(find_any(cell) for cell in row if len(cell) < 200) for row in rows), default=0)
    return (known, max((len(row) for row in rows), default=0))


def _rows(text: str, separator: str) -> Rows:
    rows: Rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            if any(row):
                rows.append((number, list(row)))
    except csv.Error as error:
        raise FileRefused("quotes", row=(rows[-1][0] if rows else 0) + 1) from error
    return rows
