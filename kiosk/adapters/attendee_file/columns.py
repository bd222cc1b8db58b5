"""Which column holds which field: what the organiser says first, then the table of headers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.adapters.attendee_file.cells import as_text, is_filled
from kiosk.adapters.attendee_file.faults import FileRefused
from kiosk.adapters.attendee_file.text_sheet import Rows
from kiosk.adapters.attendee_headers import STANDS_FOR, Table, find, fold

MOST_COLUMNS = 500
_HEADER_WITHIN = 20
_LONGEST_HEADER = 300


@dataclass(frozen=True)
class Column:
    """A column as the file names it, and the field it fills; None when we leave it alone."""

    header: str
    field: str | None


@dataclass(frozen=True)
class Layout:
    """Where each field is: column indexes in order of trust, below the header row."""

    columns: list[Column]
    width: int
    places: dict[str, list[int]]
    rows: Rows


def lay_out(rows: Rows, table: Table, mapping: Mapping[str, str], many: set[str]) -> Layout:
    """Return the fields' places; fields in `many` gather all their columns.

    `mapping` is header to field; an empty field leaves the column alone.
    Raises: FileRefused when a mapping cannot hold, or two columns disagree over one field.
    """
    headers, body = _split(rows, table, mapping)
    chosen = _mapped(headers, table, mapping)
    found = dict(_recognised(headers, table, chosen))
    if "_position" not in {field for field, _ in found.values()}:
        # An order may hold several people: without a position its code is nobody's id.
        found = {at: known for at, known in found.items() if known[0] != "_order"}
    columns = [
        Column(header, _public(chosen[at] if at in chosen else found.get(at, (None,))[0]))
        for at, header in enumerate(headers)
        if header
    ]
    ranked = sorted(((0, field, at) for at, field in chosen.items() if field)) + sorted(
        (trust, field, at) for at, (field, trust) in found.items()
    )
    _refuse_rivals(ranked, headers, body, many)
    places: dict[str, list[int]] = {}
    for _, field, at in ranked:
        places.setdefault(field, []).append(at)
    return Layout(columns, len(headers), places, body)


def _public(field: str | None) -> str | None:
    return STANDS_FOR.get(field, field) if field else None


def _split(rows: Rows, table: Table, mapping: Mapping[str, str]) -> tuple[list[str], Rows]:
    """Find the row of headers: the one of the first rows with most names we know."""
    if not rows:
        raise FileRefused("empty")
    named = {fold(header) for header in mapping}
    known = [
        sum(_knows(as_text(cell), table, named) for cell in row[:MOST_COLUMNS])
        for _, row in rows[:_HEADER_WITHIN]
    ]
    at = known.index(max(known))
    header_row = rows[at][1]
    if any(as_text(cell).strip() for cell in header_row[MOST_COLUMNS:]):
        raise FileRefused("too_many_columns", most=MOST_COLUMNS)
    headers = [_shown(as_text(cell)) for cell in header_row[:MOST_COLUMNS]]
    body = [(number, row) for number, row in rows[at + 1 :] if row != header_row]
    if not body:
        raise FileRefused("no_rows")
    return headers, body


def _knows(cell: str, table: Table, named: set[str]) -> bool:
    return len(cell) <= _LONGEST_HEADER and bool(find(cell, table) or fold(cell) in named)


def _shown(header: str) -> str:
    return " ".join(c for c in " ".join(header.split())[:80].split() if c.isprintable())


def _mapped(headers: list[str], table: Table, mapping: Mapping[str, str]) -> dict[int, str]:
    """Return the columns the organiser spoke of."""
    fields = [field for field in table if not field.startswith("_")]
    chosen: dict[int, str] = {}
    for header, field in mapping.items():
        places = [at for at, known in enumerate(headers) if known and fold(known) == fold(header)]
        if not places:
            shown = ", ".join(known for known in headers if known)
            raise FileRefused("map_header", header=_shown(header), headers=shown[:600])
        if field and field not in fields:
            raise FileRefused("map_field", field=_shown(field), fields=", ".join(fields))
        if field and (field in chosen.values() or len(places) > 1):
            raise FileRefused("map_twice", field=field)
        chosen |= dict.fromkeys(places, field)
    return chosen


def _recognised(
    headers: list[str], table: Table, chosen: dict[int, str]
) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield the columns whose name is in the table, unless the organiser named another."""
    taken = set(chosen.values())
    invoice = _invoice_from(headers)
    for at, header in enumerate(headers):
        found = find(header, table)
        again = at >= invoice and header in headers[:at]
        if at in chosen or not found or again or _public(found[0]) in taken:
            continue
        yield at, found


def _invoice_from(headers: list[str]) -> int:
    """pretix names a second company, address and country for the invoice: they are not theirs."""
    folded = [fold(header) for header in headers]
    if "invoice address name" in folded:
        return folded.index("invoice address name") - 1
    return len(headers)


def _refuse_rivals(
    ranked: list[tuple[int, str, int]], headers: list[str], body: Rows, many: set[str]
) -> None:
    """Refuse two columns of equal trust that disagree; where one is empty the other speaks."""
    first: dict[tuple[str, int], int] = {}
    for trust, field, at in ranked:
        one = first.setdefault((field, trust), at)
        if one == at or field in many:
            continue
        for number, row in body:
            mine, theirs = _cell(row, one), _cell(row, at)
            if mine and theirs and mine.casefold() != theirs.casefold():
                facts = {"first": headers[one], "second": headers[at], "row": number}
                raise FileRefused("two_columns", field=_public(field), **facts)


def _cell(row: list[object], at: int) -> str:
    text = as_text(row[at]).strip() if at < len(row) else ""
    return text if is_filled(text) else ""
