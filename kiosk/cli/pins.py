"""`kiosk event pin`: the stations' PIN, for the staff page and for names without a server."""

from pathlib import Path

import click

from kiosk import clock
from kiosk.cli.frame import ACTOR, event_option, in_app, read_file, the_event
from kiosk.db import writing
from kiosk.domain import audit, devices, events


@click.command()
@event_option
@click.option("--pin-file", type=click.Path(path_type=Path), help="Read it there, not by asking.")
@in_app
def pin(slug: str, pin_file: Path | None) -> None:
    """Set the stations' PIN: 6 to 12 digits. It cannot be read again."""
    fair = the_event(slug)
    if pin_file is not None:
        typed = read_file(pin_file).decode("utf-8", "replace").strip()
    else:
        typed = click.prompt("PIN", hide_input=True, confirmation_prompt=True)
    prepared = events.prepare_pin(fair.public_id, typed)
    at = clock.now()
    with writing():
        fair = the_event(slug)
        events.set_pin(fair, prepared)
        devices.forgive_everywhere(fair.id)
        audit.note(fair.id, ACTOR, "pin_set", fair.public_id, at=at)
    click.echo("Set the stations' PIN.")
