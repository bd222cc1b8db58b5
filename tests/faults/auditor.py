"""The auditor: what people were told, against what the database holds (FAULTS.md, section 2).

I1 what was shown as done survives; I2 one live row per natural key; I3 nothing that nobody asked
for. And each person's entries and exits make sense. One audit for both databases, asked after
every fault.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, create_engine, text

from kiosk.db import engine_options

TWICE = (
    "SELECT attendee_id FROM arrivals WHERE is_open GROUP BY list_id, attendee_id "
    "HAVING count(*) > 1",
    "SELECT attendee_id FROM print_jobs WHERE state IN ('queued', 'claimed', 'sent') "
    "AND what = 'badge' GROUP BY attendee_id HAVING count(*) > 1",
    "SELECT attendee_id FROM print_jobs WHERE reason = 'arrival' AND state NOT IN "
    "('failed', 'voided') GROUP BY attendee_id HAVING count(*) > 1",
    "SELECT low_id FROM meetings WHERE undone_at IS NULL GROUP BY low_id, high_id "
    "HAVING count(*) > 1",
    "SELECT count(*) FROM arrivals GROUP BY event_id, op_id HAVING count(*) > 1",
)


def audit(url: str, asked: Iterable[dict[str, Any]], told: Iterable[dict[str, Any]]) -> int:
    """Judge a database by two ledgers of op_ids; return how many answers were judged."""
    engine = create_engine(url, **engine_options(url))
    try:
        with engine.connect() as connection:
            return _audit(connection, list(asked), list(told))
    finally:
        engine.dispose()


def _audit(connection: Connection, asked: list[dict[str, Any]], told: list[dict[str, Any]]) -> int:
    _is_sound(connection)
    operations = dict(_rows(connection, "SELECT op_id, status FROM operations"))
    made = {op for (op,) in _rows(connection, "SELECT op_id FROM arrivals")}
    made |= {op for (op,) in _rows(connection, "SELECT op_id FROM meetings")}
    undone = {op for (op,) in _rows(
        connection, "SELECT op_id FROM arrivals WHERE undone_by LIKE 'device:%'")}  # fmt: skip
    answers = Counter(line["status"] for line in told)

    assert set(answers) <= {200, 201, 409}, answers
    lost = [line["op_id"] for line in told if line["op_id"] not in operations]
    assert not lost, f"I1: acknowledged and lost: {lost}"
    wrong = [line for line in told if line["status"] == 201 and line["op_id"] not in made]
    assert not wrong, f"I1: accepted and not there: {wrong}"
    back = [line for line in told if line["status"] == 200 and line.get("undoes")]
    assert {line["undoes"] for line in back} <= undone, "I1: taken back and still standing"
    for query in TWICE:
        assert not _rows(connection, query), f"I2: {query}"
    ids = {line["op_id"] for line in asked}
    assert made | operations.keys() <= ids, "I3: nobody asked for it"
    _stories_make_sense(connection)
    return len(told)


def _rows(connection: Connection, query: str) -> list[Any]:
    return list(connection.execute(text(query)))


def _is_sound(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        assert _rows(connection, "PRAGMA integrity_check") == [("ok",)]
        assert _rows(connection, "PRAGMA foreign_key_check") == []


def _stories_make_sense(connection: Connection) -> None:
    stories: dict[Any, list[tuple[str, bool]]] = defaultdict(list)
    for where, who, kind, is_open in _rows(
        connection,
        "SELECT list_id, attendee_id, kind, is_open FROM arrivals WHERE undone_at IS NULL "
        "ORDER BY happened_at, id",
    ):
        stories[where, who].append((kind, bool(is_open)))
    for whose, story in stories.items():
        kinds = [kind for kind, _is_open in story]
        assert kinds == (["entry", "exit"] * len(kinds))[: len(kinds)], (whose, story)
        opens = [is_open for _kind, is_open in story]
        assert opens == [False] * (len(opens) - 1) + [kinds[-1] == "entry"], (whose, story)
