"""Rows out of an XLSX or ODS workbook, after its parts were measured.

calamine opens only a copy that we packed ourselves from parts within the caps: what an archive
says of its own sizes is not trusted, and one far-off cell may not make a giant of a small sheet.
"""

import io
import re
import zipfile
import zlib
from functools import cache
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from kiosk.adapters.attendee_file.faults import FileRefused
from kiosk.adapters.attendee_file.text_sheet import Rows
from kiosk.adapters.attendee_headers import find_any

MOST_UNPACKED = 64 * 1024 * 1024
MOST_RATIO = 250
MOST_PARTS = 1000
MOST_CELLS = 4_000_000

_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError,
)  # fmt: skip
_NEEDED = re.compile(r"\.(xml|rels)$|^mimetype$", re.IGNORECASE)
_ENCRYPTED_BIT = 0x1
_XLSX_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,9})["']""")
_XLSX_NO_PLACE = re.compile(rb"<(?:\w+:)?c\b(?![^<>]*\br\s*=)")
_ODS_TAG = re.compile(
    rb"<table:(?P<tag>table-row|table-cell|covered-table-cell|table)(?![\w-])(?P<rest>[^<>]*)>"
)
_ODS_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')


def read(content: bytes) -> Rows:
    """Return the rows of the first visible sheet that has a column name we know.

    Raises: FileRefused when the archive is no workbook, locked, damaged, or too large inside.
    """
    parts = _parts(content)
    _refuse_giants(parts)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        return _chosen(book)
    except BaseException as error:
        # A panic inside calamine is a PanicException, which is no Exception and has no public name.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise FileRefused("damaged") from error
        raise


def _parts(content: bytes) -> dict[str, bytes]:
    """Unpack what a workbook needs, stopping at the caps."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_strangers(entries)
            return {e.filename: archive.read(e) for e in entries if _NEEDED.search(e.filename)}
    except _UNREADABLE as error:
        raise FileRefused("damaged") from error


def _refuse_strangers(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & _ENCRYPTED_BIT for entry in entries):
        raise FileRefused("encrypted")
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise FileRefused("not_a_list", what="ZIP")
    sizes = [entry.file_size for entry in entries]
    ratio_broken = any(
        entry.file_size > 1_000_000 and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if sum(sizes) > MOST_UNPACKED or len(entries) > MOST_PARTS or ratio_broken:
        raise FileRefused("unpacks_too_large")


def _refuse_giants(parts: dict[str, bytes]) -> None:
    for name, part in parts.items():
        if name != "mimetype":
            _refuse_broken(part)
        if name == "META-INF/manifest.xml" and b"encryption-data" in part:
            raise FileRefused("encrypted")
        if name.startswith("xl/") and _xlsx_cells(part) > MOST_CELLS:
            raise FileRefused("unpacks_too_large")
        if name == "content.xml" and _ods_cells(part) > MOST_CELLS:
            raise FileRefused("unpacks_too_large")


def _refuse_broken(part: bytes) -> None:
    """Refuse XML that is cut short or declares a document type: calamine never ends on some."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise FileRefused("damaged") from error


def _refuse_doctype(*_: object) -> None:
    raise FileRefused("not_allowed")


def _xlsx_cells(part: bytes) -> int:
    """Return how many cells the sheet spans: calamine keeps a full rectangle in memory."""
    rows, columns = 0, sum(1 for _ in _XLSX_NO_PLACE.finditer(part))
    for match in _XLSX_PLACE.finditer(part):
        rows = max(rows, int(match[2]))
        columns = max(columns, _column(match[1]))
    return rows * columns


@cache
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _ods_cells(part: bytes) -> int:
    """Return how many cells the widest and the longest sheet span; empty ends do not count."""
    row = last_row = width = place = 0
    for match in _ODS_TAG.finditer(part):
        tag, rest = match["tag"], match["rest"]
        times = _ODS_REPEATED.search(rest)
        count = int(times[1]) if times else 1
        if tag == b"table":
            row = 0
        elif tag == b"table-row":
            row, place = row + count, 0
        else:
            place += count
            if b"office:" in rest or not rest.endswith(b"/"):
                last_row, width = max(last_row, row), max(width, place)
    return last_row * width


def _packed(parts: dict[str, bytes]) -> bytes:
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return copy.getvalue()


def _chosen(book: CalamineWorkbook) -> Rows:
    filled: list[Rows] = []
    for sheet in book.sheets_metadata:
        if sheet.visible is SheetVisibleEnum.Visible:
            rows = _rows(book, sheet.name)
            cells = [cell for _, row in rows[:20] for cell in row[:500] if isinstance(cell, str)]
            if any(find_any(cell) for cell in cells if len(cell) < 200):
                return rows
            filled += [rows] if rows else []
    return filled[0] if filled else []


def _rows(book: CalamineWorkbook, name: str) -> Rows:
    table = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [(number, list(row)) for number, row in enumerate(table, 1) if any(c != "" for c in row)]
