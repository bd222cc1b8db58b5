"""`kiosk employers`: import the organisations and their stands."""

from pathlib import Path

import click

from kiosk import clock
from kiosk.adapters import attendee_file
from kiosk.cli.frame import ACTOR, answer, event_option, in_app, json_option, read_file, the_event
from kiosk.db import writing
from kiosk.domain import audit
from kiosk.domain import employers as organisations
from kiosk.domain.attendees import registration


@click.group()
def employers() -> None:
    """Bring employers in."""


@employers.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@event_option
@json_option
@in_app
def import_(file: Path, slug: str, as_json: bool) -> None:
    """Import employers: name, stand, text, vacancies link; all of it or nothing."""
    read = attendee_file.read_employers(read_file(file), filename=file.name)
    refused = [{"row": f.row, "field": f.field, "why": f.why} for f in read.faults]
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    at = clock.now()
    if not refused:
        with writing():
            fair = the_event(slug)
            counts = organisations.register(fair.id, [dict(row.values) for row in read.rows], at)
            registration.seat_recruiters(fair.id)
            audit.note(fair.id, ACTOR, "employers_imported", fair.public_id, at=at)
    line = f"{counts['added']} added, {counts['updated']} updated, {counts['unchanged']} unchanged."
    answer({**counts, "refused": refused, "written": not refused}, as_json=as_json, line=line)
    for fault in refused:
        click.echo(f"Row {fault['row']}, {fault['field']}: {fault['why']}", err=True)
    if refused:
        raise click.exceptions.Exit(1)
