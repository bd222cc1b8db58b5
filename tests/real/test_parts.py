"""The real parts themselves: what tests stand on must stand."""

import pytest
from redis import Redis
from sqlalchemy import create_engine, inspect, text

from kiosk.db import db
from tests.real import parts


def test_an_absent_part_skips_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(parts.FINDERS, "redis", lambda: None)
    monkeypatch.setenv("KIOSK_TEST_REQUIRE", "browser, postgres")

    with pytest.raises(pytest.skip.Exception, match="needs redis"):
        parts.need("redis")


def test_an_absent_part_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(parts.FINDERS, "redis", lambda: None)
    monkeypatch.setenv("KIOSK_TEST_REQUIRE", "browser, redis")

    with pytest.raises(pytest.fail.Exception, match="KIOSK_TEST_REQUIRE names it"):
        parts.need("redis")


def test_each_database_is_migrated_and_empty(database_url: str) -> None:
    engine = create_engine(database_url)

    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        rows = {t: connection.scalar(text(f'SELECT count(*) FROM "{t}"')) for t in tables}
    engine.dispose()

    assert set(db.metadata.tables) <= tables
    assert {t: n for t, n in rows.items() if n} == {"alembic_version": 1}


def test_redis_answers(redis_server: str) -> None:
    with Redis.from_url(redis_server) as client:
        assert client.ping()
