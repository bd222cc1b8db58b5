"""The print queue's worker: claim, draw, hand over, record what the printer said.

What a worker holds is copied when it claims: a row read again would carry the epoch of whoever
took the job over, and a woken zombie would print a second badge.
"""

import logging
import time
from dataclasses import dataclass

from kiosk import clock
from kiosk.adapters.badge_face import face_of
from kiosk.adapters.badge_press import (
    BadgeError,
    OutcomeUnknown,
    Page,
    Printer,
    PrinterUnavailable,
    open_printer,
    page_of,
)
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, print_jobs
from kiosk.settings import Settings

_log = logging.getLogger("kiosk.printing")


@dataclass(frozen=True)
class _Held:
    """A job in this worker's hands."""

    id: int
    public_id: str
    epoch: int
    attendee_id: int
    serial: int
    stock: str


class PrintWorker:
    """Prints what is queued, on the first printer that takes it."""

    def __init__(self, settings: Settings) -> None:
        """Take the printers from the settings; each is opened at its first job."""
        self._settings = settings
        self._opened: dict[str, Printer] = {}

    def run_once(self) -> bool:
        """Print one badge; return whether there was one."""
        job = self._claim()
        if job is None:
            return False
        try:
            page = self._draw(job)
        except BadgeError as trouble:  # no typeface has a letter, or there is no name any more
            self._record(job, "failed", trouble.slug)
        else:
            self._print(job, page)
        return True

    def _claim(self) -> _Held | None:
        at = clock.now()
        with writing():
            print_jobs.release_expired(at)
            job = print_jobs.claim(at)
            if job is None:
                return None
            return _Held(job.id, job.public_id, job.epoch, job.attendee_id,
                         job.serial, job.stock)  # fmt: skip

    def _draw(self, job: _Held) -> Page:
        attendee = attendees.get(job.attendee_id)
        code = codes.badge_code(attendee, job.serial)
        face = face_of(attendee, code, public_url=self._settings.public_url)
        db.session.rollback()  # end the read: nothing is held while a badge is drawn and printed
        return page_of(face, job.stock)

    def _print(self, job: _Held, page: Page) -> None:
        why, may_come_back = "no_printer", False
        for number, url in enumerate(self._settings.printer_url.split(), 1):
            with writing():
                mine = print_jobs.begin_sending(job.id, job.epoch, f"Printer {number}", clock.now())
            if not mine:
                return
            try:
                state = self._hand_over(self._printer(url), page, job.public_id)
            except OutcomeUnknown as silence:  # only a person can say whether it came out
                return self._record(job, "unknown", silence.slug)
            except PrinterUnavailable as trouble:
                why, may_come_back = trouble.slug, may_come_back or not trouble.permanent
                _log.warning("printer %s: %s", number, trouble.slug)
                continue
            return self._record(job, state, "")
        # Out of labels for an hour is no reason to lose a badge: the desk shows that it waits.
        self._record(job, "queued" if may_come_back else "failed", why)

    def _hand_over(self, printer: Printer, page: Page, name: str) -> str:
        """Send to a printer that is ready, and watch a moment whether it comes out."""
        how = printer.condition()
        if how.state in ("stopped", "away"):
            raise PrinterUnavailable(how.reason, "The printer stands still.")
        number = printer.send([page], name=name)
        for pause_s in (0.1, 0.2, 0.4):
            fate = printer.fate(number)
            if fate.state == "printed":
                return "printed"
            if fate.state in ("aborted", "cancelled", "lost"):
                raise OutcomeUnknown
            time.sleep(pause_s)
        return "sent"

    def _printer(self, url: str) -> Printer:
        if url not in self._opened:
            self._opened[url] = open_printer(url, self._settings.data_dir)
        return self._opened[url]

    def _record(self, job: _Held, state: str, why: str) -> None:
        with writing():
            print_jobs.record(job.id, job.epoch, state, why=why, at=clock.now())
        _log.info("badge %s: %s", job.public_id, state)
