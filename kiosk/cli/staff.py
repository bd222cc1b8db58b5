"""`kiosk staff`: who may sign in at the desk."""

from pathlib import Path

import click

from kiosk import clock
from kiosk.cli.frame import ACTOR, in_app, read_file, short, the_event
from kiosk.db import writing
from kiosk.domain import audit
from kiosk.domain import staff as team


@click.group()
def staff() -> None:
    """Add those who run the fair."""


@staff.command()
@click.argument("name", callback=short(80))
@click.option("--role", required=True, type=click.Choice(team.ROLES))
@click.option("--event", "slug", help="The event's slug; an admin without one has every event.")
@click.option(
    "--passphrase-file", type=click.Path(path_type=Path), help="Read it there instead of asking."
)
@in_app
def add(name: str, role: str, slug: str | None, passphrase_file: Path | None) -> None:
    """Add a member of staff; asks for a passphrase of at least ten characters."""
    if slug:
        the_event(slug)  # before anybody types a passphrase for nothing
    if passphrase_file is not None:
        passphrase = read_file(passphrase_file).decode("utf-8", "replace").strip()
    else:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    hashed = team.hash_passphrase(passphrase)
    at = clock.now()
    with writing():
        event_id = the_event(slug).id if slug else None
        member = team.add(name, role, hashed, event_id=event_id, at=at)
        audit.note(event_id, ACTOR, "staff_added", member.public_id, at=at, role=role)
    click.echo(f"Added {'an' if role[0] in 'ao' else 'a'} {role}. Sign in at /desk.")
