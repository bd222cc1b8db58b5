"""`kiosk attendees`: import a registration list, export it again."""

from pathlib import Path
from typing import Any

import click

from kiosk import clock
from kiosk.adapters import attendee_file, contact_file
from kiosk.adapters.attendee_file import AttendeeFile
from kiosk.cli.frame import ACTOR, answer, event_option, in_app, json_option, read_file, the_event
from kiosk.db import db, writing
from kiosk.domain import attendees as people
from kiosk.domain import audit, codes
from kiosk.domain.attendees import Registered
from kiosk.domain.attendees.registration import FIELDS
from kiosk.domain.events import Event


@click.group()
def attendees() -> None:
    """Bring registration lists in and out."""


class _OnlyLooking(Exception):
    """Ends a dry run's transaction, so that nothing of it stays."""


@attendees.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@event_option
@click.option("--dry-run", is_flag=True, help="Say what would be, write nothing.")
@click.option("--map", "mapping", multiple=True, metavar="'Their header=field'")
@json_option
@in_app
def import_(file: Path, slug: str, dry_run: bool, mapping: tuple[str, ...], as_json: bool) -> None:
    """Import a registration list: CSV, TSV, XLSX or ODS; all of it or nothing."""
    headers = dict(pair.partition("=")[::2] for pair in mapping)
    region = the_event(slug).region
    read = attendee_file.read_attendees(
        read_file(file), filename=file.name, mapping=headers, region=region
    )
    result, written = _take_in(slug, read, dry_run=dry_run)
    answer({**vars(result), "written": written}, as_json=as_json, line=_line(result, written))
    if result.refused:
        for fault in result.refused if not as_json else ():
            click.echo(f"Row {fault['row']}, {fault['field']}: {fault['why']}", err=True)
        raise click.exceptions.Exit(1)


def _line(result: Registered, written: bool) -> str:
    counts = f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged"
    done = "" if written else " Nothing was written."
    return f"{counts}, {result.cancelled} cancelled, {len(result.refused)} refused.{done}"


def _take_in(slug: str, read: AttendeeFile, *, dry_run: bool) -> tuple[Registered, bool]:
    faults = [{"row": f.row, "field": f.field, "why": f.why} for f in read.faults]
    rows = [(row.number, dict(row.values)) for row in read.rows]
    result = Registered()
    try:
        with writing():
            result = _register(slug, rows, faults)
            if dry_run or result.refused:
                raise _OnlyLooking
    except _OnlyLooking:
        return result, False
    return result, True


def _register(slug: str, rows: list[Any], faults: list[dict[str, Any]]) -> Registered:
    at = clock.now()
    fair: Event = the_event(slug)
    result = people.register(fair, rows, at)
    result.refused = sorted([*faults, *result.refused], key=lambda fault: fault["row"])
    codes.issue_missing(fair.id, at)
    audit.note(fair.id, ACTOR, "attendees_imported", fair.public_id, at=at, added=result.added)
    return result


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
    out.write_bytes(contact_file.write_contacts(rows, columns))
    db.session.rollback()
    click.echo(f"Wrote {len(rows)} people to {out}.")
