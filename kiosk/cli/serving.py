"""`kiosk demo`, `kiosk serve` and `kiosk work`: the processes of an installation."""

import logging
import os
import signal
import socket
import sys
from typing import Any

import click
from flask import current_app

from kiosk import create_app
from kiosk import db as database
from kiosk import settings as settings_file
from kiosk.cli import demo_fair, server
from kiosk.errors import Refused
from kiosk.settings import Settings


class PortInUse(Refused):
    """Something else listens there already."""

    slug = "port_in_use"


class NotOnSqlite(Refused):
    """SQLite has one serving process, with its workers inside."""

    slug = "not_on_sqlite"


def _log_to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            why = f"Port {port} on {host} is in use. Stop what listens there, or choose --port."
            raise PortInUse(sentence=why) from None


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--processes", default=1, show_default=True, help="More than one: PostgreSQL.")
@click.option("--no-workers", is_flag=True, help="Printing and mail run elsewhere.")
def serve(host: str, port: int, processes: int, no_workers: bool) -> None:
    """Serve the fair; migrates the database first if it must."""
    _log_to_stderr()
    settings = settings_file.load()
    if settings.on_sqlite and processes > 1:
        raise NotOnSqlite(
            sentence="SQLite has one serving process. Use --processes with PostgreSQL."
        )
    _run(settings, host, port, processes, workers=not no_workers)


def _run(settings: Settings, host: str, port: int, processes: int, *, workers: bool) -> None:
    _check_port(host, port)
    with server.only_one(settings):
        app = create_app(settings)
        with app.app_context():
            database.migrate()
            database.db.engine.dispose()  # no connection may cross the fork below
        server.Server(app, settings, host, port, processes, workers=workers).run()


@click.command()
def work() -> None:
    """Run the workers alone: printing and mail, in as many processes as wanted."""
    from kiosk.workers.loops import Workers

    _log_to_stderr()
    settings = settings_file.load()
    if settings.on_sqlite:
        why = "On SQLite the workers run inside kiosk serve. Use PostgreSQL to run them alone."
        raise NotOnSqlite(sentence=why)
    app = create_app(settings)
    with app.app_context():
        database.migrate()
    workers = Workers(app)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: workers.ask_to_stop())
    workers.start()
    click.echo("Working. Stop with Ctrl-C.")
    workers.wait()
    workers.stop()


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--lan", is_flag=True, help="Let real phones on this network open the badges.")
def demo(port: int, lan: bool) -> None:
    """Create the demo fair once, serve it, and print its links."""
    _log_to_stderr()
    address = _own_address() if lan else "localhost"
    os.environ.setdefault("KIOSK_PUBLIC_URL", f"http://{address}:{port}")
    settings = settings_file.load()
    _check_port("0.0.0.0" if lan else "127.0.0.1", port)
    with create_app(settings).app_context():
        database.migrate()
        links = demo_fair.prepare(current_app.config["KIOSK"], f"http://localhost:{port}")
        database.db.session.remove()
        database.db.engine.dispose()
    click.echo(links)
    sys.stdout.flush()
    _run(settings, "0.0.0.0" if lan else "127.0.0.1", port, 1, workers=True)


def _own_address() -> str:
    """Return this machine's address on its network; connecting a datagram sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address nobody has
            address: Any = probe.getsockname()[0]
        except OSError:
            return "localhost"
    return str(address)
