"""Migrations: from empty they give exactly what the records say, on both databases; twice nothing.

Autogeneration compares neither check constraints nor the conditions of partial indexes, and races
are decided by both, so they are compared here by hand.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Inspector, inspect, text

from kiosk import db as database
from kiosk.db import Base, db
from kiosk.domain.print_jobs import PrintJob
from tests.people import NOON
from tests.real.databases import ENGINES, bare_app, closed_after, import_records
from tests.real.postgres import Cluster

_numbers = count(1)
_MIGRATE = """
import sys
from kiosk import db
from tests.real.databases import bare_app
with bare_app(sys.argv[1]).app_context():
    db.migrate()
"""


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which there is nothing."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    name = f"empty_{next(_numbers)}"
    cluster.run(f"CREATE DATABASE {name}")
    yield cluster.url(name)
    cluster.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def migrated(empty_url: str) -> Iterator[Inspector]:
    """A look at a database that was migrated from empty."""
    import_records()
    with closed_after(bare_app(empty_url)) as app, app.app_context():
        database.migrate()
        yield inspect(db.engine)


def schema(inspector: Inspector) -> str:
    """Everything that a look finds, in a fixed order, without the addresses of objects."""
    found = [
        (name, inspector.get_columns(name), inspector.get_indexes(name),
         inspector.get_check_constraints(name), inspector.get_foreign_keys(name))
        for name in sorted(inspector.get_table_names())
    ]  # fmt: skip
    return re.sub("0x[0-9a-f]+", "", str(found))


def test_from_empty_the_schema_is_what_the_records_say(migrated: Inspector) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_every_check_constraint_is_there(migrated: Inspector) -> None:
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        found = {str(c["name"]) for c in migrated.get_check_constraints(table.name)}

        assert found == wanted, table.name


def test_every_partial_index_has_its_condition(migrated: Inspector) -> None:
    dialect = db.engine.dialect.name
    partial = 0
    for table in Base.metadata.sorted_tables:
        found = {index["name"]: index for index in migrated.get_indexes(table.name)}
        for index in table.indexes:
            wanted = index.dialect_options[dialect]["where"] is not None
            has = f"{dialect}_where" in found[index.name].get("dialect_options", {})
            partial += wanted

            assert has is wanted, index.name
            assert bool(found[index.name]["unique"]) is bool(index.unique), index.name
    assert partial >= 6


def test_migrating_again_changes_nothing_and_keeps_every_row(migrated: Inspector) -> None:
    before = schema(migrated)
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO staff (public_id, name, role, passphrase_hash, failures, created_at)"
                " VALUES ('x', 'Root', 'admin', '', 0, '2026-11-24')"
            )
        )

    database.migrate()

    assert schema(inspect(db.engine)) == before
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM staff")) == 1
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


@pytest.mark.parametrize(
    ("table", "column", "refused"),
    [("meetings", "way", "shouted"), ("deliveries", "kind", "leaflet"), ("notes", "rating", "9")],
)
def test_a_check_that_was_widened_holds_to_its_list(
    migrated: Inspector, table: str, column: str, refused: str
) -> None:
    wanted = next(
        str(each.sqltext)
        for each in Base.metadata.tables[table].constraints
        if isinstance(each, CheckConstraint) and each.name == f"ck_{table}_{column}"
    )
    found = {c["name"]: c["sqltext"] for c in migrated.get_check_constraints(table)}

    values = re.findall(r"'(\w+)'", wanted)
    assert values == re.findall(r"'(\w+)'", found[f"ck_{table}_{column}"])
    assert refused not in values


def test_badges_of_before_there_were_printers_are_kept(empty_url: str) -> None:
    """A badge that was under way then asks a person: no printer is known that could say."""
    import_records()
    with closed_after(bare_app(empty_url)) as app, app.app_context():
        with db.engine.connect() as connection:
            command.upgrade(database._alembic(connection), "0001")
            connection.commit()
        with db.engine.begin() as connection:
            for statement in _BEFORE_PRINTERS:
                connection.execute(text(statement))

        database.migrate()

        jobs = db.session.execute(text("SELECT public_id, what, state FROM print_jobs ORDER BY id"))
        assert list(map(tuple, jobs)) == [("a", "badge", "printed"), ("b", "badge", "unknown")]
        assert db.session.scalar(text("SELECT stock FROM events")) == "62x100"
        db.session.add(PrintJob(event_id=1, what="sign", reason="asked", created_at=NOON))
        db.session.commit()
        db.session.remove()


_BEFORE_PRINTERS = (
    "INSERT INTO events (id, public_id, slug, name, place, help_lane, starts_at, ends_at,"
    " timezone, locale, languages, hours, never_closes, print_on_arrival, reentry, admit_unpaid,"
    " second_factor, walk_ins_at, card_patterns, offline_names, unknown_age_is_minor,"
    " retention_days, region, contact_name, contact_email, consent_version, names_stamp,"
    " created_at) VALUES (1, 'e', 'fair', 'Fair', '', '', '2026-11-24', '2026-11-25', 'UTC', 'en',"
    " '[]', '{}', false, 'once', true, false, '[]', 'desk', '[]', false, false, 90, 'GB', '', '',"
    " 1, 0, '2026-11-01')",
    "INSERT INTO attendees (id, public_id, event_id, kind, status, name, provenance, unlisted,"
    " walked_in, created_at, updated_at) VALUES (1, 'p', 1, 'student', 'expected', 'Asha', '{}',"
    " false, false, '2026-11-01', '2026-11-01')",
    "INSERT INTO print_jobs (id, public_id, event_id, attendee_id, serial, reason, stock, state,"
    " epoch, attempts, created_at) VALUES"
    " (1, 'a', 1, 1, 1, 'arrival', '62x100', 'printed', 1, 1, '2026-11-24'),"
    " (2, 'b', 1, 1, 2, 'reprint', '62x100', 'sent', 1, 1, '2026-11-24')",
)


def test_two_processes_may_start_at_once(postgres_cluster: Cluster) -> None:
    name = f"crowd_{next(_numbers)}"
    postgres_cluster.run(f"CREATE DATABASE {name}")
    command = [sys.executable, "-c", _MIGRATE, postgres_cluster.url(name)]

    starting = [
        subprocess.Popen(command, stderr=subprocess.PIPE, cwd=Path(__file__).parent.parent)
        for _ in range(2)
    ]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in starting]

    assert [(error.decode(), code) for error, code in ended] == [("", 0)] * 2
    postgres_cluster.run(f"DROP DATABASE {name} WITH (FORCE)")
