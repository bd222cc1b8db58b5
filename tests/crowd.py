"""A crowd that acts in the same moment: real threads and one barrier, for tests of races."""

import threading
from collections.abc import Callable
from typing import TypeVar

from flask import Flask

from kiosk.db import db, writing
from kiosk.domain import operations
from kiosk.domain.operations import Asked, Outcome
from tests.people import NOON

CROWD = 8
Found = TypeVar("Found")


def at_once(app: Flask, act: Callable[[int], Found], crowd: int = CROWD) -> list[Found]:
    """Let a crowd act in the same moment, each in a thread of its own; what each came to."""
    start = threading.Barrier(crowd)
    found: list[Found] = []
    failures: list[BaseException] = []

    def run(number: int) -> None:
        with app.app_context():
            try:
                start.wait(10)
                found.append(act(number))
            except BaseException as failure:
                failures.append(failure)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(crowd)]
    db.session.rollback()  # nobody looks on through an old snapshot
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert len(found) == crowd
    return found


def performed(asked: Asked, verb: Callable[[], Outcome]) -> Outcome:
    """Run a verb under its op_id, as a door does: whoever lost a race asks again."""
    for _try in range(3):
        try:
            with writing():
                return operations.perform(asked, verb, at=NOON)
        except operations.Raced:
            db.session.rollback()
    raise AssertionError("raced three times")
