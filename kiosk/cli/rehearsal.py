"""`kiosk rehearsal`: practice people before the doors open, and nothing of them afterwards."""

from pathlib import Path

import click
from flask import current_app

from kiosk import clock
from kiosk.adapters.badge_sheets import medium, usual_medium
from kiosk.adapters.practice_tickets import practice_tickets_pdf
from kiosk.cli.frame import (
    ACTOR,
    answer,
    event_option,
    in_app,
    json_option,
    the_event,
    write_private,
)
from kiosk.db import writing
from kiosk.domain import audit, codes
from kiosk.domain.arrivals import rehearsal as practice
from kiosk.errors import NotKnown


@click.group()
def rehearsal() -> None:
    """Rehearse the morning with practice people, who count nowhere."""


@rehearsal.command()
@event_option
@json_option
@in_app
def start(slug: str, as_json: bool) -> None:
    """Let five practice people exist; again changes nothing."""
    at = clock.now()
    with writing():
        fair = the_event(slug)
        people = practice.start(fair, at)
        audit.note(fair.id, ACTOR, "rehearsal_started", fair.public_id, at=at)
    line = f"{len(people)} practice people. Their tickets: kiosk rehearsal tickets --event {slug}"
    answer({"people": len(people)}, as_json=as_json, line=line)


@rehearsal.command()
@event_option
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.pdf")
@click.option("--sheet", help="Several on sheets of A4, as `badges stocks` lists them.")
@click.option("--start", default=1, show_default=True, help="First free place of the first sheet.")
@in_app
def tickets(slug: str, out: Path, sheet: str | None, start: int) -> None:
    """Write the practice tickets to a PDF, one a page or several on a sheet."""
    fair = the_event(slug)
    on = medium(sheet or usual_medium(fair), start)
    people = practice.people_of(fair.id)
    if not people:
        raise NotKnown("no_rehearsal", f"Start it first: kiosk rehearsal start --event {slug}")
    held = [(person, codes.code_of("ticket", person)) for person in people]
    write_private(out, practice_tickets_pdf(held, on, current_app.config["KIOSK"].public_url))
    click.echo(f"Wrote {len(held)} practice tickets to {out}.")


@rehearsal.command()
@event_option
@json_option
@in_app
def wipe(slug: str, as_json: bool) -> None:
    """Let nothing remain of the rehearsal; again changes nothing."""
    at = clock.now()
    with writing():
        fair = the_event(slug)
        wiped = practice.wipe(fair.id)
        audit.note(fair.id, ACTOR, "rehearsal_wiped", the_event(slug).public_id, at=at)
    answer({"wiped": wiped}, as_json=as_json, line=f"Wiped {wiped} practice people.")
