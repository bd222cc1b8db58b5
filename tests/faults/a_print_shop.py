"""A fair whose badges go to an emulated printer, and the auditor of its paper.

Rounds of one fault share a fair; each round has people of its own. What came out is read by their
badges' codes, so that a second label, or a missing one, is seen whoever says otherwise.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import time_machine
import zxingcpp
from flask import Flask

from badges import Printer, open_printer
from kiosk import clock, create_app
from kiosk import db as database
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, events, print_jobs
from kiosk.domain.print_jobs import PrintJob
from kiosk.settings import Settings
from kiosk.workers.printing import PrintWorker
from tests.real.databases import SECRET_KEY
from tests.real.printer import RealPrinter

URL = "https://fair.example"


class PrintShop:
    """The fair, a worker for one printer, and what came out of it."""

    def __init__(self, app: Flask, room: RealPrinter, url: str, wrap: Callable[[Printer], Printer]):
        """Open the fair; `wrap` may put something between the worker and its printer."""
        self.app, self.room, self.url, self._wrap = app, room, url, wrap
        self._people = 0
        with writing():
            at = clock.now()
            event = events.create("shop", "Shop", at, at + timedelta(days=300),
                                  timezone="UTC", at=at)  # fmt: skip
            event.change("never_closes", True)
        self.event_id = event.id
        self.worker = self.new_worker()
        self.worker.follow()

    def new_worker(self) -> PrintWorker:
        """Another process's worker for the same printer."""
        settings: Settings = self.app.config["KIOSK"]
        return PrintWorker(
            settings.model_copy(update={"printer_url": self.url}),
            lambda url: self._wrap(open_printer(url, settings.data_dir)),
        )

    def arrive(self, people: int) -> list[int]:
        """Let some people come in whose badges are to be printed; return who."""
        at, first = clock.now(), self._people
        self._people += people
        with writing():
            rows = [(n, {"name": f"Guest {n}"}) for n in range(first + 1, first + people + 1)]
            attendees.register(events.get(self.event_id), rows, at)
            codes.issue_missing(self.event_id, at)
            new = [a for a in attendees.of_event(self.event_id) if _number(a.name) > first]
            for person in sorted(new, key=lambda each: _number(each.name)):
                print_jobs.queue(person, reason="arrival", device_id=None, at=at)
        return [person.id for person in new]

    def run_until(self, happened: Callable[[], bool], within_s: float = 60) -> None:
        """Let the worker work until something is true."""
        ends = time.monotonic() + within_s
        while not happened():
            self.worker.run_once()
            if time.monotonic() > ends:
                raise TimeoutError(f"not within {within_s} s: {self.states()}")
            time.sleep(0.02)

    def states(self, *whose: int) -> list[str]:
        """Where these people's newest badges are."""
        db.session.rollback()
        db.session.expire_all()
        jobs = map(print_jobs.latest_of, whose or [a.id for a in attendees.of_event(self.event_id)])
        return [job.state for job in jobs if job]

    def are(self, state: str, *whose: int) -> bool:
        """Whether these people's badges are all in one state."""
        return set(self.states(*whose)) == {state}

    def printer(self) -> print_jobs.Printer:
        """The printer's row: what tablet and desk know of it."""
        db.session.rollback()
        db.session.expire_all()
        return print_jobs.printers_of(self.event_id)[0]

    def labels(self) -> Counter[int]:
        """How many labels came out for whom, by the code on each."""
        wearers: Counter[int] = Counter()
        for page in self.room.arrived():
            (code,) = zxingcpp.read_barcodes(page)
            wearers[codes_owner(self.event_id, code.text)] += 1
        return wearers

    def answer_as_a_person(self) -> int:
        """Look whether each doubtful badge came out, say so, and print it again if it did not.

        Returns how many were asked about.
        """
        asked = print_jobs.needing_somebody(self.event_id)
        seen = self.labels()
        for job in asked:
            came_out = bool(seen[job.attendee_id or 0])
            with writing():
                print_jobs.settle_unknown(job, came_out=came_out, at=clock.now())
                if not came_out:
                    person = attendees.get(job.attendee_id or 0)
                    print_jobs.reprint(person, reason="spoiled", at=clock.now())
        return len(asked)

    def must_have_one_label_each(self, *whose: int) -> None:
        """Nobody has a second label, nobody none; and the rows say what the paper does."""
        labels = self.labels()
        assert {who: labels[who] for who in whose} == dict.fromkeys(whose, 1)
        assert self.are("printed", *whose)


def codes_owner(event_id: int, text: str) -> int:
    """Whose badge a code belongs to, dead or alive."""
    code = text.rpartition("/")[2]
    for row in db.session.query(codes.Code).filter_by(event_id=event_id, kind="badge"):
        if codes.badge_code(attendees.get(row.attendee_id), row.serial) == code:
            return int(row.attendee_id)
    raise AssertionError("a label with a code of nobody")


def _number(name: str) -> int:
    return int(name.rpartition(" ")[2])


@contextmanager
def print_shop(
    folder: Path, room: RealPrinter, url: str, wrap: Callable[[Printer], Printer] = lambda p: p
) -> Iterator[PrintShop]:
    """Open a fair in a folder, and close it afterwards."""
    settings = Settings(data_dir=folder, secret_key=SECRET_KEY, public_url=URL, printer_url=url)
    app = create_app(settings)
    with app.app_context():
        database.migrate()
        try:
            yield PrintShop(app, room, url, wrap)
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def after(seconds: float) -> Iterator[None]:
    """Let it be so much later, and time go on from there."""
    with time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=True):
        yield


def rows(event_id: int) -> list[PrintJob]:
    """Every job of an event, oldest first."""
    db.session.rollback()
    return list(db.session.query(PrintJob).filter_by(event_id=event_id).order_by(PrintJob.id))
