"""The database: engine, base, column kinds, SQLite pragmas and the write lock.

Every change happens inside `writing()`: on SQLite that is one lock in the one serving process plus
BEGIN IMMEDIATE, so writers queue instead of failing; on PostgreSQL it is a plain transaction.
Reads need nothing. Nothing slow (argon2, drawing, the network) belongs inside `writing()`.
"""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    TypeDecorator,
    event,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, mapped_column

try:  # the wheel carries a SQLite without the WAL-reset race (3.7.0 to 3.51.2)
    import pysqlite3

    sqlite_module: ModuleType = pysqlite3
except ImportError:  # pragma: no cover - where no wheel exists
    sqlite_module = sqlite3

_MIGRATIONS = Path(__file__).parent / "migrations"
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


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive one is a mistake."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware instant to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
OptionalInstant = Annotated[datetime | None, mapped_column(UtcDateTime)]
PublicId = Annotated[str, mapped_column(String(16), unique=True, info={"plain": "random id"})]

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """Return a fresh opaque id: 16 characters of Crockford base32, 80 random bits."""
    number = int.from_bytes(secrets.token_bytes(10))
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(0, 80, 5))


@dataclass(frozen=True)
class Personal:
    """Why a column holds personal data, until when, and what erasure does to it.

    `erase`: "row" deletes the whole row with its person, "blank" empties the column (NULL or its
    empty value), "keep" leaves it because it no longer points at anybody (say why in `reason`).
    """

    reason: str
    until: str
    erase: Literal["row", "blank", "keep"]


UNTIL_RETENTION = "the event's retention date"


def personal(
    reason: str, *, until: str = UNTIL_RETENTION, erase: Literal["row", "blank", "keep"] = "row"
) -> dict[str, Personal]:
    """Return a column's `info` declaring personal data; the build fails without one."""
    return {"personal": Personal(reason, until, erase)}


def plain(why: str) -> dict[str, str]:
    """Return a column's `info` saying why its text is not personal data."""
    return {"plain": why}


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


def engine_options(url: str) -> dict[str, Any]:
    """Return create_engine's arguments for a database URL."""
    if url.startswith("sqlite"):
        return {"module": sqlite_module, "connect_args": {"timeout": 5, "check_same_thread": False}}
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
        "busy_timeout=5000",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("kiosk_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_write_lock = threading.RLock()


@contextmanager
def writing() -> Iterator[None]:
    """Hold one write transaction: committed at the end, rolled back when anything is raised.

    A read transaction that the session already has is ended first: a snapshot cannot be upgraded.
    """
    on_sqlite = db.engine.dialect.name == "sqlite"
    db.session.rollback()
    if on_sqlite:
        _write_lock.acquire()
    try:
        db.session.connection(execution_options={"kiosk_writes": True})
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
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
