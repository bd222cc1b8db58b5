"""`kiosk questions`: a fair's questions as a file, to edit in a spreadsheet and take in again."""

from pathlib import Path
from typing import Any

import click

from kiosk import clock
from kiosk.adapters.attendee_file import FileRefused
from kiosk.adapters.question_file import read_questions, write_questions
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
from kiosk.db import db, writing
from kiosk.domain import audit, prompts
from kiosk.errors import NotKnown, Refused


@click.group()
def questions() -> None:
    """Take a fair's questions out and in again."""


@questions.command()
@click.argument("file", type=click.Path(path_type=Path))
@event_option
@in_app
def export(file: Path, slug: str) -> None:
    """Write every question as CSV, or as JSON where the file's name ends so."""
    fair = the_event(slug)
    deck = prompts.deck_of(fair.id).values()
    as_json = file.suffix.lower() == ".json"
    write_private(file, write_questions(deck, prompts.languages_of(fair), as_json=as_json))
    click.echo(f"Wrote {len(deck)} questions to {file}.")


@questions.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@event_option
@json_option
@in_app
def import_(file: Path, slug: str, as_json: bool) -> None:
    """Take questions in: reworded, put away, or new without an id; all of it or nothing."""
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    fair = the_event(slug)
    try:
        rows = read_questions(read_file(file), prompts.languages_of(fair))
    except FileRefused as fault:
        refuse_file({**counts, "written": False}, fault, as_json=as_json)
    faults: list[dict[str, Any]] = []
    at = clock.now()
    with writing():
        for number, row in rows:
            try:
                counts[prompts.keep(fair.id, row, at)] += 1
            except (Refused, NotKnown) as fault:
                faults.append({"row": number, "field": "", "why": fault.sentence})
        if faults:
            db.session.rollback()
        else:
            audit.note(fair.id, ACTOR, "questions_imported", fair.public_id, at=at)
    line = ", ".join(f"{many} {what}" for what, many in counts.items())
    line = f"{len(faults)} refused. Nothing was written." if faults else f"{line}."
    answer({**counts, "refused": faults, "written": not faults}, as_json=as_json, line=line)
    if faults:
        tell_faults(faults)
