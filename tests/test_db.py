"""The database as production opens it: durable, one writer at a time, instants always aware."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import StatementError

from kiosk import create_app
from kiosk import db as database
from kiosk.db import db, new_public_id, writing
from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.settings import Settings
from tests.people import NOON, count
from tests.real.databases import SECRET_KEY, closed_after


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Flask]:
    """The application over a database file of its own, opened exactly as in production."""
    settings = Settings(data_dir=tmp_path / "var", secret_key=SECRET_KEY)
    with closed_after(create_app(settings)) as app, app.app_context():
        database.migrate()
        yield app


def create(slug: str = "fair") -> Event:
    ends_at = NOON + timedelta(hours=3)
    return events.create(slug, "Fair", NOON, ends_at, timezone="Europe/London", at=NOON)


def pragma(name: str) -> object:
    return db.session.execute(text(f"PRAGMA {name}")).scalar()


def begins(app: Flask) -> list[str]:
    """The list that fills with each BEGIN that the database is told."""
    told: list[str] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("BEGIN"):
            told.append(statement)

    return told


@pytest.mark.parametrize(
    ("name", "value"),
    [("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000), ("secure_delete", 1)],
)
def test_every_connection_has_the_pragmas_that_durability_needs(
    production: Flask, name: str, value: int
) -> None:
    assert pragma(name) == value
    with writing():
        assert pragma(name) == value


def test_the_journal_is_wal_where_this_sqlite_is_sound(production: Flask) -> None:
    assert pragma("journal_mode") == ("wal" if database.sqlite_is_sound() else "delete")
    assert Path(str(db.engine.url.database)).is_file()


def test_a_connection_of_another_thread_has_them_too(production: Flask) -> None:
    seen: list[object] = []

    def look() -> None:
        with production.app_context():
            seen.extend([pragma("synchronous"), pragma("foreign_keys"), pragma("secure_delete")])
            db.session.remove()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [2, 1, 1]


@pytest.mark.parametrize(
    ("version", "sound"),
    [((3, 6, 23), True), ((3, 7, 0), False), ((3, 40, 1), False), ((3, 44, 5), False),
     ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 7), True), ((3, 51, 2), False),
     ((3, 51, 3), True), ((3, 52, 0), True)],
)  # fmt: skip
def test_versions_with_the_wal_reset_race_are_known(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], sound: bool
) -> None:
    monkeypatch.setattr(database, "sqlite_module", SimpleNamespace(sqlite_version_info=version))

    assert database.sqlite_is_sound() is sound


def test_a_write_takes_the_lock_at_once_and_a_read_takes_none(production: Flask) -> None:
    told = begins(production)
    db.session.rollback()

    count(Event)
    with writing():
        create()
    count(Event)

    assert told == ["BEGIN", "BEGIN IMMEDIATE", "BEGIN"]


@pytest.mark.usefixtures("records")
def test_what_is_written_is_committed() -> None:
    with writing():
        create()

    db.session.remove()
    assert count(Event) == 1


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_whatever_is_raised_rolls_everything_back(error: type[BaseException]) -> None:
    with pytest.raises(error), writing():
        create()
        raise error

    assert count(Event) == 0
    with writing():
        create()
    assert count(Event) == 1


@pytest.mark.usefixtures("records")
def test_a_write_begins_afresh_and_sees_what_was_committed_since(shared_app: Flask) -> None:
    assert count(Event) == 0

    def elsewhere() -> None:
        with shared_app.app_context():
            with writing():
                create()
            db.session.remove()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()

    with writing():
        assert count(Event) == 1


@pytest.mark.usefixtures("records")
def test_writers_queue_instead_of_failing(shared_app: Flask) -> None:
    start = threading.Barrier(8)
    failures: list[BaseException] = []

    def write(number: int) -> None:
        with shared_app.app_context():
            start.wait(10)
            try:
                with writing():
                    create(f"fair-{number}")
            except BaseException as error:
                failures.append(error)
            db.session.remove()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert failures == []
    assert count(Event) == 8


@pytest.mark.usefixtures("records")
def test_an_instant_comes_back_aware_and_in_utc() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    with writing():
        create().closed_at = datetime(2026, 11, 24, 17, 30, tzinfo=india)
    db.session.remove()

    found = db.session.scalars(select(Event.closed_at)).one()

    assert found == NOON
    assert found is not None and found.tzinfo is UTC


@pytest.mark.usefixtures("records")
def test_instants_are_compared_as_instants() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    with writing():
        create()

    query = select(Event.slug).where(Event.starts_at == NOON.astimezone(india))

    assert db.session.scalars(query).all() == ["fair"]


@pytest.mark.usefixtures("records")
def test_a_naive_instant_is_a_mistake() -> None:
    with pytest.raises(StatementError, match="time zone"), writing():
        create().closed_at = datetime(2026, 11, 24, 12)


def test_public_ids_are_sixteen_letters_that_nobody_guesses() -> None:
    made = {new_public_id() for _ in range(2000)}

    assert len(made) == 2000
    assert {len(one) for one in made} == {16}
    assert not set("".join(made)) & set("ilouILOU")


@pytest.mark.usefixtures("records")
def test_scrubbing_keeps_what_is_there() -> None:
    with writing():
        create()

    database.scrub()

    assert count(Event) == 1


def test_foreign_keys_are_kept(production: Flask) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), writing():
        db.session.add(events.CheckInList(event_id=999, name="Nowhere"))
