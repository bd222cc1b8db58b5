"""Rows become values by field, and faults with row and field where they cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.adapters.attendee_file.cells import Reader, as_text, is_filled
from kiosk.adapters.attendee_file.columns import Layout
from kiosk.adapters.attendee_file.faults import CellRefused, Fault, FileRefused

MOST_ROWS = 200_000
_ROW = ""


@dataclass
class Reading:
    """One row on its way: what was read of it, and what could not be."""

    number: int
    values: dict[str, object] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_rows(layout: Layout, readers: Mapping[str, Reader], many: set[str]) -> Iterator[Reading]:
    """Yield each row that has something in it, with its values and faults."""
    if len(layout.rows) > MOST_ROWS:
        raise FileRefused("too_many_rows", most=MOST_ROWS)
    last = max((at for places in layout.places.values() for at in places), default=0)
    plan = [(name, places, readers[name], name in many) for name, places in layout.places.items()]
    for number, cells in layout.rows:
        texts = [as_text(cell) for cell in cells]
        if not any(text.strip() for text in texts):
            continue
        reading = Reading(number)
        if any(text.strip() for text in texts[layout.width :]):
            reading.faults.append(Fault(number, _ROW, "spilled"))
        texts += [""] * (last + 1 - len(texts))
        for name, places, reader, gathers in plan:
            _read(reading, name, _picked(texts, places, gathers), reader)
        yield reading


def _picked(texts: list[str], places: list[int], gathers: bool) -> str:
    filled = [texts[at] for at in places if texts[at] and is_filled(texts[at])]
    return " ".join(filled) if gathers else next(iter(filled), "")


def _read(reading: Reading, name: str, text: str, reader: Reader) -> None:
    if not text:
        return
    try:
        value = reader(text)
    except CellRefused as fault:
        reading.faults.append(Fault(reading.number, name, fault.slug, fault.params))
        return
    if value is not None:
        reading.values[name] = value


def refuse_same_ids(readings: list[Reading]) -> None:
    """Mark a row whose external id an earlier row has: one of them would vanish."""
    first: dict[object, int] = {}
    for reading in readings:
        external_id = reading.values.get("external_id")
        if external_id is None:
            continue
        seen = first.setdefault(external_id, reading.number)
        if seen != reading.number:
            reading.faults.append(Fault(reading.number, "external_id", "same_id", {"first": seen}))
