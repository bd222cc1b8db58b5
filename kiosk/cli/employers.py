"""`kiosk employers`: import the organisations and their stands; write their private links."""

from pathlib import Path

import click
from flask import current_app

from kiosk import clock
from kiosk.adapters import attendee_file, contact_file
from kiosk.adapters.attendee_file import FileRefused
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
    counts = {"added": 0, "updated": 0, "unchanged": 0}
    content, at = read_file(file), clock.now()
    the_event(slug)
    try:
        read = attendee_file.read_employers(content, filename=file.name)
    except FileRefused as fault:
        refuse_file({**counts, "written": False}, fault, as_json=as_json)
    refused = [{"row": f.row, "field": f.field, "why": f.why} for f in read.faults]
    if not refused:
        with writing():
            fair = the_event(slug)
            counts = organisations.register(fair.id, [dict(row.values) for row in read.rows], at)
            registration.seat_recruiters(fair.id)
            audit.note(fair.id, ACTOR, "employers_imported", fair.public_id, at=at)
    line = f"{counts['added']} added, {counts['updated']} updated, {counts['unchanged']} unchanged"
    line += f", {len(refused)} refused. Nothing was written." if refused else "."
    answer({**counts, "refused": refused, "written": not refused}, as_json=as_json, line=line)
    if refused:
        tell_faults(refused)


@employers.command()
@event_option
@click.option("--out", required=True, type=click.Path(path_type=Path))
@json_option
@in_app
def links(slug: str, out: Path, as_json: bool) -> None:
    """Write every employer's private link to a CSV file. Keep it safe."""
    origin = current_app.config["KIOSK"].public_url
    rows = [
        {
            "name": each.name,
            "stand": each.stand,
            "email": each.email,
            "link": f"{origin}/stand/own#{organisations.secret_of(each)}",
        }
        for each in organisations.of_event(the_event(slug).id)
    ]
    write_private(out, contact_file.write_contacts(rows, ("name", "stand", "email", "link")))
    line = f"Wrote the links of {len(rows)} employers to {out}."
    answer({"written": len(rows), "file": str(out)}, as_json=as_json, line=line)
