"""Names in memory are as fresh as the table, whoever changed it, and are read once at a time."""

import threading

import pytest
from flask import Flask
from sqlalchemy import event

from kiosk.db import db, writing
from kiosk.domain import attendees, erasure, events
from kiosk.domain.attendees import search
from kiosk.domain.attendees.search import meant
from tests.crowd import at_once
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def found(fair: Fair, query: str) -> list[str]:
    db.session.rollback()
    return [person.name for person in search(fair.id, query, staff=True)]


def test_a_walk_in_is_found_with_a_slip_at_once() -> None:
    fair = Fair()
    assert found(fair, "droa linx") == []

    with writing():
        attendees.walk_in(fair.event, {"name": "Dora Lind"}, NOON)

    assert found(fair, "droa linx") == ["Dora Lind"]


def test_a_corrected_name_is_found_and_the_old_one_is_not() -> None:
    fair = Fair()
    assert found(fair, "asha patle") == ["Asha Patel"]

    with writing():
        attendees.correct(fair.person("Asha"), {"name": "Aisha Rao"}, origin="desk", at=NOON)

    assert found(fair, "asha patle") == []
    assert found(fair, "aihsa rao") == ["Aisha Rao"]


def test_an_erased_name_leaves_the_memory() -> None:
    fair = Fair()
    found(fair, "asha patle")

    with writing():
        erasure.erase(fair.person("Asha"), NOON, lambda _reader: None)

    assert found(fair, "asha patle") == []
    kept = meant.names_of(fair.id)
    assert kept is not None
    assert kept.how_many("asha") == 0


def test_what_is_rolled_back_is_not_found() -> None:
    fair = Fair()

    with pytest.raises(LookupError), writing():
        attendees.walk_in(fair.event, {"name": "Dora Lind"}, NOON)
        raise LookupError

    assert found(fair, "droa lind") == []


def test_the_same_names_are_read_once() -> None:
    fair = Fair()
    found(fair, "asah patel")
    first = meant.names_of(fair.id)

    found(fair, "asah patel")

    assert meant.names_of(fair.id) is first


def test_nothing_is_read_anew_inside_a_write_transaction() -> None:
    fair = Fair()
    found(fair, "asah patel")
    with writing():
        attendees.walk_in(fair.event, {"name": "Dora Lind"}, NOON)
        before = meant.names_of(fair.id)

        assert before is not None
        assert before.stamp != events.get(fair.id).names_stamp


def test_a_crowd_that_asks_at_once_reads_the_names_once(shared_app: Flask) -> None:
    fair_id = Fair().id
    reads: list[str] = []

    def count_reads(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if "ORDER BY name_tokens.token" in statement and "JOIN" not in statement:
            reads.append(threading.current_thread().name)

    event.listen(db.engine, "before_cursor_execute", count_reads)
    try:
        answers = at_once(shared_app, lambda _n: [a.name for a in search(fair_id, "asah patel")])
    finally:
        event.remove(db.engine, "before_cursor_execute", count_reads)

    assert answers == [["Asha Patel"]] * len(answers)
    assert len(reads) == 1


def test_few_events_are_kept_in_memory() -> None:
    fairs = [Fair(f"fair-{number}") for number in range(meant.EVENTS_KEPT + 2)]

    for fair in fairs:
        assert found(fair, "asah patel") == ["Asha Patel"]

    assert len(meant._kept[db.engine]) == meant.EVENTS_KEPT
