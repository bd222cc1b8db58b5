"""The registration list: any usual export in, clean rows of attendees out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from kiosk.adapters.attendee_file import cells
from kiosk.adapters.attendee_file.cells import Reader
from kiosk.adapters.attendee_file.columns import Column, lay_out
from kiosk.adapters.attendee_file.faults import Fault, FileRefused
from kiosk.adapters.attendee_file.rows import Reading, read_rows, refuse_same_ids
from kiosk.adapters.attendee_file.sheet import MOST_BYTES, read_sheet
from kiosk.adapters.attendee_headers import ATTENDEES, STANDS_FOR

MOST_NAME = 120
_MANY = {"links", "_ticket_type"}


@dataclass(frozen=True)
class AttendeeRow:
    """One person; `values` holds only what the file says, cleaned. `name` is always there."""

    number: int
    values: dict[str, object]


@dataclass(frozen=True)
class AttendeeFile:
    """What a registration list holds; with any fault nothing of it should be written."""

    rows: list[AttendeeRow]
    faults: list[Fault]
    columns: list[Column]
    encoding: str
    separator: str | None
    cancelled: int = 0


def read_attendees(
    content: bytes,
    *,
    filename: str = "",
    mapping: Mapping[str, str] | None = None,
    region: str = "GB",
    most_bytes: int = MOST_BYTES,
) -> AttendeeFile:
    """Return the people of a CSV, TSV, XLSX or ODS export; the file's name is not trusted.

    `mapping` is header to field ("" leaves the column alone); `region` (ISO 3166) reads phone
    numbers and dates. Raises: FileRefused when the file as a whole cannot be read.
    """
    sheet = read_sheet(content, most_bytes)
    layout = lay_out(sheet.rows, ATTENDEES, mapping or {}, _MANY)
    if not layout.places.keys() & {"name", "given_name", "family_name"}:
        raise FileRefused("no_name")
    readings = list(read_rows(layout, _readers(region), _MANY))
    if not readings:
        raise FileRefused("no_rows")
    for reading in readings:
        _settle(reading)
    cancelled = sum(reading.values.get("status") == "cancelled" for reading in readings)
    refuse_same_ids([r for r in readings if r.values.get("status") != "cancelled"])
    faults = [fault for reading in readings for fault in reading.faults]
    rows = [AttendeeRow(r.number, r.values) for r in readings if r.values.get("name")]
    faulty = {fault.row for fault in faults}
    rows = [row for row in rows if row.number not in faulty]
    return AttendeeFile(rows, faults, layout.columns, sheet.encoding, sheet.separator, cancelled)


def _readers(region: str) -> dict[str, Reader]:
    caps = {
        "name": MOST_NAME, "given_name": 80, "family_name": 80, "pronouns": 40,
        "organisation": 160, "role": 120, "course": 160, "faculty": 120, "level": 40,
        "student_id": 60, "ask_me_about": 80, "external_id": 80, "_order": 60, "_position": 19,
    }  # fmt: skip
    return {field: cells.one_line(most) for field, most in caps.items()} | {
        "email": cells.email,
        "kind": cells.kind,
        "_ticket_type": cells.soft(cells.kind),
        "phone": partial(cells.phone, region=region),
        "graduation_year": cells.year,
        "links": cells.links,
        "cv": cells.link,
        "date_of_birth": partial(cells.day, region=region),
        "under_18": cells.yes_no,
        "_over_18": cells.yes_no,
        "_age": cells.age_under_18,
        "locale": cells.locale,
        "_language": cells.soft(cells.locale),
        "status": cells.status,
        "_registered": cells.registered,
    }


def _settle(reading: Reading) -> None:
    """Turn stepping stones into fields, make the name whole, and ask for one."""
    values = reading.values
    if "_over_18" in values:
        values.setdefault("under_18", not values["_over_18"])
    for stone in ("_age", "_ticket_type", "_language", "_registered"):
        if stone in values:
            values.setdefault(STANDS_FOR[stone], values[stone])
    if "_order" in values and "_position" in values:
        values.setdefault("external_id", f"{values['_order']}-{values['_position']}")
    for stone in STANDS_FOR:
        values.pop(stone, None)
    reading.faults = [replace(f, field=STANDS_FOR.get(f.field, f.field)) for f in reading.faults]
    _name(reading)
    if values.get("status") == "cancelled":
        reading.faults = []  # nobody is let in by this row, so nothing in it needs correcting


def _name(reading: Reading) -> None:
    values = reading.values
    given, family = (str(values.get(part, "")) for part in ("given_name", "family_name"))
    whole = given if family and given.casefold().endswith(f" {family.casefold()}") else ""
    name = str(values.get("name") or whole or f"{given} {family}".strip())
    faulty = {fault.field for fault in reading.faults}
    if len(name) > MOST_NAME:
        reading.faults.append(Fault(reading.number, "name", "too_long", {"most": MOST_NAME}))
    elif name:
        values["name"] = name
    elif not faulty & {"name", "given_name", "family_name", ""}:
        reading.faults.append(Fault(reading.number, "name", "missing"))
