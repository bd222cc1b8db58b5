"""`kiosk tickets`: hand out tickets by file, or by mail."""

from pathlib import Path

import click
from flask import current_app

from kiosk import clock
from kiosk.adapters import contact_file
from kiosk.cli.frame import event_option, in_app, the_event
from kiosk.db import writing
from kiosk.domain import attendees, codes
from kiosk.workers.postroom import Postroom

COLUMNS = ("name", "email", "ticket_code", "ticket_url", "claim_url")


@click.group()
def tickets() -> None:
    """Hand tickets out."""


@tickets.command()
@event_option
@click.option("--out", required=True, type=click.Path(path_type=Path))
@in_app
def export(slug: str, out: Path) -> None:
    """Write everybody's ticket code and private link to a CSV file. Keep it safe."""
    origin = current_app.config["KIOSK"].public_url
    rows = [
        {
            "name": attendee.name,
            "email": attendee.email or "",
            "ticket_code": own["ticket"],
            "ticket_url": f"{origin}/ticket#{own['ticket']}",
            "claim_url": f"{origin}/claim#{own['claim']}",
        }
        for attendee, own in codes.codes_of_event(the_event(slug).id)
    ]
    out.touch(mode=0o600)
    out.write_bytes(contact_file.write_contacts(rows, COLUMNS))
    click.echo(f"Wrote {len(rows)} tickets to {out}.")


@tickets.command()
@event_option
@in_app
def send(slug: str) -> None:
    """Put everybody's confirmation letter into the outbox, once each."""
    postroom = Postroom(current_app.config["KIOSK"])
    people = [a.id for a in attendees.of_event(the_event(slug).id) if a.status == "expected"]
    sent = 0
    for attendee_id in people:
        with writing():
            sent += postroom.send_ticket_once(attendees.get(attendee_id), clock.now())
    click.echo(f"Put {sent} letters into the outbox; {len(people) - sent} had one or no address.")
