"""Migrated databases for tests, on SQLite and PostgreSQL, as fast as stays honest.

Each engine is migrated from empty once a session, into a template. A test that serves pages gets
its own copy (`database_url`). A domain test (`records`) shares one database a session: its commits
are real, nothing is patched or nested, and afterwards every table that holds rows is emptied.
The durability that production pins is let go here, and only here; fault runs keep it.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event, text

import kiosk.domain
from kiosk import db as database
from kiosk.db import db
from kiosk.domain import keys
from tests.real.haste import keep_statements
from tests.real.postgres import Cluster

# One key for all: the ring is one per process, and applications of several tests live side by side.
SECRET_KEY = "test key " * 4
ENGINES = ("sqlite", "postgres")
# While rows are emptied out, the order of tables must not matter.
KEYS_ASLEEP = {
    "sqlite": "PRAGMA defer_foreign_keys=ON",
    "postgresql": "SET LOCAL session_replication_role = replica",
}
_numbers = count(1)


def bare_app(url: str) -> Flask:
    """Return an application with the records and the key ring, and no doors."""
    app = Flask("kiosk")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(url)
    )
    db.init_app(app)
    keys.install(keys.KeyRing((("k1", SECRET_KEY.encode()),)))
    with app.app_context():
        database.prepare_engine(db.engine)
    hasten(app)
    return app


@contextmanager
def as_it_was(app: Flask) -> Iterator[Callable[[], None]]:
    """Give what puts an application's SQLite database back to how it was at the beginning."""
    with closing(database.sqlite_module.connect(":memory:")) as kept:
        with _underlying(app) as now:
            now.backup(kept)

        def put_back() -> None:
            with _underlying(app) as now:
                kept.backup(now)

        yield put_back


@contextmanager
def _underlying(app: Flask) -> Iterator[Any]:
    with app.app_context(), closing(db.engine.raw_connection()) as connection:
        yield connection.dbapi_connection


def import_records() -> None:
    """Let every record be known to the metadata, whatever the test itself imports."""
    for module in walk_packages(kiosk.domain.__path__, "kiosk.domain."):
        import_module(module.name)


def hasten(app: Flask) -> None:
    """Let SQLite answer before the disk has: a power cut is not what most tests are about."""

    def without_waiting(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    with app.app_context():
        keep_statements(db.engine)
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", without_waiting)


@contextmanager
def closed_after(app: Flask) -> Iterator[Flask]:
    """Give the application, and hand its connections back afterwards."""
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _migrate(url: str) -> None:
    with closed_after(bare_app(url)) as app, app.app_context():
        database.migrate()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file, migrated from empty."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster) -> str:
    """The name of a PostgreSQL database, migrated from empty."""
    postgres_cluster.run("CREATE DATABASE kiosk_template")
    _migrate(postgres_cluster.url("kiosk_template"))
    return "kiosk_template"


@contextmanager
def sqlite_copy(template: Path, folder: Path) -> Iterator[str]:
    """Give the address of a fresh copy of the template below `folder`."""
    path = folder / "kiosk.db"
    shutil.copyfile(template, path)
    yield f"sqlite:///{path}"


@contextmanager
def postgres_copy(cluster: Cluster, template: str) -> Iterator[str]:
    """Give the address of a fresh copy of the template, dropped afterwards."""
    name = f"kiosk_{next(_numbers)}"
    cluster.run(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield cluster.url(name)
    finally:
        cluster.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def fresh_copy(request: pytest.FixtureRequest, engine: str, folder: Path) -> Iterator[str]:
    """Give the address of a migrated, empty database of that engine."""
    if engine == "sqlite":
        copy = sqlite_copy(request.getfixturevalue("sqlite_template"), folder)
    else:
        cluster = request.getfixturevalue("postgres_cluster")
        copy = postgres_copy(cluster, request.getfixturevalue("postgres_template"))
    with copy as url:
        yield url


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of this test's own SQLite database."""
    with fresh_copy(request, "sqlite", tmp_path) as url:
        yield url


@pytest.fixture
def postgres_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of this test's own PostgreSQL database."""
    with fresh_copy(request, "postgres", tmp_path) as url:
        yield url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of this test's own database; the test runs once on each engine."""
    with fresh_copy(request, request.param, tmp_path) as url:
        yield url


@pytest.fixture(scope="session", params=ENGINES)
def shared_app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One bare application an engine and session, for `records`."""
    folder = tmp_path_factory.mktemp("shared")
    with fresh_copy(request, request.param, folder) as url, closed_after(bare_app(url)) as app:
        yield app


@pytest.fixture
def records(shared_app: Flask) -> Iterator[None]:
    """An empty database in an application context; the test runs once on each engine."""
    with shared_app.app_context():
        yield
        db.session.remove()
        with db.engine.begin() as connection:
            empty(connection)


def empty(connection: Connection) -> None:
    """Delete every row of every table that holds any; the schema stays."""
    found = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in db.metadata.tables
    )
    filled = list(connection.scalars(text(found)))
    if not filled:
        return
    connection.execute(text(KEYS_ASLEEP[connection.dialect.name]))
    for table in filled:
        connection.execute(text(f"DELETE FROM {table}"))
