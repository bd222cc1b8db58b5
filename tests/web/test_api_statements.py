"""What a check-in costs: at most five statements and exactly one commit, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from kiosk.db import db
from tests.real.application import build_app
from tests.real.databases import closed_after
from tests.web.an_api import op_id, program


@pytest.fixture
def either(tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """The application, once on each database."""
    with closed_after(build_app(tmp_path, database_url)) as app:
        yield app


@contextmanager
def counted(app: Flask) -> Iterator[dict[str, list[str]]]:
    """Count what the database is told."""
    told: dict[str, list[str]] = {"statements": [], "commits": []}

    def statement(_conn: object, _cursor: object, text: str, *_more: object) -> None:
        if not text.startswith("BEGIN"):
            told["statements"].append(text)

    def commit(_conn: object) -> None:
        told["commits"].append("COMMIT")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    yield told
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "commit", commit)


def test_a_check_in_is_five_statements_and_one_commit(either: Flask) -> None:
    gate = program(either)
    assert gate.check_in("Ben").status_code == 201  # the device is known for two seconds now

    with counted(either) as told:
        assert gate.check_in("Asha").status_code == 201

    assert len(told["statements"]) <= 5, told["statements"]
    assert told["commits"] == ["COMMIT"]


def test_a_repeated_check_in_and_a_refused_one_cost_no_more(either: Flask) -> None:
    gate = program(either)
    own = op_id()
    gate.check_in("Asha", op_id=own)

    with counted(either) as repeated:
        assert gate.check_in("Asha", op_id=own).status_code == 200
    with counted(either) as refused:
        assert gate.check_in("Asha").status_code == 409

    assert len(repeated["statements"]) <= 5, repeated["statements"]
    assert len(refused["statements"]) <= 6, refused["statements"]
    assert refused["commits"] == ["COMMIT"]


def test_a_swap_of_two_students_is_eight_statements_and_one_commit(either: Flask) -> None:
    gate = program(either)
    for name in ("Asha", "Cai"):
        assert gate.check_in(name).status_code == 201

    with counted(either) as told:
        assert gate.meet("Asha", "Cai").status_code == 201

    assert len(told["statements"]) <= 8, told["statements"]
    assert told["commits"] == ["COMMIT"]
