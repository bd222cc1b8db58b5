"""`kiosk migrate`, `doctor`, `key export` and `privacy columns`."""

import shutil
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from kiosk import clock
from kiosk import db as database
from kiosk.cli import backups, starting
from kiosk.cli.frame import answer, application, in_app, json_option, write_private
from kiosk.cli.printers import state_of
from kiosk.db import db
from kiosk.domain import erasure, events, print_jobs
from kiosk.domain.print_jobs import Printer
from kiosk.errors import Refused
from kiosk.settings import Settings


@click.command()
@in_app
def migrate() -> None:
    """Bring the database to the newest revision."""
    click.echo("The database is up to date.")


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Look whether everything this installation needs is there."""
    with application() as app:
        facts = _findings(app.config["KIOSK"])
    lines = [f"{'ok  ' if good else 'LOOK'} {name}: {says}" for name, (good, says) in facts.items()]
    looks = [name for name, (good, _says) in facts.items() if not good]
    says = {name: says for name, (_good, says) in facts.items()}
    answer({**says, "look": looks}, as_json=as_json, line="\n".join(lines))
    if looks:
        raise click.exceptions.Exit(1)


def _findings(settings: Settings) -> dict[str, tuple[bool, str]]:
    facts = {"data dir": (True, str(settings.data_dir)), **_database(settings)}
    free = shutil.disk_usage(settings.data_dir).free // 2**20
    facts["disk"] = (free > 500, f"{free} MiB free")
    sender = bool(settings.mail_from) or settings.smtp_url.startswith("folder:")
    mail = _without_password(settings.smtp_url)
    facts["mail"] = (sender, mail if sender else "KIOSK_MAIL_FROM is not set")
    facts["printers"] = (True, " ".join(map(_without_password, settings.printer_url.split())))
    if facts.get("tables", (False, ""))[0]:
        facts |= _printers_seen(clock.now())
    https = settings.is_https or "localhost" in settings.public_url
    facts["public url"] = (https, settings.public_url + ("" if https else ": phones want HTTPS"))
    try:
        starting.check_settings(settings)
    except Refused as wrong:
        facts["settings"] = (False, wrong.sentence)
    return facts


def _printers_seen(at: datetime) -> dict[str, tuple[bool, str]]:
    """Return how each printer of the fairs that go on was when it was last seen."""
    going_on = (fair for fair in events.every() if not fair.is_over(at))
    return {
        f"printer {each.name} of {fair.slug}": _printer_seen(each)
        for fair in going_on
        for each in print_jobs.printers_of(fair.id)
    }


def _printer_seen(each: Printer) -> tuple[bool, str]:
    if each.seen_at is None:
        return True, "not heard of yet"
    why = each.paused_why if each.paused_at else each.reason
    says = f"{state_of(each)}{f' ({why})' if why else ''}, {each.seen_at:%Y-%m-%d %H:%M:%S} UTC"
    by_itself = each.paused_at is not None and each.paused_why != "desk"
    return each.state not in ("stopped", "away") and not by_itself, says


def _without_password(url: str) -> str:
    scheme, apart, rest = url.partition("://")
    return f"{scheme}{apart}{rest.rpartition('@')[2]}"


def _database(settings: Settings) -> dict[str, tuple[bool, str]]:
    facts = {}
    try:
        db.session.execute(text("SELECT 1"))
        facts["database"] = (True, db.engine.dialect.name)
        revision = database.revision()
        newest = revision is not None and revision == database.newest_revision()
        facts["tables"] = (newest, "up to date" if newest else "run kiosk migrate")
        if newest:
            fits = backups.key_fits()
            says = "fits the database" if fits else "is not the one the codes were made with"
            facts["secret key"] = (fits, says)
    except (SQLAlchemyError, database.sqlite_module.Error) as error:
        facts["database"] = (False, f"does not answer ({type(error).__name__})")
    if settings.on_sqlite:
        version = database.sqlite_module.sqlite_version
        journal = "WAL" if database.sqlite_is_sound() else "DELETE, because WAL can corrupt here"
        facts["sqlite"] = (True, f"{version}, journal {journal}")
    return facts


@click.group()
def key() -> None:
    """The installation's secret key."""


@key.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def key_export(file: Path) -> None:
    """Write the secret key to FILE. Keep it apart from backups."""
    if file.exists():
        raise Refused("file_exists", f"{file} exists. Choose another name.")
    with application() as app:
        write_private(file, f"{app.secret_key!s}\n".encode())
    click.echo(f"Wrote the key to {file}. Keep it apart from backups.")


@click.group()
def privacy() -> None:
    """What is kept about people."""


@privacy.command()
@in_app
def columns() -> None:
    """Print docs/privacy.md's table: each personal column, why, until when, how it goes."""
    click.echo(erasure.as_markdown(), nl=False)
