"""The freezing loop: everybody's pack is written once, whoever walks, and whatever stops them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.db import db, writing
from kiosk.domain import packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.deliveries import Delivery
from kiosk.domain.packs import Freeze
from kiosk.workers.freezing import FreezingWorker
from kiosk.workers.postroom import Postroom
from tests.people import Fair, count
from tests.workers.a_mailroom import Mailroom


def ask(room: Mailroom, edition: int = 1) -> int:
    with writing():
        return packs.ask_freeze(room.fair.id, edition, "staff:x", room.at).id


def walk(room: Mailroom, postroom: Postroom | None = None) -> None:
    worker = FreezingWorker(room.settings, postroom)
    while worker.step():
        pass


class Interrupted(Postroom):
    """A postroom in which something happens at the third person."""

    def __init__(self, room: Mailroom, meanwhile: Callable[[], Any]) -> None:
        super().__init__(room.settings)
        self._meanwhile, self.written = meanwhile, 0

    def freeze(self, attendee: Attendee, *more: Any) -> str:
        self.written += 1
        if self.written == 3:
            self._meanwhile()
        return super().freeze(attendee, *more)


class Killed(BaseException):
    """The process is gone."""


def die() -> None:
    raise Killed


def fail() -> None:
    raise KeyError("Carol Reed")


def test_a_wish_is_walked_through_to_its_end(mailroom: Mailroom) -> None:
    mailroom.meet(("Asha", "Ben"))
    ask(mailroom)

    walk(mailroom)

    assert mailroom.states() == {"frozen": 2, "empty": 2}
    assert packs.open_freeze(mailroom.fair.id) is None


def test_without_a_wish_nothing_is_written(mailroom: Mailroom) -> None:
    mailroom.meet(("Asha", "Ben"))

    assert not FreezingWorker(mailroom.settings).step()

    assert mailroom.states() == {}


def test_whoever_takes_over_after_a_kill_goes_on_and_goes_back_to_nobody(
    mailroom: Mailroom,
) -> None:
    mailroom.meet(("Asha", "Ben"))
    ask(mailroom)
    with pytest.raises(Killed):
        walk(mailroom, Interrupted(mailroom, die))
    assert sum(mailroom.states().values()) == 2

    second = Interrupted(mailroom, bool)
    walk(mailroom, second)

    assert second.written == 2
    assert mailroom.states() == {"frozen": 2, "empty": 2}


def test_somebody_whose_letter_cannot_be_written_is_named_and_holds_up_nobody(
    mailroom: Mailroom, caplog: pytest.LogCaptureFixture
) -> None:
    mailroom.meet(("Asha", "Ben"), ("Carol", "Ben"))
    ask(mailroom)

    walk(mailroom, Interrupted(mailroom, fail))

    assert mailroom.states() == {"frozen": 2, "failed": 1, "empty": 1}
    assert count(Delivery, Delivery.reply == "the letter could not be written") == 1
    assert "KeyError" in caplog.text
    assert "Carol" not in caplog.text


def test_two_workers_share_a_walk_and_write_each_letter_once(mailroom: Mailroom) -> None:
    people = tuple({"name": f"P{n:02} Test", "email": f"p{n}@example.org"} for n in range(30))
    mailroom.fair = Fair("big", people)
    mailroom.meet(*((f"P{n:02}", f"P{n + 1:02}") for n in range(0, 30, 2)))
    ask(mailroom)
    both = [Interrupted(mailroom, bool) for _each in range(2)]
    start = threading.Barrier(2)

    def work(postroom: Interrupted) -> None:
        with mailroom.app.app_context():
            start.wait()
            walk(mailroom, postroom)
            db.session.remove()

    threads = [threading.Thread(target=work, args=(each,)) for each in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sum(each.written for each in both) == 30
    assert mailroom.states() == {"frozen": 30}
    assert count(Freeze, Freeze.ended_at.is_(None)) == 0
