"""`kiosk attendees`: import a registration list, export it again."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kiosk import clock
from kiosk.adapters import attendee_file, contact_file
from kiosk.adapters.attendee_file import AttendeeFile, FileRefused
from kiosk.adapters.unprintable import lost_in, named
from kiosk.cli.frame import (
    ACTOR,
    answer,
    event_option,
    in_app,
    json_option,
    read_file,
    the_event,
    write_private,
)
from kiosk.cli.refused_rows import refuse_file, tell_faults
from kiosk.db import writing
from kiosk.domain import attendees as people
from kiosk.domain import audit, codes, events
from kiosk.domain.attendees import Draft, Overtaken, Registered
from kiosk.domain.attendees.registration import FIELDS


@click.group()
def attendees() -> None:
    """Bring registration lists in and out."""


TRIES = 3


def _headers(
    _context: click.Context, _parameter: click.Parameter, pairs: tuple[str, ...]
) -> dict[str, str]:
    split = [pair.rpartition("=") for pair in pairs]
    if not all(header.strip() and sign for header, sign, _field in split):
        raise click.BadParameter('write it as "Their header=field".')
    return {header.strip(): field.strip() for header, _sign, field in split}


@attendees.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@event_option
@click.option("--dry-run", is_flag=True, help="Say what would be, write nothing.")
@click.option(
    "--map", "mapping", multiple=True, callback=_headers, metavar="'THEIR HEADER=FIELD'",
    help="Which field a column holds; an empty field leaves the column out. As often as wanted.",
)  # fmt: skip
@json_option
@in_app
def import_(file: Path, slug: str, dry_run: bool, mapping: dict[str, str], as_json: bool) -> None:
    """Import a registration list: CSV, TSV, XLSX or ODS; all of it or nothing."""
    content, region = read_file(file), the_event(slug).region
    try:
        read = attendee_file.read_attendees(
            content, filename=file.name, mapping=mapping, region=region
        )
    except FileRefused as fault:
        nothing = {**vars(Registered()), "unprintable": [], "written": False}
        refuse_file(nothing, fault, as_json=as_json)
    result, written = _take_in(slug, read, dry_run=dry_run)
    unprintable = _unprintable(read)
    facts = {**vars(result), "unprintable": unprintable, "written": written}
    answer(facts, as_json=as_json, line=_line(result, written))
    for cell in unprintable:
        click.echo(f"Row {cell['row']}, {cell['field']}: {cell['why']}", err=True)
    if result.refused:
        tell_faults(result.refused)


def _line(result: Registered, written: bool) -> str:
    counts = f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged"
    done = "" if written else " Nothing was written."
    return f"{counts}, {result.cancelled} cancelled, {len(result.refused)} refused.{done}"


def _unprintable(read: AttendeeFile) -> list[dict[str, Any]]:
    """Return each cell with letters that no badge can print: a warning, never a refusal."""
    return [
        {
            "row": lost.row,
            "field": lost.field,
            "why": f"No typeface has {named(lost.letters)}. "
            "The badge leaves a line to write the name on.",
        }
        for lost in lost_in((row.number, row.values) for row in read.rows)
    ]


def _take_in(slug: str, read: AttendeeFile, *, dry_run: bool) -> tuple[Registered, bool]:
    faults = [{"row": f.row, "field": f.field, "why": f.why} for f in read.faults]
    rows = [(row.number, dict(row.values)) for row in read.rows]
    fair_id, written = the_event(slug).id, False
    for tries_left in reversed(range(TRIES)):  # the doors may be busy while a list is drafted
        at = clock.now()
        made = people.draft(fair_id, rows, at)
        refused = faults + made.result.refused
        try:
            if not refused and not dry_run:
                _write(made, at)
                written = True
            break
        except Overtaken:
            if not tries_left:
                raise
    made.result.refused = sorted(refused, key=lambda fault: fault["row"])
    made.result.cancelled = read.cancelled
    return made.result, written


def _write(made: Draft, at: datetime) -> None:
    new_codes = codes.make(made.event_id, made.newcomers, at)
    with writing():
        people.take_in(made)
        codes.issue_missing(made.event_id, at, new_codes)
        subject, added = events.get(made.event_id).public_id, made.result.added
        audit.note(made.event_id, ACTOR, "attendees_imported", subject, at=at, added=added)


@attendees.command()
@event_option
@click.option("--out", required=True, type=click.Path(path_type=Path))
@in_app
def export(slug: str, out: Path) -> None:
    """Export everybody as a CSV that can be imported again."""
    columns = [*FIELDS, "status"]
    rows = [
        {name: getattr(a, name) for name in columns} for a in people.of_event(the_event(slug).id)
    ]
    write_private(out, contact_file.write_contacts(rows, columns))
    click.echo(f"Wrote {len(rows)} people to {out}.")
