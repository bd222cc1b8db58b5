"""The loops and the housekeeping: threads of the serving process, or alone in `kiosk work`."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from kiosk import clock
from kiosk import db as database
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, erasure, events, mentoring, operations
from kiosk.domain.arrivals import rehearsal
from kiosk.errors import Refused
from kiosk.settings import Settings
from kiosk.workers.afterwards import put_nudges
from kiosk.workers.bounces import BounceReader
from kiosk.workers.connections import mail_workers
from kiosk.workers.freezing import FreezingWorker
from kiosk.workers.mail import MailWorker
from kiosk.workers.mentoring import MentoringWorker
from kiosk.workers.postroom import Postroom
from kiosk.workers.printing import PrintWorker
from kiosk.workers.steady import SteadyClock

_log = logging.getLogger("kiosk.workers")
IDLE_S = 0.5
PRINTER_IDLE_S = 0.15  # a badge is on its way before its wearer has looked up
PRINTERS_S = 2.0
HOUSEKEEPING_S = 600.0
BOUNCES_S = 60.0
FREEZING_S = 1.0
MENTORING_S = 2.0


class Workers:
    """The worker threads of one process; `stop` lets each finish the thing in its hands."""

    def __init__(self, app: Flask) -> None:
        """Prepare the loops; nothing runs before `start`."""
        self._app = app
        self._settings: Settings = app.config["KIOSK"]
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._mail: list[MailWorker] = []
        self._printing = PrintWorker(self._settings)
        self._clock = SteadyClock()

    @property
    def alive(self) -> bool:
        """Whether every loop still runs; `/readyz` asks."""
        return all(thread.is_alive() for thread in list(self._threads))

    def start(self) -> None:
        """Start printing, freezing, mail and housekeeping."""
        self._app.extensions["kiosk_workers"] = self
        self._loop("printing", self._follow_printers, PRINTERS_S)
        self._loop("freezing", FreezingWorker(self._settings).step, FREEZING_S)
        self._loop("mentoring", MentoringWorker(self._settings).step, MENTORING_S)
        try:
            self._mail = mail_workers(self._settings)
        except Refused as wrong:  # a setting is missing or wrong: the rest runs on
            _log.warning("%s", wrong.sentence)
        for number, worker in enumerate(self._mail, 1):
            self._loop(f"mail {number}", worker.run_once, IDLE_S)
        self._loop("housekeeping", self._keep_house, HOUSEKEEPING_S)
        if self._settings.bounce_url:
            self._loop("bounces", BounceReader(self._settings).step, BOUNCES_S)

    def stop(self, timeout_s: float = 20.0) -> None:
        """Ask the loops to end and wait for them."""
        self._stopping.set()
        for thread in self._threads[:1]:  # it may just be giving a new printer a thread
            thread.join(timeout_s)
        for thread in list(self._threads):
            thread.join(timeout_s)
        if not any(thread.is_alive() for thread in self._threads):
            for worker in self._mail:
                worker.close()
        with self._app.app_context(), suppress(SQLAlchemyError):
            self._printing.close()

    def _follow_printers(self) -> bool:
        """Let each printer have a thread of its own: one that hangs holds up no other."""
        for writer in self._printing.follow():
            name = f"printer {writer.printer_id}"
            self._loop(name, writer.step, PRINTER_IDLE_S, partial(getattr, writer, "is_over"))
        return False

    def _loop(
        self,
        name: str,
        step: Callable[[], bool],
        idle_s: float,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        thread = threading.Thread(
            target=self._run, args=(name, step, idle_s, is_over), name=f"kiosk-{name}", daemon=True
        )
        thread.start()
        self._threads.append(thread)

    def _run(
        self, name: str, step: Callable[[], bool], idle_s: float, is_over: Callable[[], bool]
    ) -> None:
        while not self._stopping.is_set() and not is_over():
            busy = False
            try:
                with self._app.app_context():
                    busy = step()
            except Exception as error:  # the top of a worker loop: record it and go on
                # The type only: an exception's words may hold somebody's name.
                _log.error("%s: %s", name, type(error).__name__)
                self._stopping.wait(5)
            if not busy:
                self._stopping.wait(idle_s)
        if is_over():  # it ended as it should: nobody misses it
            self._threads.remove(threading.current_thread())

    def _keep_house(self) -> bool:
        at = clock.now()
        if not self._clock.is_steady():
            _log.warning("housekeeping: the clock has jumped, so nothing is erased for a day")
            return False
        with writing():
            operations.forget_old(at)
            deliveries.drop_settled_bytes(at)
        put_nudges(Postroom(self._settings), at)
        for event in events.every():
            if rehearsal.is_over(events.facts(event), at):
                with writing():
                    rehearsal.wipe(event.id)
            if event.erase_on < at and not event.never_closes:
                erase_event(event.id, Postroom(self._settings))
        return False


def erase_event(event_id: int, postroom: Postroom) -> int:
    """Erase everybody of an event, one transaction each; return how many people.

    Whoever has a request to a mentor, or from a student, of which something may still come stays
    until it is closed.
    """
    ids = [attendee.id for attendee in attendees.of_event(event_id)]
    kept = mentoring.keeps(ids)  # what two people agreed goes on; they are erased when it is closed
    ids = [each for each in ids if each not in kept]
    for attendee_id in ids:
        at = clock.now()
        with writing():
            refreeze = partial(postroom.refreeze, at=at)
            erasure.erase(attendees.get(attendee_id), at, refreeze)
    if ids:
        db.session.remove()
        database.scrub()
    return len(ids)
