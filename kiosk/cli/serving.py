"""`kiosk serve` and `kiosk work`: the processes of an installation."""

import logging
import signal
from collections.abc import Callable

import click
from flask import Flask

from kiosk import create_app
from kiosk import db as database
from kiosk import settings as settings_file
from kiosk.cli import server, starting
from kiosk.errors import Refused
from kiosk.settings import Settings
from kiosk.workers.loops import Workers

_SIGNALS = {signal.SIGTERM, signal.SIGINT}

port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), metavar="N"
)


class NotOnSqlite(Refused):
    """SQLite has one serving process, with its workers inside."""

    slug = "not_on_sqlite"


def log_to_stderr(level: int = logging.INFO) -> None:
    """Log one line a fact; libraries only when something is wrong."""
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("kiosk").setLevel(level)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@port_option
@click.option(
    "--processes", default=1, show_default=True, type=click.IntRange(1, 64), metavar="N",
    help="More than one needs PostgreSQL.",
)  # fmt: skip
@click.option("--no-workers", is_flag=True, help="Printing and mail run in kiosk work.")
def serve(host: str, port: int, processes: int, no_workers: bool) -> None:
    """Serve the fairs, with printing and mail inside; migrates the database first if it must."""
    log_to_stderr()
    settings = settings_file.load()
    if settings.on_sqlite and processes > 1:
        why = "SQLite has one serving process. Use --processes with PostgreSQL."
        raise NotOnSqlite(sentence=why)
    origin = f"{'https' if settings.tls_cert else 'http'}://{host}:{port}"
    welcome = f"Serving {settings.public_url} at {origin}. Stop with Ctrl-C."
    run(settings, server.Place(host, port, processes), lambda _app: welcome, workers=not no_workers)


def run(
    settings: Settings, place: server.Place, prepare: Callable[[Flask], str], *, workers: bool
) -> None:
    """Serve until told to stop; `prepare` runs on the migrated database and says the welcome."""
    starting.check_settings(settings)
    with server.only_one(settings):
        starting.check_port(place.host, place.port)
        app = create_app(settings)
        with app.app_context():
            starting.check_database()
            database.migrate()
            welcome = prepare(app)
            database.db.session.remove()
            database.db.engine.dispose()  # no connection may cross the fork below
        server.Server(app, settings, place, welcome, workers=workers).run()


@click.command()
def work() -> None:
    """Run the workers alone: printing and mail, in as many processes as wanted."""
    log_to_stderr()
    settings = settings_file.load()
    if settings.on_sqlite:
        why = "On SQLite the workers run inside kiosk serve. Use PostgreSQL to run them alone."
        raise NotOnSqlite(sentence=why)
    starting.check_settings(settings)
    app = create_app(settings, doors=False)
    with app.app_context():
        database.migrate()
    # Blocked in every thread, then awaited in this one: a signal finds nobody half-way.
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    workers = Workers(app)
    workers.start()
    click.echo("Working. Stop with Ctrl-C.")
    signal.sigwait(_SIGNALS)
    workers.stop(timeout_s=3)
