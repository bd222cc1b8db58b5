"""`kiosk person`: everything kept about somebody, and its erasure."""

import json
from pathlib import Path

import click
from flask import current_app

from kiosk import clock
from kiosk import db as database
from kiosk.cli.frame import ACTOR, event_option, in_app, the_event, write_private
from kiosk.db import db, writing
from kiosk.domain import attendees, audit, erasure, mentoring
from kiosk.domain.attendees import Attendee
from kiosk.domain.mentoring import availability
from kiosk.errors import NotKnown
from kiosk.workers.postroom import Postroom


@click.group()
def person() -> None:
    """Export or erase one person."""


def _named(slug: str, email: str) -> list[Attendee]:
    found = attendees.with_address(the_event(slug).id, email)
    if not found:
        raise NotKnown("no_such_attendee", "Nobody at this fair has that address.")
    return found


@person.command()
@click.argument("email")
@event_option
@click.option("--out", required=True, type=click.Path(path_type=Path))
@in_app
def export(email: str, slug: str, out: Path) -> None:
    """Write everything kept about everybody with this address."""
    facts = [erasure.export(attendee) for attendee in _named(slug, email)]
    write_private(out, json.dumps(facts, ensure_ascii=False, indent=1).encode())
    click.echo(f"Wrote {len(facts)} to {out}.")


@person.command()
@click.argument("email")
@event_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@in_app
def erase(email: str, slug: str, yes: bool) -> None:
    """Erase everybody with this address from this fair, everywhere.

    A mentor's profile of that address goes as well, also when its fairs are over.
    """
    found = [a.id for a in attendees.with_address(the_event(slug).id, email)]
    if not found and mentoring.by_address(email) is None:
        _named(slug, email)
    if not yes:
        click.confirm(f"Erase {len(found)} for good?", abort=True)
    postroom = Postroom(current_app.config["KIOSK"])
    at = clock.now()
    with writing():
        for attendee_id in found:
            attendee = attendees.get(attendee_id)
            erasure.erase(
                attendee,
                at,
                lambda reader: postroom.refreeze(reader, at),
                lambda holder: postroom.told_to_delete(holder, at),
            )
            audit.note(attendee.event_id, ACTOR, "person_erased", attendee.public_id, at=at)
        if (profile := mentoring.by_address(email)) is not None:
            availability.leave(profile, at)
            audit.note(the_event(slug).id, ACTOR, "mentor_erased", profile.public_id, at=at)
    db.session.remove()
    database.scrub()
    click.echo(f"Erased {len(found)}.")
