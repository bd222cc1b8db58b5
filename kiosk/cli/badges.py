"""`kiosk badges`: print them through the queue, or render them to files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from PIL import Image

import badges as drawing
from badges import BadgeError, GlyphMissing
from kiosk import clock
from kiosk.adapters.badge_face import face_of
from kiosk.adapters.event_picture import logo_for
from kiosk.cli.frame import ACTOR, event_option, in_app, the_event, write_private
from kiosk.db import writing
from kiosk.domain import attendees as people
from kiosk.domain import audit, codes, events, print_jobs
from kiosk.domain.attendees import Attendee
from kiosk.errors import NotKnown, Refused


@click.group()
def badges() -> None:
    """Print or render badges."""


@badges.command("print")
@event_option
@click.option("--kind", type=click.Choice(events.KINDS), help="Only people of this kind.")
@in_app
def print_(slug: str, kind: str | None) -> None:
    """Queue the badges of everybody (of a kind) who has none yet, in the order of names."""
    fair = the_event(slug)
    wanted = [each for each in people.of_event(fair.id, kind) if each.status == "expected"]
    with writing():
        batch = print_jobs.print_ahead(fair.id, wanted, kind=kind or "", at=clock.now())
    badge = "badge" if batch.size == 1 else "badges"
    before = len(wanted) - batch.size
    click.echo(f"Queued {batch.size} {badge}; {before} were queued or printed before.")


@badges.command()
@event_option
@click.option("--dry-run", is_flag=True, help="Say how many, and cancel none.")
@in_app
def cancel(slug: str, dry_run: bool) -> None:
    """Take everything that waits to be printed out of the queue."""
    fair = the_event(slug)
    if dry_run:
        click.echo(f"{print_jobs.counts_of(fair.id)['queued']} wait. Nothing was cancelled.")
        return
    with writing():
        at = clock.now()
        count = print_jobs.void_all(fair.id, at)
        audit.note(fair.id, ACTOR, "printing_cancelled", fair.public_id, at=at, jobs=count)
    click.echo(f"Cancelled {count}. What a printer has begun comes out.")


@badges.command()
@event_option
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.pdf or a folder.")
@click.option("--stock", help="What they stand on; the fair's own unless this says.")
@click.option("--email", help="Only those with this address.")
@in_app
def render(slug: str, out: Path, stock: str | None, email: str | None) -> None:
    """Render badges: PDF pages, or one PNG each named by the attendee's id."""
    fair = the_event(slug)
    stock = stock or fair.stock
    if stock not in drawing.STOCKS:
        known = ", ".join(drawing.STOCKS)
        raise Refused("no_such_stock", f"There is no stock {stock}. There is: {known}.")
    wanted = people.with_address(fair.id, email) if email else people.of_event(fair.id)
    wanted = [attendee for attendee in wanted if attendee.status == "expected"]
    if not wanted:
        who = "with that address" if email else "expected"
        raise NotKnown("no_such_attendee", f"Nobody {who} at this fair. Nothing was written.")
    printable, refused = _faces(wanted)
    sheet = _Sheet([face for _person, face in printable], drawing.STOCKS[stock], logo_for(fair.id))
    if out.suffix.lower() == ".pdf" and printable:
        write_private(out, drawing.pdf(sheet, sheet.stock))
    elif printable:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for (person, _face), image in zip(printable, sheet, strict=True):
            write_private(out / f"{person.public_id}.png", drawing.png(image, sheet.stock))
    badge = "badge" if len(printable) == 1 else "badges"
    click.echo(f"Rendered {len(printable)} {badge} to {out}.")
    for person, why in refused:
        click.echo(f"{person.public_id}: {why}", err=True)
    if refused:
        raise click.exceptions.Exit(1)


class _Sheet(Sequence[Image.Image]):
    """Badges, each drawn when it is asked for: those of a whole fair do not fit into memory."""

    def __init__(
        self, faces: list[drawing.Face], stock: drawing.Stock, logo: Image.Image | None
    ) -> None:
        self._faces, self.stock, self._logo = faces, stock, logo

    def __len__(self) -> int:
        return len(self._faces)

    def __getitem__(self, at: Any) -> Any:
        return drawing.draw(self._faces[at], self.stock, logo=self._logo)


def _faces(
    wanted: list[Attendee],
) -> tuple[list[tuple[Attendee, drawing.Face]], list[tuple[Attendee, str]]]:
    """Return who can be printed with what to draw, and who cannot, with the reason."""
    origin = current_app.config["KIOSK"].public_url
    printable, refused = [], []
    for person in wanted:
        try:
            face = face_of(person, codes.code_of("badge", person), public_url=origin)
            if glyphs := drawing.missing_glyphs(face):
                raise GlyphMissing(glyphs)
            printable.append((person, face))
        except (NotKnown, BadgeError) as fault:
            refused.append((person, fault.sentence))
    return printable, refused
