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
_LINE_END = re.compile(r"[\r\n]")
_SAMPLE_ROWS = 20
_LONGEST_HEADER = 200


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises: FileRefused `encoding` (no encoding we know), `nul` (not plain text).
    """
    for bom, codec, name in _BOMS:
        if content.startswith(bom):
            return _clean(_decoded(content[len(bom) :], codec)), name
    if b"\0" in content:
        return _clean(_decoded_by_its_zeros(content)), "UTF-16"
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


def _decoded_by_its_zeros(content: bytes) -> str:
    """Decode UTF-16 without a mark: Latin letters and line ends have their zero on one side."""
    sample = content[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few, many = sorted((even, odd))
    if len(content) % 2 or many < len(sample) / 50 or few * 10 > many:
        raise FileRefused("nul")
    text = _decoded(content, "utf-16-be" if even > odd else "utf-16-le")
    if not _LINE_END.search(text[:4096]):
        raise FileRefused("nul")
    return text


def _clean(text: str) -> str:
    if "\0" in text:
        raise FileRefused("nul")
    return text.removeprefix("\ufeff")


def _sense(sample: str, separator: str) -> tuple[int, int]:
    """Rate a separator by one row: how many column names we know in it, then its columns."""
    best = (0, 0)
    try:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        for row, _ in zip(reader, range(_SAMPLE_ROWS), strict=False):
            known = sum(find_any(cell) for cell in row[:500] if len(cell) <= _LONGEST_HEADER)
            if known > best[0] or best == (0, 0):
                best = (known, len(row))
    except csv.Error:
        return (-1, 0)
    return best


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
