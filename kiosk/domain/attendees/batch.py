"""Many rows at once: bound to the database's own values beforehand, so that only writing waits.

Binding takes Python longer than writing takes the database, and what is bound inside a write
transaction keeps every door waiting.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from kiosk.db import Base, db

Bound = tuple[Any, ...]
ROOMY, USUAL = -65_536, -2_000
"""SQLite's page cache in KiB while many rows are written, and otherwise (its own default)."""


def bind(table: str, rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> list[Bound]:
    """Return these columns of rows as the database takes them, in that order."""
    columns, dialect = Base.metadata.tables[table].c, db.engine.dialect
    types = [columns[name].type.dialect_impl(dialect) for name in names]
    binders = [kind.bind_processor(dialect) or _as_it_is for kind in types]
    pairs = list(zip(names, binders, strict=True))
    return [tuple(bound(row[name]) for name, bound in pairs) for row in rows]


def _as_it_is(value: Any) -> Any:
    return value


def insert_bound(table: str, names: tuple[str, ...], rows: Sequence[Bound]) -> None:
    """Insert rows that `bind` returned, in the write transaction that is held."""
    connection = db.session.connection()
    on_sqlite = connection.dialect.name == "sqlite"
    places = ", ".join(("?" if on_sqlite else "%s") for _name in names)
    if not rows:
        return
    if on_sqlite:  # its indexes in memory, or it reads and writes each page many times over
        connection.exec_driver_sql(f"PRAGMA cache_size={ROOMY}")
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
    connection.exec_driver_sql(sql, list(rows))
    if on_sqlite:
        connection.exec_driver_sql(f"PRAGMA cache_size={USUAL}")
