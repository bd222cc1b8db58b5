"""The database: engine, base, SQLite pragmas and the write lock; column kinds in `columns`.

Every change happens inside `writing()`: on SQLite that is one lock in the one serving process plus
BEGIN IMMEDIATE, so writers queue instead of failing; on PostgreSQL it is a plain transaction.
Reads need nothing. Nothing slow (argon2, drawing, the network) belongs inside `writing()`.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as WaitedTooLong
from sqlalchemy.orm import DeclarativeBase

from kiosk.db.columns import (
    UNTIL_RETENTION,
    Instant,
    Json,
    OptionalInstant,
    Personal,
    PublicId,
    UtcDateTime,
    new_public_id,
    personal,
    plain,
)

try:  # the wheel carries a SQLite without the WAL-reset race (3.7.0 to 3.51.2)
    import pysqlite3

    sqlite_module: ModuleType = pysqlite3
except ImportError:  # pragma: no cover - where no wheel exists
    sqlite_module = sqlite3

__all__ = [
    "PATIENCE_S",
    "UNTIL_RETENTION",
    "Base",
    "Instant",
    "Json",
    "Model",
    "OptionalInstant",
    "Personal",
    "PublicId",
    "UtcDateTime",
    "db",
    "engine_options",
    "knows",
    "migrate",
    "new_public_id",
    "newest_revision",
    "one_of",
    "personal",
    "plain",
    "prepare_engine",
    "revise",
    "revision",
    "scrub",
    "sqlite_is_sound",
    "sqlite_module",
    "write_if_free",
    "writing",
]

_MIGRATIONS = Path(__file__).parents[1] / "migrations"
_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every record: named constraints, nothing else inherited."""

    metadata = MetaData(naming_convention=_NAMING)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:  # a type checker cannot follow the class Flask-SQLAlchemy makes at run time
    Model = Base
else:
    Model = db.Model


Found = TypeVar("Found", bound=Base)


def one_of(record: type[Found], event_id: int, public_id: str, otherwise: Exception) -> Found:
    """Return an event's own record by its public id; a neighbour's is as unknown as none.

    Raises:
        otherwise: there is none.
    """
    of_event = record.__table__.c.event_id == event_id
    found = db.session.scalar(
        select(record).where(of_event, record.__table__.c.public_id == public_id)
    )
    if found is None:
        raise otherwise
    return found


def sqlite_is_sound() -> bool:
    """Whether this SQLite is free of the WAL-reset race (fixed in 3.51.3)."""
    version = tuple(sqlite_module.sqlite_version_info)
    backported = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    return version >= (3, 51, 3) or backported or version < (3, 7)


PATIENCE_S = 5.0
"""How long a change waits for its turn, whoever is in the way; then it is told to come again."""


def engine_options(url: str) -> dict[str, Any]:
    """Return create_engine's arguments for a database URL."""
    if url.startswith("sqlite"):
        patience = {"timeout": PATIENCE_S, "check_same_thread": False}
        return {"module": sqlite_module, "connect_args": patience}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 5}


def prepare_engine(engine: Engine) -> None:
    """Attach the pragmas and the explicit BEGIN to a SQLite engine; others need nothing."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: Any) -> None:
    # The driver must not begin by itself: we say BEGIN, and IMMEDIATE when we mean to write.
    connection.isolation_level = None
    journal = "WAL" if sqlite_is_sound() else "DELETE"
    for pragma in (
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE_S * 1000:.0f}",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    patience_s = connection.get_execution_options().get("kiosk_writes")
    if patience_s is None:
        connection.exec_driver_sql("BEGIN")
        return
    if connection.info.get("kiosk_patience_s", PATIENCE_S) != patience_s:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience_s * 1000:.0f}")
        connection.info["kiosk_patience_s"] = patience_s
    connection.exec_driver_sql("BEGIN IMMEDIATE")


_write_lock = threading.RLock()


@contextmanager
def writing() -> Iterator[None]:
    """Hold one write transaction: committed at the end, rolled back when anything is raised.

    A read transaction that the session already has is ended first: a snapshot cannot be upgraded.
    Raises WaitedTooLong or OperationalError when others write for longer than `PATIENCE_S`.
    """
    db.session.rollback()
    with _turn() as patience_s:
        try:
            db.session.connection(execution_options={"kiosk_writes": patience_s})
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def _turn() -> Iterator[float]:
    """Hold this process's write lock on SQLite; give what is left of the patience."""
    began, on_sqlite = time.monotonic(), db.engine.dialect.name == "sqlite"
    if on_sqlite and not _write_lock.acquire(timeout=PATIENCE_S):
        raise WaitedTooLong("other writers")
    try:  # in steps of half a second: a short wait changes nothing on the connection
        yield max(PATIENCE_S - int((time.monotonic() - began) * 2) / 2, 0.5)
    finally:
        if on_sqlite:
            _write_lock.release()


def write_if_free(act: Callable[[], None]) -> bool:
    """Do a small change in a transaction of its own; False: others write, and it can wait.

    For what the next one makes up for anyway: nobody at a door stands behind it.
    """
    on_sqlite = db.engine.dialect.name == "sqlite"
    if on_sqlite and not _write_lock.acquire(blocking=False):
        return False
    try:
        with writing():
            act()
    except OperationalError:  # another program holds the database
        return False
    finally:
        if on_sqlite:
            _write_lock.release()
    return True


def scrub() -> None:
    """Make erased bytes unreadable in the file: SQLite's WAL is folded back and truncated.

    The caller's own reads are ended first, and writers wait: either would keep the WAL alive.
    """
    if db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()
    with _write_lock:
        connection = db.engine.raw_connection()
        try:
            connection.cursor().execute("VACUUM")
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate() -> None:
    """Bring the database to the newest revision; the newest already changes nothing.

    On PostgreSQL an advisory lock lets one of several starting processes do it.
    """
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_lock(724156)"))
            connection.commit()
        command.upgrade(_alembic(connection), "head")
        connection.commit()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_unlock(724156)"))
            connection.commit()


def revision() -> str | None:
    """Return the revision the database has; None before the first."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the revision that this version of ours brings a database to."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def knows(revision: str) -> bool:
    """Whether a database of that revision can be brought to the newest one."""
    scripts = ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    return revision in {script.revision for script in scripts}


def revise(message: str) -> None:
    """Write a migration for what the records say and the database does not (developers)."""
    with db.engine.connect() as connection:
        command.revision(_alembic(connection), message, autogenerate=True)
