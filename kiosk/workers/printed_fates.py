"""What became of the jobs that a printer has, as the printer itself tells it.

`settle` turns what a printer says of a job into its state. A job goes back into the queue only when
the printer has ended it and says that it never began; silence or doubt asks a person.
"""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk import clock
from kiosk.adapters.badge_press import Fate, Printer, PrinterUnavailable
from kiosk.db import writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import Claimed

_log = logging.getLogger("kiosk.printing")
SILENT_FOR = timedelta(seconds=60)
"""How long a printer may be away with a badge before somebody is asked to look."""
STILL_FOR = timedelta(seconds=5)
"""How long a job may lie unbegun in a printer that stands still, or after a broken line."""
ASK_AGAIN = timedelta(seconds=20)
ABORTED_IN_A_ROW = 2


def drop_empty(job: Claimed, printer: Printer) -> None:
    """Cancel a job that was begun and got no dots: some printers print nothing else before."""
    with suppress(PrinterUnavailable):
        number = printer.find(job.public_id)
        if number:
            printer.cancel(number)


class Fates:
    """Follows the jobs of one printer; remembers what only its own process needs to know."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._silent_since: datetime | None = None
        self._asked: dict[int, datetime] = {}
        self._aborted = 0

    @property
    def keeps_aborting(self) -> bool:
        """Whether the printer gives up one job after the other; asked once, it forgets."""
        if self._aborted < ABORTED_IN_A_ROW:
            return False
        self._aborted = 0
        return True

    def settle_new(self, job: Claimed, number: str, printer: Printer) -> None:
        """Ask about a job that was given a moment ago: a folder has printed it already."""
        sent = replace(job, state="sent", number=number, sending_at=clock.now())
        self.settle(sent, printer, clock.now(), others_wait=False)

    def settle(self, job: Claimed, printer: Printer, at: datetime, *, others_wait: bool) -> bool:
        """Ask what became of a job and record it; return whether the printer still has it.

        `others_wait`: the printer stands still, and another would print what it has not begun.
        """
        if job.state == "failed":
            self._stop(job, printer)
            return False
        if job.state == "unknown" and self._asked_lately(job, at):
            return False
        if job.number is None:  # it died before the first dot
            drop_empty(job, printer)
            return self._record(job, "queued", "worker_gone")
        try:
            job = self._numbered(job, printer)
            fate = printer.fate(job.number) if job.number else None
        except PrinterUnavailable:
            return self._silence(job, at)
        self._silent_since = None
        if fate is None:  # whoever sent it died, and the printer knows no job of that name
            return job.state != "unknown" and self._record(job, "unknown", "worker_gone")
        return self._decide(job, fate, printer, at, others_wait)

    def _decide(
        self, job: Claimed, fate: Fate, printer: Printer, at: datetime, others_wait: bool
    ) -> bool:
        if fate.state in ("printed", "aborted", "cancelled", "lost"):
            return self._ended(job, fate)
        if job.state == "unknown":
            return False
        if job.state == "claimed":  # its writer died after the printer had it
            self._record(job, "sent", "in_doubt", job.number)
            return True
        if job.is_wanted_back or (fate.state == "waiting" and self._is_idle(job, at, others_wait)):
            return self._take_back(job, printer)
        return True

    def _is_idle(self, job: Claimed, at: datetime, others_wait: bool) -> bool:
        """Whether a job that has not begun should not be left with this printer."""
        has_lain = job.sending_at is None or at - job.sending_at > STILL_FOR
        return has_lain and (others_wait or bool(job.why))

    def _ended(self, job: Claimed, fate: Fate) -> bool:
        if fate.state == "printed":
            self._aborted = 0
            return self._record(job, "printed")
        if fate.state == "aborted" and job.state != "unknown":
            self._aborted += 1
        if fate.state in ("aborted", "cancelled") and not fate.began:
            return self._record(job, "queued", f"{fate.state}_unbegun")
        return job.state != "unknown" and self._record(job, "unknown", fate.state)

    def _take_back(self, job: Claimed, printer: Printer) -> bool:
        try:
            fate = printer.cancel(job.number or "")
        except PrinterUnavailable:
            return True
        with writing():
            print_jobs.stop_asking(job)
        if fate.state in ("printed", "aborted", "cancelled", "lost"):
            return self._ended(job, fate)
        return True

    def _stop(self, job: Claimed, printer: Printer) -> None:
        """Nobody wants it any more: should the printer still have it, no label comes out later."""
        with suppress(PrinterUnavailable):
            printer.cancel(job.number or "")
            with writing():
                print_jobs.stop_asking(job)

    def _silence(self, job: Claimed, at: datetime) -> bool:
        self._silent_since = self._silent_since or at
        if job.state == "unknown":
            return False
        if job.state == "claimed" or at - self._silent_since > SILENT_FOR:
            return self._record(job, "unknown", "printer_away")
        return True

    def _numbered(self, job: Claimed, printer: Printer) -> Claimed:
        """A printer that gave no number before may list the job by our name for it."""
        return job if job.number else replace(job, number=printer.find(job.public_id) or "")

    def _asked_lately(self, job: Claimed, at: datetime) -> bool:
        last = self._asked.get(job.id)
        if last is not None and abs(at - last) < ASK_AGAIN:
            return True
        self._asked[job.id] = at
        return False

    def _record(self, job: Claimed, state: str, why: str = "", number: str | None = None) -> bool:
        """Record a state; return False, for "the printer has it no more"."""
        with writing():
            print_jobs.record(job, state, clock.now(), why=why, number=number)
        _log.info("print job %s: %s", job.public_id, state)
        return False
