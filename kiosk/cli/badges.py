"""`kiosk badges`: print them through the queue, or render them to files."""

from pathlib import Path

import click
from flask import current_app

import badges as drawing
from badges import GlyphMissing
from kiosk import clock
from kiosk.adapters.badge_face import face_of
from kiosk.cli.frame import event_option, in_app, the_event
from kiosk.db import writing
from kiosk.domain import attendees as people
from kiosk.domain import codes, events, print_jobs
from kiosk.domain.attendees import Attendee
from kiosk.errors import Refused


@click.group()
def badges() -> None:
    """Print or render badges."""


@badges.command("print")
@event_option
@click.option("--kind", type=click.Choice(events.KINDS))
@in_app
def print_(slug: str, kind: str | None) -> None:
    """Queue the badges of everybody (of a kind) who has none yet."""
    fair = the_event(slug)
    wanted = [a.id for a in people.of_event(fair.id, kind) if a.status == "expected"]
    queued = 0
    for attendee_id in wanted:
        with writing():
            attendee = people.get(attendee_id)
            job = print_jobs.queue(attendee, reason="arrival", device_id=None, at=clock.now())
            queued += job is not None
    click.echo(f"Queued {queued} badges; {len(wanted) - queued} were queued or printed before.")


@badges.command()
@event_option
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.pdf or a folder")
@click.option("--stock", default="62x100", show_default=True)
@click.option("--email", help="Only those with this address.")
@in_app
def render(slug: str, out: Path, stock: str, email: str | None) -> None:
    """Render badges: PDF pages, or one PNG each named by the attendee's id."""
    if stock not in drawing.STOCKS:
        known = ", ".join(drawing.STOCKS)
        raise Refused("no_such_stock", f"There is no stock {stock}. There is: {known}.")
    fair = the_event(slug)
    wanted = people.with_address(fair.id, email) if email else people.of_event(fair.id)
    wanted = [attendee for attendee in wanted if attendee.status == "expected"]
    refused = _render(wanted, out, drawing.STOCKS[stock])
    click.echo(f"Rendered {len(wanted) - refused} badges to {out}.")
    if refused:
        raise click.exceptions.Exit(1)


def _render(wanted: list[Attendee], out: Path, stock: drawing.Stock) -> int:
    pages, refused = [], 0
    if out.suffix.lower() != ".pdf":
        out.mkdir(parents=True, exist_ok=True)
    for attendee in wanted:
        code = codes.code_of("badge", attendee)
        face = face_of(attendee, code, public_url=current_app.config["KIOSK"].public_url)
        try:
            image = drawing.draw(face, stock)
        except GlyphMissing:
            refused += 1
            click.echo(f"{attendee.public_id}: no typeface has every letter of it.", err=True)
            continue
        if out.suffix.lower() == ".pdf":
            pages.append(image)
        else:
            (out / f"{attendee.public_id}.png").write_bytes(drawing.png(image, stock))
    if pages:
        out.write_bytes(drawing.pdf(pages, stock))
    return refused
