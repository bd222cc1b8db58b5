"""The whole application for tests: `client` asks it in the process, `live_server` over loopback.

Each test has its own data folder and its own migrated SQLite database; workers are not started.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kiosk import create_app
from kiosk.settings import Settings
from tests.real.databases import SECRET_KEY, closed_after, hasten
from tests.real.haste import keep_rules, keep_templates
from tests.real.listening import listening
from tests.real.parts import free_port


@dataclass(frozen=True)
class LiveServer:
    """An application that is served on loopback, and where."""

    app: Flask
    url: str


def build_app(folder: Path, url: str, **settings: object) -> Flask:
    """Return the application over a migrated database; `settings` beat the defaults of tests."""
    chosen = {"data_dir": folder / "data", "database_url": url, "secret_key": SECRET_KEY}
    keep_rules()
    app = create_app(Settings(**{**chosen, **settings}))  # type: ignore[arg-type]
    app.testing = True
    hasten(app)
    keep_templates(app)
    return app


@contextmanager
def served(app: Flask, port: int) -> Iterator[LiveServer]:
    """Serve the application with a thread a request, as the product does, until the end."""
    with listening(app, port):
        yield LiveServer(app, f"http://127.0.0.1:{port}")


@pytest.fixture
def app(tmp_path: Path, sqlite_database: str) -> Iterator[Flask]:
    """The application on its own SQLite database; each request pushes its own context."""
    with closed_after(build_app(tmp_path, sqlite_database)) as built:
        yield built


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a browser: keeps cookies, follows nothing by itself."""
    return app.test_client()


@pytest.fixture
def live_server(tmp_path: Path, sqlite_database: str) -> Iterator[LiveServer]:
    """The application, served; its public address is the one it is served under."""
    port = free_port()
    app = build_app(tmp_path, sqlite_database, public_url=f"http://127.0.0.1:{port}")
    app.testing = False  # people see error pages, not exceptions
    with closed_after(app), served(app, port) as server:
        yield server
