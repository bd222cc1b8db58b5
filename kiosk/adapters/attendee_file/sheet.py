"""A file becomes rows, whatever it is; what it is, its first bytes say, never its name."""

from dataclasses import dataclass

from kiosk.adapters.attendee_file import text_sheet, workbook
from kiosk.adapters.attendee_file.faults import FileRefused
from kiosk.adapters.attendee_file.text_sheet import Rows

MOST_BYTES = 10 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRANGERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format", "SQLite"),
    (b"\x7fELF", "ELF"),
)
_MARKUP = ((b"<!doctype", "HTML"), (b"<html", "HTML"), (b"<?xml", "XML"), (b"begin:vcard", "vCard"))


@dataclass(frozen=True)
class Sheet:
    """The filled rows with the numbers a spreadsheet shows; no separator for a workbook."""

    rows: Rows
    encoding: str
    separator: str | None


def read_sheet(content: bytes, most_bytes: int = MOST_BYTES) -> Sheet:
    """Return the rows of a CSV, TSV, XLSX or ODS file.

    Raises: FileRefused, saying what the file is instead and what to do.
    """
    if len(content) > most_bytes:
        raise FileRefused("too_large", most=most_bytes // (1024 * 1024))
    if not content.strip():
        raise FileRefused("empty")
    _refuse_strangers(content)
    if content.startswith(b"PK"):
        kind = "ODS" if b"opendocument" in content[:200] else "XLSX"
        return Sheet(workbook.read(content), kind, None)
    text, encoding = text_sheet.decode(content)
    rows, separator = text_sheet.read(text)
    return Sheet(rows, encoding, separator)


def _refuse_strangers(content: bytes) -> None:
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise FileRefused("encrypted") if locked else FileRefused("not_a_list", what="XLS")
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:20]
    for mark, what in _STRANGERS:
        if start.startswith(mark):
            raise FileRefused("not_a_list", what=what)
    for mark, what in _MARKUP:
        if start.lower().startswith(mark):
            raise FileRefused("not_a_list", what=what)
