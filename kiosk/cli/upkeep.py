"""`kiosk migrate`, `doctor`, `backup`, `restore`, `key export` and `privacy columns`."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
from flask import current_app
from sqlalchemy import make_url, text

from kiosk import create_app
from kiosk import db as database
from kiosk.cli import server
from kiosk.cli.frame import answer, in_app, json_option
from kiosk.db import db
from kiosk.domain import erasure
from kiosk.errors import KioskError, Refused
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
    app = create_app()
    with app.app_context():
        facts = _findings(app.config["KIOSK"])
    bad = [name for name, (good, _says) in facts.items() if not good]
    lines = [f"{'ok  ' if good else 'LOOK'} {name}: {says}" for name, (good, says) in facts.items()]
    answer({name: says for name, (_good, says) in facts.items()}, as_json=as_json,
           line="\n".join(lines))  # fmt: skip
    if bad:
        raise click.exceptions.Exit(1)


def _findings(settings: Settings) -> dict[str, tuple[bool, str]]:
    facts = {"data dir": (True, str(settings.data_dir))}
    try:
        db.session.execute(text("SELECT 1"))
        facts["database"] = (True, db.engine.dialect.name)
    except Exception as error:  # whatever is wrong with it, the doctor says so and goes on
        facts["database"] = (False, f"does not answer ({type(error).__name__})")
    if settings.on_sqlite:
        version = database.sqlite_module.sqlite_version
        journal = "WAL" if database.sqlite_is_sound() else "DELETE, because WAL can corrupt here"
        facts["sqlite"] = (True, f"{version}, journal {journal}")
    free = shutil.disk_usage(settings.data_dir).free // 2**20
    facts["disk"] = (free > 500, f"{free} MiB free")
    sender = bool(settings.mail_from) or settings.smtp_url.startswith("folder:")
    facts["mail"] = (sender, "ready" if sender else "KIOSK_MAIL_FROM is not set")
    facts["printers"] = (True, settings.printer_url)
    https = settings.is_https or "localhost" in settings.public_url
    facts["public url"] = (https, settings.public_url + ("" if https else ": phones want HTTPS"))
    return facts


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@in_app
def backup(file: Path) -> None:
    """Copy the database into FILE, beside a running server. The secret key is not in it."""
    if file.exists():
        raise Refused("file_exists", f"{file} exists. Choose another name.")
    if current_app.config["KIOSK"].on_sqlite:
        _copy_sqlite(_sqlite_file(current_app.config["KIOSK"]), file)
    else:
        _pg("pg_dump", "--format=custom", f"--file={file}")
    file.chmod(0o600)
    click.echo(f"Wrote {file}. The secret key is not in it: keep `kiosk key export` elsewhere.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Replace the database by a backup; nothing may be serving."""
    app = create_app()
    settings: Settings = app.config["KIOSK"]
    if not yes:
        click.confirm("Replace everything in the database?", abort=True)
    with server.only_one(settings), app.app_context():
        if settings.on_sqlite:
            _check_sqlite(file)
            db.engine.dispose()
            _copy_sqlite(file, _sqlite_file(settings))
        else:
            _pg("pg_restore", "--clean", "--if-exists", "--single-transaction", str(file))
        database.migrate()
    click.echo("Restored. It needs the secret key it was made with.")


def _sqlite_file(settings: Settings) -> Path:
    return Path(str(make_url(settings.database).database))


def _copy_sqlite(source: Path, target: Path) -> None:
    connect = database.sqlite_module.connect
    one, other = connect(str(source)), connect(str(target))
    try:
        one.backup(other)
    finally:
        one.close()
        other.close()


def _check_sqlite(file: Path) -> None:
    connection = database.sqlite_module.connect(str(file))
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name='attendees'").fetchone()
    except database.sqlite_module.DatabaseError:
        sound = ours = None
    finally:
        connection.close()
    if not sound or not ours:
        raise Refused("not_a_backup", f"{file} is not a sound backup of ours. Nothing was changed.")


def _pg(program: str, *arguments: str) -> None:
    url = make_url(current_app.config["KIOSK"].database).set(drivername="postgresql")
    target = ["--dbname", url.render_as_string(hide_password=False)]
    done: Any = None
    try:
        done = subprocess.run([program, *target, *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise Refused("no_program", f"{program} is missing. Install postgresql-client.") from None
    if done.returncode:
        raise KioskError("pg_failed", f"{program} failed. Nothing was changed.")


@click.group()
def key() -> None:
    """The installation's secret key."""


@key.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def key_export(file: Path) -> None:
    """Write the secret key to FILE. Keep it apart from backups."""
    app = create_app()
    if file.exists():
        raise Refused("file_exists", f"{file} exists. Choose another name.")
    file.touch(mode=0o600)
    file.write_text(f"{app.secret_key!s}\n")
    click.echo(f"Wrote the key to {file}. Keep it apart from backups.")


@click.group()
def privacy() -> None:
    """What is kept about people."""


@privacy.command()
@in_app
def columns() -> None:
    """Print docs/privacy.md's table: each personal column, why, until when, how it goes."""
    click.echo(erasure.as_markdown(), nl=False)
