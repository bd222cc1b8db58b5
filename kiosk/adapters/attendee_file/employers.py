"""The list of employers with their stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from kiosk.adapters.attendee_file import cells
from kiosk.adapters.attendee_file.cells import Reader
from kiosk.adapters.attendee_file.columns import Column, lay_out
from kiosk.adapters.attendee_file.faults import Fault, FileRefused
from kiosk.adapters.attendee_file.rows import read_rows, refuse_same_ids
from kiosk.adapters.attendee_file.sheet import MOST_BYTES, read_sheet
from kiosk.adapters.attendee_headers import EMPLOYERS

_READERS: dict[str, Reader] = {
    "name": cells.one_line(160),
    "stand": cells.one_line(20),
    "text": partial(cells.lines, most=2000),
    "vacancies_url": cells.link,
    "email": cells.email,
    "external_id": cells.one_line(80),
}


@dataclass(frozen=True)
class EmployerRow:
    """One employer; `values` holds only what the file says, cleaned. `name` is always there."""

    number: int
    values: dict[str, object]


@dataclass(frozen=True)
class EmployerFile:
    """What a list of employers holds; with any fault nothing of it should be written."""

    rows: list[EmployerRow]
    faults: list[Fault]
    columns: list[Column]
    encoding: str
    separator: str | None


def read_employers(
    content: bytes,
    *,
    filename: str = "",
    mapping: Mapping[str, str] | None = None,
    region: str = "GB",
    most_bytes: int = MOST_BYTES,
) -> EmployerFile:
    """Return the employers of a CSV, TSV, XLSX or ODS file; the file's name is not trusted.

    Raises: FileRefused when the file as a whole cannot be read.
    """
    sheet = read_sheet(content, most_bytes)
    layout = lay_out(sheet.rows, EMPLOYERS, mapping or {}, set())
    if "name" not in layout.places:
        raise FileRefused("no_name")
    readings = list(read_rows(layout, _READERS, set()))
    if not readings:
        raise FileRefused("no_rows")
    for reading in readings:
        if "name" not in reading.values and not any(f.field == "name" for f in reading.faults):
            reading.faults.append(Fault(reading.number, "name", "missing"))
    refuse_same_ids(readings)
    faults = [fault for reading in readings for fault in reading.faults]
    rows = [EmployerRow(r.number, r.values) for r in readings if not r.faults]
    return EmployerFile(rows, faults, layout.columns, sheet.encoding, sheet.separator)
