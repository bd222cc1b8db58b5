"""A printer's writer: it watches its printer, follows what it was given, and gives it the next.

The printer's own number for a job is committed before a dot leaves, so after a crash, a lost
answer or a printer that went away the printer itself says what became of the job. Only what surely
never began goes back into the queue; everything else waits for evidence, or asks a person.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from kiosk import clock
from kiosk.adapters.badge_press import (
    BadgeError,
    Condition,
    OutcomeUnknown,
    Page,
    Printer,
    PrinterUnavailable,
    pages_of,
)
from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import Claimed, PrinterFacts
from kiosk.workers.printed_fates import Fates, drop_empty

_log = logging.getLogger("kiosk.printing")
WATCH_EVERY = timedelta(seconds=2)
SAY_EVERY = timedelta(seconds=5)
RENEW_BEFORE = timedelta(seconds=20)
STALLED_AFTER = timedelta(seconds=30)
DEPTH = 2
"""How many jobs a printer has at a time: one prints while the next lies ready, and no more wait
where nobody can take them back."""


def _or_stalled(seen: Condition, jobs: Sequence[Claimed], at: datetime) -> Condition:
    """Call a printer stopped that says all is well and has been at one job for too long.

    A queue whose printer lost power in the middle of a job goes on to say that it prints.
    """
    begun = [job.sending_at for job in jobs if job.state == "sent" and job.sending_at]
    if seen.state in ("ready", "busy") and begun and at - min(begun) > STALLED_AFTER:
        return Condition("stopped", "stalled", seen.warnings)
    return seen


class PrinterWriter:
    """Writes to one printer, one step at a time."""

    def __init__(
        self, printer_id: int, name: str, open_: Callable[[str], Printer], public_url: str
    ) -> None:
        """Prepare; nothing is asked of the printer before the first step."""
        self.printer_id, self.is_over = printer_id, False
        self._name, self._open, self._public_url = name, open_, public_url
        self._opened: tuple[str, Printer] | None = None
        self._condition = Condition("away")
        self._watched_at: datetime | None = None
        self._depth = DEPTH
        self._fates = Fates()

    def step(self) -> bool:
        """Watch, follow and give, once each; return whether anything was given."""
        at = clock.now()
        facts = print_jobs.printer_facts(self.printer_id)
        db.session.rollback()
        if not self._is_mine(facts, at):
            return False
        try:
            printer = self._printer(facts)
        except PrinterUnavailable as wrong:  # its address can be none
            self._pause(wrong.slug)
            return False
        jobs = print_jobs.in_hand(facts, at)
        db.session.rollback()
        self._watch(facts, printer, jobs, at)
        in_hand = self._follow(facts, printer, jobs, at)
        if self._fates.keeps_aborting:
            self._pause("aborting")
            return False
        can_give = facts.is_in_use and self._condition.state in ("ready", "busy")
        return can_give and in_hand < self._depth and self._give_next(facts, printer)

    def _is_mine(self, facts: PrinterFacts, at: datetime) -> bool:
        until = facts.writer_until
        if until is not None and print_jobs.is_lease(until, at):
            if facts.writer != self._name:
                return False
            if until - at > RENEW_BEFORE:
                return True
        with writing():
            return print_jobs.hold_writer(facts.id, self._name, at)

    def _printer(self, facts: PrinterFacts) -> Printer:
        if self._opened is None or self._opened[0] != facts.url:
            self._opened = facts.url, self._open(facts.url)
            self._watched_at, self._depth = None, DEPTH
        return self._opened[1]

    def _watch(
        self, facts: PrinterFacts, printer: Printer, jobs: Sequence[Claimed], at: datetime
    ) -> None:
        """Ask the printer how it is, every two seconds; tell it when it changed or got old."""
        if self._watched_at is not None and abs(at - self._watched_at) < WATCH_EVERY:
            return
        self._watched_at = at
        self._condition = seen = _or_stalled(printer.condition(), jobs, at)
        told = (facts.state, facts.reason, facts.warnings)
        is_fresh = facts.seen_at is not None and abs(at - facts.seen_at) < SAY_EVERY
        if is_fresh and told == (seen.state, seen.reason, tuple(seen.warnings)):
            return
        with writing():
            print_jobs.note_condition(
                facts.id, self._name, at,
                state=seen.state, reason=seen.reason, warnings=seen.warnings,
            )  # fmt: skip
        if told[:2] != (seen.state, seen.reason):
            _log.info("printer %s: %s %s", facts.id, seen.state, seen.reason)

    def _follow(
        self, facts: PrinterFacts, printer: Printer, jobs: Sequence[Claimed], at: datetime
    ) -> int:
        """Ask what became of what it has; return how many jobs it still has."""
        if not jobs:
            return 0
        stands_still = self._condition.state in ("stopped", "away")
        others = stands_still and print_jobs.others_can_take(facts, at)
        db.session.rollback()
        return sum([self._fates.settle(job, printer, at, others_wait=others) for job in jobs])

    def _give_next(self, facts: PrinterFacts, printer: Printer) -> bool:
        at = clock.now()
        is_waiting = print_jobs.waits_for(facts, at)
        db.session.rollback()
        if not is_waiting:
            return False
        with writing():
            job = print_jobs.claim(facts, at)
        if job is None:
            return False
        try:
            pages = pages_of(job, facts, self._public_url)
        except BadgeError as trouble:
            db.session.rollback()
            self._cannot_draw(job, trouble)
        else:
            db.session.rollback()  # end the read: nothing is held while it prints
            self._give(job, pages, printer)
        return True

    def _cannot_draw(self, job: Claimed, trouble: BadgeError) -> None:
        if trouble.slug == "stock_too_small" and job.what == "badge":  # nobody else's fits either
            self._pause(trouble.slug)
            return self._record(job, "queued", trouble.slug)
        self._record(job, "failed", trouble.slug)

    def _give(self, job: Claimed, pages: Sequence[Page], printer: Printer) -> None:
        with writing():
            mine = print_jobs.begin_sending(job, clock.now())
        if not mine:
            return
        number = ""
        try:
            number = printer.begin(pages, name=job.public_id)
            if not self._noted(job, number):  # somebody else took it over while we slept
                return self._drop(number, printer)
            number = printer.send(pages, name=job.public_id, number=number)
        except OutcomeUnknown as silence:
            self._in_doubt(job, number, printer, silence.slug)
        except PrinterUnavailable as trouble:
            self._not_taken(job, number, printer, trouble)
        else:
            self._record(job, "sent", "", number)
            self._fates.settle_new(job, number, printer)

    def _drop(self, number: str, printer: Printer) -> None:
        """Let go of a job at the printer that has got no dots."""
        if number:
            with suppress(PrinterUnavailable):
                printer.cancel(number)

    def _noted(self, job: Claimed, number: str) -> bool:
        with writing():
            return print_jobs.note_number(job, number, clock.now())

    def _in_doubt(self, job: Claimed, number: str, printer: Printer, slug: str) -> None:
        """The line broke: the printer's own list of jobs may tell, at once or later."""
        with suppress(PrinterUnavailable):
            number = number or printer.find(job.public_id) or ""
        self._record(job, "sent" if number else "unknown", slug, number or None)

    def _not_taken(
        self, job: Claimed, number: str, printer: Printer, trouble: PrinterUnavailable
    ) -> None:
        if number:
            self._drop(number, printer)
        elif not trouble.permanent:  # its answer may have been lost, and an empty job lie there
            drop_empty(job, printer)
        if trouble.slug == "printer_busy":
            self._depth = 1
        elif trouble.permanent:
            self._pause(trouble.slug)
        else:
            self._watched_at = None
        _log.warning("printer %s: %s", self.printer_id, trouble.slug)
        self._record(job, "queued", trouble.slug)

    def _pause(self, why: str) -> None:
        with writing():
            print_jobs.pause_printer(print_jobs.printer_of(self.printer_id), clock.now(), why)
        _log.warning("printer %s: paused, %s", self.printer_id, why)

    def _record(self, job: Claimed, state: str, why: str, number: str | None = None) -> None:
        with writing():
            print_jobs.record(job, state, clock.now(), why=why, number=number)
        _log.info("print job %s: %s", job.public_id, state)
