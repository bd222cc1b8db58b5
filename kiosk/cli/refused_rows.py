"""How a list that cannot be taken in is told: each row, its field, and why; then exit 1.

The sentences never repeat what a cell holds. Row 0 and field "file" stand for the file as a whole.
"""

from collections.abc import Iterable
from typing import Any, NoReturn

import click

from kiosk.adapters.attendee_file import FileRefused
from kiosk.cli.frame import answer


def refuse_file(facts: dict[str, Any], fault: FileRefused, *, as_json: bool) -> NoReturn:
    """Say that a file is not read at all, and end."""
    if as_json:
        row = {"row": 0, "field": "file", "why": fault.sentence}
        answer({**facts, "refused": [row]}, as_json=True, line="")
    click.echo(f"{fault.sentence} Nothing was written.", err=True)
    raise click.exceptions.Exit(1)


def tell_faults(faults: Iterable[dict[str, Any]]) -> NoReturn:
    """Name each row that stands in the way on stderr, and end."""
    for fault in faults:
        field = f", {fault['field']}" if fault["field"] else ""
        click.echo(f"Row {fault['row']}{field}: {fault['why']}", err=True)
    raise click.exceptions.Exit(1)
