"""The print queue's worker: claim, draw, hand over, record what the printer said."""

import logging
from collections.abc import Sequence

import badges
from badges import GlyphMissing, Printer, PrinterUnavailable, open_printer
from kiosk import clock
from kiosk.adapters.badge_face import face_of
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, print_jobs
from kiosk.domain.print_jobs import PrintJob
from kiosk.settings import Settings

_log = logging.getLogger("kiosk.printing")
MOST_TRIES = 20


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
        except GlyphMissing:
            self._record(job, "failed", "glyph_missing")
        else:
            self._print(job, page)
        return True

    def _draw(self, job: PrintJob) -> bytes:
        attendee = attendees.get(job.attendee_id)
        code = codes.badge_code(attendee, job.serial)
        face = face_of(attendee, code, public_url=self._settings.public_url)
        stock = badges.STOCKS[job.stock]
        page = badges.png(badges.draw(face, stock), stock)
        db.session.rollback()  # end the read: nothing is held while a printer is asked
        return page

    def _print(self, job: PrintJob, page: bytes) -> None:
        why = "no_printer"
        for name, printer in self._open():
            with writing():
                mine = print_jobs.begin_sending(job.id, job.epoch, name, clock.now())
            if not mine:
                return
            try:
                receipt = printer.send([page], name=job.public_id)
            except PrinterUnavailable as trouble:
                why = trouble.slug
                _log.warning("printer %s: %s", name, trouble.slug)
                continue
            self._record(job, receipt.state, receipt.detail)
            return
        self._record(job, "failed" if job.attempts >= MOST_TRIES else "queued", why)

    def _open(self) -> Sequence[tuple[str, Printer]]:
        if self._printers is None:
            urls = self._settings.printer_url.split()
            self._printers = [
                (f"Printer {n}", open_printer(url, self._settings.data_dir))
                for n, url in enumerate(urls, 1)
            ]
        return self._printers

    def _record(self, job: PrintJob, state: str, why: str) -> None:
        with writing():
            print_jobs.record(job.id, job.epoch, state, why=why, at=clock.now())
        _log.info("badge %s: %s", job.public_id, state)
