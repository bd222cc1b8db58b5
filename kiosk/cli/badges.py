"""`kiosk badges`: print them through the queue, or render them to files."""

from pathlib import Path

import click
from flask import current_app

import badges as drawing
from badges import BadgeError, GlyphMissing
from kiosk import clock
from kiosk.adapters.badge_face import face_of
from kiosk.adapters.badge_sheets import Medium, badges_pdf, medium
from kiosk.adapters.event_picture import logo_for
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
@click.option("--kind", type=click.Choice(events.KINDS), help="Only people of this kind.")
@in_app
def printed(slug: str, kind: str | None) -> None:
    """Say that the badges of everybody (of a kind) without one came out of another printer."""
    fair = the_event(slug)
    at = clock.now()
    with writing():
        people_without = print_jobs.people_ahead(fair.id, kind or "")
        batch = print_jobs.printed_outside(fair.id, people_without, kind=kind or "", at=at)
        audit.note(fair.id, ACTOR, "badges-printed", batch.public_id, at=at, count=batch.size)
    badge = "badge counts" if batch.size == 1 else "badges count"
    click.echo(f"{batch.size} {badge} as printed: the door prints no second one.")


@badges.command()
@json_option
def stocks(as_json: bool) -> None:
    """List what badges can stand on: stocks, and sheets of several."""
    facts = {
        "stocks": [
            {"name": each.name, "width_mm": each.width_mm, "height_mm": each.height_mm,
             "is_roll": each.least_height_mm is not None}
            for each in drawing.STOCKS.values()
        ],
        "sheets": [
            {"name": each.name, "stock": each.stock, "places": each.places,
             "columns": each.columns, "rows": each.rows, "is_plain": each.plain}
            for each in drawing.SHEETS.values()
        ],
    }  # fmt: skip
    lines = [f"{one['name']:12} {one['width_mm']:g} x {one['height_mm']:g} mm"
             for one in facts["stocks"]]  # fmt: skip
    lines += [f"{one['name']:12} {one['places']} of {one['stock']} on a sheet of A4"
              for one in facts["sheets"]]  # fmt: skip
    answer(facts, as_json=as_json, line="\n".join(lines))


@badges.command()
@event_option
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.pdf or a folder.")
@click.option("--stock", help="What they stand on; the fair's own unless this says.")
@click.option("--email", help="Only those with this address.")
@click.option("--sheet", help="Several on sheets of A4, as `badges stocks` lists them.")
@click.option("--start", default=1, show_default=True, help="First free place of the first sheet.")
@click.option("--dpi", default=300, show_default=True, type=click.IntRange(100, 1200))
@click.option("--colour", is_flag=True, help="For a colour printer.")
@click.option("--by-hand", is_flag=True, help="A line to write on where no typeface has a name.")
@in_app
def render(
    slug: str, out: Path, stock: str | None, email: str | None, sheet: str | None, start: int,
    dpi: int, colour: bool, by_hand: bool,
) -> None:  # fmt: skip
    """Render badges: PDF pages, sheets, or one PNG each named by the attendee's id."""
    fair = the_event(slug)
    on = _medium(out, stock or fair.stock, sheet, start, dpi)
    wanted = people.with_address(fair.id, email) if email else people.of_event(fair.id)
    wanted = [attendee for attendee in wanted if attendee.status == "expected"]
    if not wanted:
        who = "with that address" if email else "expected"
        raise NotKnown("no_such_attendee", f"Nobody {who} at this fair. Nothing was written.")
    printable, refused = _faces(sorted(wanted, key=print_jobs.in_the_box), by_hand=by_hand)
    logo = logo_for(fair.id)
    if out.suffix.lower() == ".pdf" and printable:
        faces = (face for _person, face in printable)
        write_private(out, badges_pdf(faces, on, logo=logo, colour=colour))
    elif printable:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for person, face in printable:
            image = drawing.draw(face, on.stock, colour=colour, logo=logo)
            write_private(out / f"{person.public_id}.png", drawing.png(image, on.stock))
    badge = "badge" if len(printable) == 1 else "badges"
    click.echo(f"Rendered {len(printable)} {badge} to {out}.")
    for person, why in refused:
        click.echo(f"{person.public_id}: {why}", err=True)
    if refused:
        raise click.exceptions.Exit(1)


def _medium(out: Path, stock: str, sheet: str | None, start: int, dpi: int) -> Medium:
    if sheet is None:
        if stock not in drawing.STOCKS:
            known = ", ".join(drawing.STOCKS)
            raise Refused("no_such_stock", f"There is no stock {stock}. There is: {known}.")
        if start != 1:
            raise click.UsageError("--start is a place of a --sheet.")
        return Medium(stock, drawing.STOCKS[stock].at(dpi))
    if sheet not in drawing.SHEETS:
        known = ", ".join(drawing.SHEETS)
        raise Refused("no_such_sheet", f"There is no sheet {sheet}. There is: {known}.")
    if out.suffix.lower() != ".pdf":
        raise click.UsageError("Sheets are written to a PDF: --out FILE.pdf")
    if not 1 <= start <= (last := drawing.SHEETS[sheet].places):
        raise Refused("no_such_place", f"{sheet} has the places 1 to {last}.")
    return medium(sheet, start, dpi=dpi)


def _faces(
    wanted: list[Attendee], *, by_hand: bool
) -> tuple[list[tuple[Attendee, drawing.Face]], list[tuple[Attendee, str]]]:
    """Return who can be printed with what to draw, and who cannot, with the reason."""
    origin = current_app.config["KIOSK"].public_url
    printable, refused = [], []
    for person in wanted:
        try:
            face = face_of(person, codes.code_of("badge", person), public_url=origin)
            if glyphs := drawing.missing_glyphs(face):
                if not by_hand:
                    raise GlyphMissing(glyphs)
                face = drawing.hand_written(face)
            printable.append((person, face))
        except (NotKnown, BadgeError) as fault:
            refused.append((person, fault.sentence))
    return printable, refused
