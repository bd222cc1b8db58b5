"""The print queue's worker: claim, draw, hand over, record what the printer said."""

import logging
from collections.abc import Sequence

from kiosk import clock
from kiosk.adapters import printing
from kiosk.adapters.printing import BadgeError, OutcomeUnknown, Printer, PrinterUnavailable
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, print_jobs
from kiosk.domain.print_jobs import PrintJob
from kiosk.settings import Settings

_log = logging.getLogger("kiosk.printing")


class PrintWorker:
    """Prints what is queued, on the first printer that takes it."""

    def __init__(self, settings: Settings) -> None:
        """Take the printers from the settings; they are opened at the first job."""
        self._settings = settings
        self._printers: Sequence[tuple[str, Printer]] | None = None

    def run_once(self) -> bool:
        """Print one badge; return whether there was one."""
        at = clock.now()
        with writing():
            print_jobs.release_expired(at)
            job = print_jobs.claim(at)
        if job is None:
            return False
        try:
            page = self._draw(job)
        except BadgeError as trouble:
            self._record(job, "failed", trouble.slug)
        else:
            self._print(job, page)
        return True

    def _draw(self, job: PrintJob) -> bytes:
        attendee = attendees.get(job.attendee_id)
        code = codes.badge_code(attendee, job.serial)
        page = printing.page(attendee, code, job.stock, self._settings.public_url)
        db.session.rollback()  # end the read: nothing is held while a printer is asked
        return page

    def _print(self, job: PrintJob, page: bytes) -> None:
        why, all_permanent = "no_printer", True
        for name, printer in self._open():
            with writing():
                mine = print_jobs.begin_sending(job.id, job.epoch, name, clock.now())
            if not mine:
                return
            try:
                receipt = printer.send([page], name=job.public_id)
            except PrinterUnavailable as trouble:
                why, all_permanent = trouble.slug, all_permanent and trouble.permanent
                _log.warning("%s: %s", name, trouble.slug)
                continue
            except OutcomeUnknown as silence:  # it may have come out: only a person can tell
                return self._record(job, "unknown", silence.slug)
            return self._record(job, receipt.state, receipt.detail)
        self._record(job, "failed" if all_permanent else "queued", why)

    def _open(self) -> Sequence[tuple[str, Printer]]:
        if self._printers is None:
            chosen = self._settings
            self._printers = printing.printers(chosen.printer_url, chosen.data_dir)
        return self._printers

    def _record(self, job: PrintJob, state: str, why: str) -> None:
        with writing():
            print_jobs.record(job.id, job.epoch, state, why=why, at=clock.now())
        _log.info("badge %s: %s", job.public_id, state)
