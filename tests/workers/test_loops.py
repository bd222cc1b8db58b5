"""The worker threads: they print and send by themselves, outlive a fault, and end when asked."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, print_jobs
from kiosk.domain.arrivals import rehearsal
from kiosk.workers.loops import Workers, erase_event
from tests.mailboxes.reports import report
from tests.workers.a_mailroom import Mailroom


@pytest.fixture
def running(mailroom: Mailroom) -> Iterator[Callable[..., Workers]]:
    """Starts the workers of a process with these settings; they end with the test."""
    started: list[Workers] = []
    app = mailroom.app
    before = app.config["KIOSK"]

    def start(**changes: Any) -> Workers:
        app.config["KIOSK"] = mailroom.settings.model_copy(update=changes)
        workers = Workers(app)
        started.append(workers)
        workers.start()
        return workers

    yield start
    for workers in started:
        workers.stop()
    app.config["KIOSK"] = before


def soon(happened: Callable[[], object]) -> bool:
    """Whether something is true within ten seconds."""
    pause = threading.Event()
    return any(happened() or pause.wait(0.05) for _ in range(200))


def printed(room: Mailroom) -> bool:
    db.session.rollback()
    job = print_jobs.latest_of(room.fair.person("Asha").id)
    return job is not None and job.state == "printed"


def test_letters_and_badges_go_out_by_themselves(
    mailroom: Mailroom, running: Callable[..., Workers]
) -> None:
    mailroom.meet(("Asha", "Ben"))
    mailroom.freeze()
    mailroom.release()

    running()

    assert soon(lambda: sum(mailroom.got().values()) == 2)
    assert soon(lambda: printed(mailroom))


def test_what_comes_back_is_read_by_itself(
    mailroom: Mailroom, running: Callable[..., Workers]
) -> None:
    mailroom.meet(("Asha", "Ben"))
    mailroom.freeze()
    with writing():
        letter = mailroom.letter_here("Asha")
        letter.state = "accepted"
    path = deliveries.return_path(letter.public_id, "bounces@fair.example")
    for name in ("cur", "new"):
        (mailroom.folder / "Maildir" / name).mkdir(parents=True)
    waiting = mailroom.folder / "Maildir" / "new" / "1"
    waiting.write_bytes(report("postfix_no_such_user", path))

    running(bounce_url=f"maildir:{mailroom.folder / 'Maildir'}")

    assert soon(lambda: mailroom.letter("Asha").state == "bounced")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mail_from": ""}, "KIOSK_MAIL_FROM is not set"),
        ({"smtp_url": "smtp://"}, "KIOSK_SMTP_URL is neither"),
    ],
)
def test_badges_print_where_mail_is_not_set_up(
    mailroom: Mailroom,
    running: Callable[..., Workers],
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, str],
    said: str,
) -> None:
    mailroom.meet(("Asha", "Ben"))

    running(**changes)

    assert soon(lambda: printed(mailroom))
    assert said in caplog.text


def test_the_threads_end_when_they_are_asked(
    mailroom: Mailroom, running: Callable[..., Workers]
) -> None:
    workers = running()

    workers.stop(5)

    assert not [t for t in threading.enumerate() if t.name.startswith("kiosk-")]


def test_a_printer_that_was_seen_while_the_threads_end_gets_none(
    working_app: Flask, records: None
) -> None:
    workers, pause = Workers(working_app), threading.Event()

    def see_a_printer() -> bool:
        workers._stopping.wait(5)
        pause.wait(0.1)  # by now `stop` has begun to wait for us
        workers._loop("printer 1", lambda: False, 0.01, lambda: pause.wait(0.1))
        return False

    workers._loop("printing", see_a_printer, 0.01)

    workers.stop(5)

    ended = [thread.name for thread in workers._threads if thread.is_alive()]
    assert ended == []


def test_an_event_is_erased_with_everybody_and_their_letters(mailroom: Mailroom) -> None:
    mailroom.meet(("Asha", "Ben"))
    mailroom.freeze()
    event_id = mailroom.fair.id

    assert erase_event(event_id, mailroom.postroom) == 4

    assert attendees.of_event(event_id) == []
    assert mailroom.states() == {"erased": 4}
    mailroom.send()
    assert mailroom.got() == {}


def test_a_rehearsal_is_wiped_by_itself_when_the_doors_open(
    mailroom: Mailroom, running: Callable[..., Workers]
) -> None:
    event = mailroom.fair.event
    with writing():
        rehearsal.start(event, event.starts_at - timedelta(hours=2))

    running()

    assert soon(lambda: db.session.rollback() or not rehearsal.people_of(event.id))


def test_a_fault_in_a_loop_is_named_without_words_and_the_loop_goes_on(
    working_app: Flask, records: None, caplog: pytest.LogCaptureFixture
) -> None:
    workers, tries = Workers(working_app), threading.Event()
    calls: list[int] = []

    def step() -> bool:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("Asha Patel")
        tries.set()
        return False

    workers._stopping.wait = lambda timeout=None: workers._stopping.is_set()  # type: ignore[method-assign]
    workers._loop("trial", step, 0.01)

    assert tries.wait(5)
    workers._stopping.set()
    workers.stop(5)
    assert "trial: RuntimeError" in caplog.text
    assert "Asha" not in caplog.text
