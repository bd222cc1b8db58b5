"""`kiosk backup` and `kiosk restore`: the whole database in one file, without the secret key.

A restore is made ready beside the database and put in its place at the end: a file that is not
ours, or a crash on the way, leaves everything as it was. Who was erased since the backup was made
is erased from it again, whoever asked for no more letters since still gets none, and no letter that
left since leaves again.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from kiosk import clock, create_app
from kiosk import db as database
from kiosk.cli import postgres_files, server, sqlite_files
from kiosk.cli.frame import application, in_app
from kiosk.db import db, writing
from kiosk.domain import codes, deliveries, erasure
from kiosk.domain.attendees import Attendee
from kiosk.domain.codes import Code
from kiosk.domain.deliveries import Fate, Wish
from kiosk.domain.mentoring import Mentor, availability
from kiosk.errors import NotKnown, Refused
from kiosk.settings import Settings
from kiosk.workers.postroom import Postroom


@dataclass
class _Since:
    """What a backup cannot know: who was erased since, who wants no letter, which letters left."""

    erased: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    """Mentors who deleted their profile; a fair's last day leaves it as it is."""
    wishes: list[Wish] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@in_app
def backup(file: Path) -> None:
    """Copy the database into FILE, beside a running server. The secret key is not in it."""
    if file.exists():
        raise Refused("file_exists", f"{file} exists. Choose another name.")
    settings: Settings = current_app.config["KIOSK"]
    part = file.with_name(f".{file.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        if settings.on_sqlite:
            sqlite_files.copy(sqlite_files.path_of(settings), part)
        else:
            postgres_files.dump(settings, part)
        part.replace(file)
    except OSError as error:
        why = f"{file} cannot be written ({error.strerror}). Choose another place."
        raise Refused("not_written", why) from None
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"Wrote {file}. The secret key is not in it: keep kiosk key export elsewhere.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Replace everything in the database by a backup; nothing may be serving."""
    with application() as app:
        settings: Settings = app.config["KIOSK"]
        kind = sqlite_files if settings.on_sqlite else postgres_files
        kind.check(settings, file)
        if not yes:
            click.confirm("Replace everything in the database?", abort=True)
        with server.only_one(settings):
            since = _since()
            db.session.remove()
            if settings.on_sqlite:
                fits = _restore_sqlite(settings, file, since)
            else:
                postgres_files.restore(settings, file)
                fits = _make_ready(settings, since)
    click.echo(f"Restored {file}.")
    if not fits:
        click.echo(
            "The secret key here is not the one this backup was made with, so its tickets and "
            "badges are not known. Put the exported key into KIOSK_SECRET_KEY.",
            err=True,
        )


def _restore_sqlite(settings: Settings, file: Path, since: _Since) -> bool:
    target = sqlite_files.path_of(settings)
    ready = target.with_name(f".{target.name}.restoring")
    sqlite_files.remove(ready)
    try:
        sqlite_files.copy(file, ready)
        beside = settings.model_copy(update={"database_url": f"sqlite:///{ready.resolve()}"})
        with create_app(beside, doors=False).app_context():
            try:
                fits = _make_ready(beside, since)
            finally:
                db.session.remove()
                db.engine.dispose()
        db.engine.dispose()
        sqlite_files.put_in_place(ready, target)
    finally:
        sqlite_files.remove(ready)
    return fits


def _since() -> _Since:
    """Return what must outlive a restore; nothing where no database can be read."""
    since = _Since()
    query = select(Attendee.public_id).where(Attendee.erased_at.is_not(None))
    with suppress(SQLAlchemyError):
        since.erased = set(db.session.scalars(query))
        since.wishes = deliveries.wishes()  # an older database has none
        since.fates = deliveries.fates()
        since.left = set(db.session.scalars(select(Mentor.public_id).where(Mentor.email == "")))
    db.session.rollback()
    return since


def _make_ready(settings: Settings, since: _Since) -> bool:
    """Migrate what was restored and take over what came since; return whether our key fits it."""
    database.migrate()
    postroom, at = Postroom(settings), clock.now()
    with writing():
        deliveries.keep_wishes(since.wishes)
        deliveries.keep_fates(since.fates, clock.now())
    again = select(Attendee).where(Attendee.erased_at.is_(None))
    found = [p.id for p in db.session.scalars(again) if p.public_id in since.erased]
    for attendee_id in found:
        with writing():
            person = db.session.get_one(Attendee, attendee_id)
            erasure.erase(
                person,
                at,
                lambda reader: postroom.refreeze(reader, at),
                lambda holder: postroom.told_to_delete(holder, at),
                profile=False,
            )
    _let_mentors_go(since.left, at)
    if found or since.left:
        database.scrub()
    return key_fits()


def _let_mentors_go(left: set[str], at: datetime) -> None:
    """Delete the profiles again that their mentors had deleted since the backup was made."""
    kept = select(Mentor).where(Mentor.email != "")
    for mentor in [each for each in db.session.scalars(kept) if each.public_id in left]:
        with writing():
            availability.leave(mentor, at)


def key_fits() -> bool:
    """Whether the codes in the database are made with the secret key in use."""
    row = db.session.scalars(select(Code).where(Code.died_at.is_(None)).limit(1)).first()
    if row is None:
        return True
    person = db.session.get_one(Attendee, row.attendee_id)
    try:
        codes.whose(row.event_id, codes.code_of(row.kind, person), row.kind)
    except NotKnown:
        return False
    return True
