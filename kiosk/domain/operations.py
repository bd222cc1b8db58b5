"""Operations: every change of a fact carries an op_id, so that a repeated request changes nothing.

The row is written last, in the same transaction as the change, bound to its asker and event, with a
keyed hash of the request, the status and the public ids of what was made. The answer is rebuilt
from those rows: no personal data is stored twice. 2xx and 409 are kept 30 days, the rest is not.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    select,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, make_transient_to_detached, mapped_column

from kiosk.db import Instant, Json, Model, db, plain
from kiosk.domain import keys
from kiosk.errors import Invalid, Refused

KEPT_FOR = timedelta(days=30)


class Operation(Model):
    """One change that was asked for, and what came of it."""

    __tablename__ = "operations"
    __table_args__ = (UniqueConstraint("event_id", "op_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    op_id: Mapped[str] = mapped_column(String(36), info=plain("random id made by the asker"))
    asker: Mapped[str] = mapped_column(String(40), info=plain("kind and public id of the asker"))
    request_hash: Mapped[str] = mapped_column(String(64), info=plain("keyed hash"))
    status: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(40), info=plain("machine slug"))
    rows: Mapped[dict[str, Any]] = mapped_column(Json, info=plain("public ids of what was made"))
    recorded_at: Mapped[Instant]


_TABLE = Operation.__table__.c
_FIND = select(_TABLE.asker, _TABLE.request_hash, _TABLE.status, _TABLE.outcome, _TABLE.rows).where(
    _TABLE.event_id == bindparam("event_id"), _TABLE.op_id == bindparam("op_id")
)


@dataclass(frozen=True)
class Asked:
    """A change somebody asks for: who, where, under which op_id, and the request itself."""

    event_id: int
    op_id: str
    asker: str
    verb: str
    request: dict[str, Any] = field(hash=False)

    @property
    def request_hash(self) -> str:
        """The keyed hash that tells a repeat from a reuse."""
        body = json.dumps(self.request, sort_keys=True, ensure_ascii=False, default=str)
        return keys.lookup_hash("operation", f"{self.verb}\n{body}")


@dataclass(frozen=True)
class Outcome:
    """What came of it: a status, a slug, and public facts to rebuild the answer from."""

    status: int
    slug: str
    rows: dict[str, Any] = field(hash=False, default_factory=dict)
    replayed: bool = False


class OpIdReused(Refused):
    """The same op_id came with another request, or from somebody else."""

    slug = "op_id_reused"
    sentence = "This was saved already. Please look before you send it again."


def perform(asked: Asked, verb: Callable[[], Outcome], *, at: datetime) -> Outcome:
    """Run a verb once for its op_id, inside a write transaction that the caller holds.

    A repeat returns the first outcome, marked `replayed`, and runs nothing. A refusal is an outcome
    too: it is recorded and returned with status 409, and what the verb wrote (a refused scan) is
    kept. So a verb refuses before it writes anything else. Only 2xx and 409 are remembered.

    Raises:
        OpIdReused: the op_id belongs to another request or asker.
        Raced: two transactions ran the same op_id at once; roll back and ask again.
    """
    if known := find(asked):
        return known
    try:
        outcome = verb()
    except Invalid:
        raise
    except Refused as refusal:
        outcome = Outcome(409, refusal.slug, {**refusal.facts, "sentence": refusal.sentence})
    if outcome.status < 300 or outcome.status == 409:
        _record(asked, outcome, at)
    return outcome


class Raced(Exception):
    """The same op_id was committed by another transaction meanwhile; its outcome now stands."""


def find(asked: Asked) -> Outcome | None:
    """Return what came of this op_id before, or None.

    Raises:
        OpIdReused: it was somebody else's, or another request.
    """
    values = {"event_id": asked.event_id, "op_id": asked.op_id}
    row = db.session.connection().execute(_FIND, values).first()
    if row is None:
        return None
    if (row.asker, row.request_hash) != (asked.asker, asked.request_hash):
        raise OpIdReused
    return Outcome(row.status, row.outcome, row.rows, replayed=True)


def was_heard(event_id: int, op_id: str) -> bool:
    """Whether something came of this op_id before, whoever asked for what."""
    values = {"event_id": event_id, "op_id": op_id}
    return db.session.connection().execute(_FIND, values).first() is not None


def _record(asked: Asked, outcome: Outcome, at: datetime) -> None:
    made = insert_once(
        Operation,
        event_id=asked.event_id,
        op_id=asked.op_id,
        asker=asked.asker,
        request_hash=asked.request_hash,
        status=outcome.status,
        outcome=outcome.slug,
        rows=outcome.rows,
        recorded_at=at,
    )
    if made is None:
        raise Raced


Record = TypeVar("Record", bound=Model)


def insert_once(
    record: type[Record], only_if: ColumnElement[bool] | None = None, **values: Any
) -> Record | None:
    """Insert a row in one statement and return it, or None where a constraint has one already.

    No exception, no poisoned transaction. Columns left out take their defaults. `only_if` is a
    further condition over the values (as parameters), asked in the same statement.
    """
    connection, names = db.session.connection(), tuple(values)
    if only_if is None:
        statement = insert_statement(record, connection.dialect.name)
    else:
        statement = _insert_if(record, connection.dialect.name, only_if, names)
    row_id = connection.execute(statement, values).scalar()
    if row_id is None:
        return None
    made = record(id=row_id, **values)
    make_transient_to_detached(made)
    db.session.add(made)
    return made


@cache
def insert_statement(record: type[Model], dialect: str, **expressions: Any) -> Any:
    """Return INSERT … ON CONFLICT DO NOTHING RETURNING id, built once: a scan has no time to."""
    insert = sqlite_insert if dialect == "sqlite" else pg_insert
    table: Any = record.__table__
    return insert(table).values(**expressions).on_conflict_do_nothing().returning(table.c.id)


@cache
def _insert_if(
    record: type[Model], dialect: str, only_if: ColumnElement[bool], names: tuple[str, ...]
) -> Any:
    insert = sqlite_insert if dialect == "sqlite" else pg_insert
    table: Any = record.__table__
    row = select(*(bindparam(name, type_=table.c[name].type) for name in names)).where(only_if)
    statement = insert(table).from_select(names, row)
    return statement.on_conflict_do_nothing().returning(table.c.id)


def forget_old(at: datetime) -> int:
    """Delete operations older than 30 days; return how many."""
    query = delete(Operation).where(Operation.recorded_at < at - KEPT_FOR)
    return len(db.session.execute(query.returning(Operation.id)).all())
