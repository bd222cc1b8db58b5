"""Contacts as a CSV: Excel shows the right letters and runs no formula, and it imports again.

UTF-8 with a byte order mark (Excel needs it), CRLF and quotes as in RFC 4180.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from kiosk.adapters.formula_guard import guard


def write_contacts(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> bytes:
    """Return the file with one header row; a value a row does not have is an empty cell.

    Lists are joined with spaces, True and False become yes and no, dates are ISO 8601.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([guard(column) for column in columns])
    for row in rows:
        writer.writerow([guard(_as_text(row.get(column))) for column in columns])
    return sheet.getvalue().encode("utf-8-sig")


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value)
    return str(value).replace("\0", "")
