"""Whatever is typed into any field of any form: a calm answer, nothing half done, nothing run.

The fields are read from the models that the routes really use, so a new field is tried as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kiosk.db import db
from kiosk.web import forms, limits
from tests.real.application import build_app
from tests.real.databases import closed_after
from tests.web.a_hall import open_hall
from tests.web.hostile_words import ATTRIBUTE, SCRIPT
from tests.web.the_entries import ENTRIES
from tests.web.the_routes import address, form, may, routes, send

HOSTILE: dict[str, str] = {
    "ten thousand letters": "A" * 10_000,
    "nul": "A\0sha",
    "controls": "A\x01\x1b[2Jsha\r\nBcc: all@example.org",
    "bidi and emoji": "A\u202e\u2066ahs\u200f 👩‍👩‍👧‍👦🏴‍☠️",
    "markup": f"=cmd|{SCRIPT}{ATTRIBUTE}{{{{7*7}}}}${{x}}%(name)s%s{{0}}../../etc' OR 1=1 --",
    "nothing to see": " \u200b ",
    "a number": "9" * 400,
}
OTHER_TYPES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1.5,
    [],
    ["x"] * 40,
    {},
    {"a": []},
    "\ud800",
)
ON_POSTGRES = ("nul", "ten thousand letters", "controls", "a number")
# What a refusal may still keep: that it was asked, that somebody guessed; and of a late entry or
# exit that it happened, standing aside until what explains it is heard (tests/domain/arrivals).
KEPT_OF_A_REFUSAL = {
    "arrivals", "operations", "refused_scans", "staff", "phone_codes", "audit_entries",
}  # fmt: skip
_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.I)


@pytest.fixture
def any_app(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """The application, on each database in turn."""
    with closed_after(build_app(tmp_path, database_url)) as built:
        yield built


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits have tests of their own; here every request must reach its view."""
    monkeypatch.setattr(limits.limiter, "enabled", False)
    monkeypatch.setattr(limits, "_count_miss", lambda: None)


class Commits:
    """In which tables committed transactions changed rows since the last question."""

    def __init__(self, app: Flask) -> None:
        """Listen to the engine."""
        self._open: set[str] = set()
        self._kept: set[str] = set()
        self._changes = 0
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._begins)
            event.listen(db.engine, "after_cursor_execute", self._ended)
            event.listen(db.engine, "commit", lambda _connection: self._kept.update(self._open))
            event.listen(db.engine, "begin", lambda _connection: self._open.clear())

    def _begins(self, connection: Any, *_rest: Any) -> None:
        self._changes = _changes(connection)

    def _ended(self, connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        on_sqlite = connection.dialect.name == "sqlite"
        rows = _changes(connection) - self._changes if on_sqlite else cursor.rowcount
        if rows > 0 and (found := _WRITES.match(statement)):
            self._open.add(found[1])

    def since(self) -> set[str]:
        """Return them, and begin anew."""
        kept, self._kept = self._kept, set()
        return kept


def _changes(connection: Any) -> int:
    # A RETURNING statement has no row count yet; the connection's own count has it.
    if connection.dialect.name != "sqlite":
        return 0
    return int(connection.connection.dbapi_connection.total_changes)


@pytest.fixture
def fields(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Which fields each endpoint reads, filled while requests are made."""
    found: dict[str, set[str]] = defaultdict(set)
    real = forms._read

    def spy(model: Any, sent: dict[str, object]) -> Any:
        found[request.endpoint or ""] |= set(model.model_fields)
        return real(model, sent)

    monkeypatch.setattr(forms, "_read", spy)
    return found


def asker_of(rule: Rule, access: Any) -> str:
    return ENTRIES[rule.endpoint].asker or max(may(access))


def posts(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule, access, method in routes(app):
        if method == "POST":
            yield rule, asker_of(rule, access)


def calm(answer: TestResponse) -> bool:
    return answer.is_json or answer.status_code in {204, 303, 304} or "<h1" in answer.text


def what_is_wrong(answer: TestResponse, written: set[str]) -> str:
    if answer.status_code >= 500:
        return "a fault of ours"
    if not calm(answer):
        return "not calm"
    if not answer.is_json and (SCRIPT in answer.text or "<img src=x" in answer.text):
        return "unescaped"
    if "Content-Security-Policy" not in answer.headers:
        return "no policy"
    if answer.status_code >= 400 and written - KEPT_OF_A_REFUSAL:
        return f"half done: {sorted(written - KEPT_OF_A_REFUSAL)}"
    return ""


def test_no_field_of_any_form_takes_the_kiosk_down(
    any_app: Flask, fields: dict[str, set[str]]
) -> None:
    hall, faults = open_hall(any_app), []
    commits = Commits(any_app)
    on_postgres = any_app.config["KIOSK"].database_url.startswith("postgresql")
    tried = ON_POSTGRES if on_postgres else tuple(HOSTILE)
    for rule, asker in posts(any_app):
        where = address(any_app, rule, hall)
        send(rule, "POST", where, {"op_id": "none"}, asker, hall)
        for name in sorted(fields[rule.endpoint]):
            for what in tried if name != "op_id" else tried[:2]:
                sent = {**form(rule, hall), name: HOSTILE[what]}
                commits.since()
                answer = send(rule, "POST", where, sent, asker, hall)
                if wrong := what_is_wrong(answer, commits.since()):
                    faults.append(f"{rule} {name} with {what}: {answer.status_code}, {wrong}")

    assert not faults, "\n".join(faults)


def test_no_json_of_any_type_takes_the_api_down(app: Flask, fields: dict[str, set[str]]) -> None:
    hall, faults = open_hall(app), []
    commits = Commits(app)
    for rule, asker in posts(app):
        if not rule.endpoint.startswith("api."):
            continue
        where = address(app, rule, hall)
        send(rule, "POST", where, {}, asker, hall)
        for name in sorted(fields[rule.endpoint]):
            for what in OTHER_TYPES:
                sent = {**form(rule, hall), name: what}
                commits.since()
                answer = send(rule, "POST", where, sent, asker, hall)
                if wrong := what_is_wrong(answer, commits.since()):
                    faults.append(f"{rule} {name} = {what!r}: {answer.status_code}, {wrong}")

    assert not faults, "\n".join(faults)
