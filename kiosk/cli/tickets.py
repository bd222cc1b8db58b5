"""`kiosk tickets`: hand out tickets by file, or by mail."""

from pathlib import Path

import click
from flask import current_app

from kiosk import clock
from kiosk.adapters import contact_file
from kiosk.cli.frame import answer, event_option, in_app, json_option, the_event, write_private
from kiosk.cli.outbox import exit_if_some_did_not_go, open_mail, work_through
from kiosk.db import writing
from kiosk.domain import attendees, codes, deliveries
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
    write_private(out, contact_file.write_contacts(rows, COLUMNS))
    click.echo(f"Wrote {len(rows)} tickets to {out}.")


@tickets.command()
@event_option
@json_option
@in_app
def send(slug: str, as_json: bool) -> None:
    """Send everybody's confirmation letter, once each; returns when none is left to do now."""
    fair = the_event(slug)
    workers, postroom = open_mail(), Postroom(current_app.config["KIOSK"])
    people = [a.id for a in attendees.of_event(fair.id) if a.status == "expected"]
    put = 0
    for attendee_id in people:
        with writing():
            put += postroom.send_ticket_once(attendees.get(attendee_id), clock.now())
    work_through(workers, fair.id, "ticket")
    states = deliveries.counts(fair.id, "ticket")
    line = f"{put} new letters; {len(people) - put} people had one already, or have no address."
    answer({"put": put, "states": states}, as_json=as_json, line=line)
    exit_if_some_did_not_go(fair.id, "ticket")
