"""Many rows at once: bound to the database's own values beforehand, so that only writing waits.

Binding takes Python longer than writing takes the database, and what is bound inside a write
transaction keeps every door waiting.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import scoped_session

from kiosk.db.base import Base, db

Bound = tuple[Any, ...]


def bind(table: str, rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> list[Bound]:
    """Return these columns of rows as the database takes them, in that order."""
    columns, dialect = _table(table).c, db.engine.dialect
    types = [columns[name].type.dialect_impl(dialect) for name in names]
    binders = [kind.bind_processor(dialect) or _as_it_is for kind in types]
    pairs = list(zip(names, binders, strict=True))
    return [tuple(bound(row[name]) for name, bound in pairs) for row in rows]


def _as_it_is(value: Any) -> Any:
    return value


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def insert_bound(table: str, names: tuple[str, ...], rows: Iterable[Bound]) -> None:
    """Insert rows that `bind` returned, in the write transaction that is held."""
    connection = db.session.connection()
    sign = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    places = ", ".join(sign for _name in names)
    if several := list(rows):
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
        connection.exec_driver_sql(sql, several)
