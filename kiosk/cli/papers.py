"""`kiosk signs` and `kiosk tents`: papers for stands and tables, as PDFs."""

from pathlib import Path

import click
from flask import current_app

from kiosk.adapters.paper_files import Left, signs_pdf, tents_pdf
from kiosk.adapters.printed_papers import PAPERS
from kiosk.cli.frame import event_option, in_app, the_event, write_private
from kiosk.domain import attendees, employers, print_jobs

_out = click.option("--out", required=True, type=click.Path(path_type=Path), help="FILE.pdf")
_paper = click.option(
    "--paper", default="a4", show_default=True, type=click.Choice(tuple(PAPERS)),
    metavar="NAME", help="a4, a5, a6 or a stock.",
)  # fmt: skip


@click.group()
def signs() -> None:
    """Render signs for stands."""


@signs.command("render")
@event_option
@_out
@_paper
@in_app
def render_signs(slug: str, out: Path, paper: str) -> None:
    """Write a sign for every stand to a PDF, in the order of the stands."""
    stands = sorted(employers.of_event(the_event(slug).id), key=employers.place_in_the_hall)
    content, left = signs_pdf(stands, paper, public_url=_public_url())
    _written(out, content, left, f"{len(stands) - len(left)} signs")


@click.group()
def tents() -> None:
    """Render tent cards for mentors."""


@tents.command("render")
@event_option
@_out
@_paper
@in_app
def render_tents(slug: str, out: Path, paper: str) -> None:
    """Write a tent card for every mentor who is expected to a PDF, in the order of names."""
    mentors = attendees.of_event(the_event(slug).id, "mentor")
    expected = [each for each in mentors if each.status == "expected"]
    ordered = sorted(expected, key=print_jobs.in_the_box)
    content, left = tents_pdf(ordered, paper, public_url=_public_url())
    _written(out, content, left, f"{len(ordered) - len(left)} tent cards")


def _public_url() -> str:
    return str(current_app.config["KIOSK"].public_url)


def _written(out: Path, content: bytes, left: Left, what: str) -> None:
    write_private(out, content)
    click.echo(f"Rendered {what} to {out}.")
    for public_id, why in left:
        click.echo(f"{public_id}: {why}", err=True)
    if left:
        raise click.exceptions.Exit(1)
