"""A printer or a CUPS queue that speaks IPP (RFC 8011, PWG 5100.14).

A job that holds dots is never sent again by itself: once its first byte is under way, a broken
line says nothing about paper. Where the printer can, a job is made before (Create-Job, 4.2.4) and
its dots follow (Send-Document, 4.3.1), so that there is a number to ask after.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from badges.errors import OutcomeUnknown, PrinterUnavailable
from badges.page import Page
from badges.printers import documents, ipp_answers, ipp_job
from badges.printers import ipp_message as ipp
from badges.printers.ipp_address import Address
from badges.printers.ipp_errors import (
    ATTRIBUTES_REFUSED,
    GONE,
    NOT_FOUND,
    Refused,
    no_job_for_them,
)
from badges.printers.ipp_line import IppLine
from badges.printers.printer import Abilities, Condition, Fate

ENDS = ("printed", "aborted", "cancelled", "lost")
LOST = Fate("lost", began=True)
MOST = 2**31 - 1  # of an IPP integer


class IppPrinter:
    """Sends badges to one address and asks what became of them."""

    def __init__(
        self,
        url: str,
        *,
        ask_within_s: float = 5.0,
        send_within_s: float = 30.0,
        cancel_within_s: float = 3.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep the address; nothing is asked until the first badge.

        Raises:
            ValueError: the address cannot be one.
        """
        self._line = IppLine(
            Address.read(url), ask_within_s=ask_within_s, send_within_s=send_within_s
        )
        self._cancel_within_s, self._sleep = cancel_within_s, sleep
        self._known: ipp.Answer | None = None
        self._doubted_before: set[str] = set()

    def condition(self) -> Condition:
        """Return how it is just now; a printer that answers with an error is "stopped"."""
        try:
            answer = self._line.ask(ipp.GET_PRINTER, _wanted(ipp_answers.HOW))
        except PrinterUnavailable as trouble:
            is_away = trouble.slug in ("printer_away", "printer_untrusted")
            return Condition("away" if is_away else "stopped", trouble.slug)
        how = ipp_answers.condition(answer)
        if how.state in ("stopped", "away"):
            self._known = None  # another roll may be in it afterwards
        return how

    def abilities(self) -> Abilities:
        """Return what it can do; see `Printer`."""
        known = self._about()
        offered = documents.formats(known)
        dpi = documents.resolutions(known, offered[0]) if offered else []
        return ipp_answers.abilities(known, offered, dpi)

    def begin(self, pages: Sequence[Page], *, name: str) -> str:
        """Create-Job, where the printer has it; see `Printer`."""
        if not self.abilities().makes_jobs_first:
            return ""
        plan = ipp_job.plan(pages, self._about())
        doubted = self._is_unconfirmed()
        named: list[ipp.Attribute] = [(ipp.NAME, "job-name", [name])]
        answer = _with_or_without(
            plan.attributes, lambda wishes: self._line.ask(ipp.CREATE_JOB, named, wishes)
        )
        number = _number(answer, name)
        if number and doubted:
            self._doubted_before.add(number)
        return number

    def send(self, pages: Sequence[Page], *, name: str, number: str = "") -> str:
        """Send-Document, or Print-Job where no job was begun; see `Printer`."""
        plan = ipp_job.plan(pages, self._about())
        content = plan.document.encoded(pages)
        format_: ipp.Attribute = (ipp.MIME, "document-format", [plan.document.format])
        if number:
            return self._fill(number, format_, content)
        named: list[ipp.Attribute] = [(ipp.NAME, "job-name", [name]), format_]
        answer = _with_or_without(
            plan.attributes,
            lambda wishes: self._line.hand_over(ipp.PRINT_JOB, named, wishes, content),
        )
        if not (taken := _number(answer, name)):
            raise OutcomeUnknown
        return taken

    def _fill(self, number: str, format_: ipp.Attribute, content: bytes) -> str:
        last: ipp.Attribute = (ipp.BOOLEAN, "last-document", [True])
        try:
            self._line.hand_over(ipp.SEND_DOCUMENT, [*_job(number), format_, last], (), content)
        except Refused as refusal:
            raise no_job_for_them(refusal) from refusal
        return number

    def fate(self, number: str) -> Fate:
        """Get-Job-Attributes; see `Printer`."""
        try:
            answer = self._line.ask(ipp.GET_JOB, [*_job(number), *_wanted(ipp_answers.BECAME)])
        except Refused as refusal:
            if refusal.status in (NOT_FOUND, GONE):
                return LOST
            raise
        if not _is_same(answer, number):
            return LOST
        found = ipp_answers.fate(answer)
        if found.state == "printed" and self._lost_behind(answer, number):
            return LOST
        if found.state == "printing" and self.condition().state in ("stopped", "away"):
            return replace(found, state="held_up")
        return found

    def _lost_behind(self, answer: ipp.Answer, number: str) -> bool:
        """Whether a queue calls a job completed that its printer knew no more."""
        return ipp_answers.is_unconfirmed(answer) and number not in self._doubted_before

    def _is_unconfirmed(self) -> bool:
        """Whether a queue says so already, before a job of ours: then it tells nothing of it."""
        if not self._about().all("cups-version"):
            return False
        return ipp_answers.is_unconfirmed(
            self._line.ask(ipp.GET_PRINTER, _wanted(("printer-state-reasons",)))
        )

    def find(self, name: str) -> str | None:
        """Get-Jobs, open and finished; see `Printer`."""
        found: list[ipp.Group] = []
        for which in ("not-completed", "completed"):
            asked: list[ipp.Attribute] = [
                (ipp.KEYWORD, "which-jobs", [which]),
                (ipp.BOOLEAN, "my-jobs", [True]),  # or CUPS keeps the names to itself
                *_wanted(("job-id", "job-name")),
            ]
            jobs = self._line.ask(ipp.GET_JOBS, asked).each(ipp.JOB_GROUP)
            found += [job for job in jobs if job.text("job-name") == name]
        newest = max(found, key=lambda job: job.whole("job-id") or 0, default=None)
        return _number(newest, name) if newest else None

    def cancel(self, number: str) -> Fate:
        """Cancel-Job, then wait a moment for the job to end; see `Printer`.

        A job that has ended by itself refuses (client-error-not-possible): its fate says all. A
        printer that counts from 1 again may call another's job by our number: that one is left.
        """
        if (ended := self.fate(number)).state in ENDS:
            return ended
        try:
            self._line.ask(ipp.CANCEL_JOB, _job(number))
        except Refused:
            return self.fate(number)
        waited_s = 0.0
        while (now := self.fate(number)).state not in ENDS and waited_s < self._cancel_within_s:
            self._sleep(0.1)
            waited_s += 0.1
        return now

    def _about(self) -> ipp.Answer:
        """Return its attributes: asked once, and again after it was away or stood still."""
        if self._known is None or self._line.was_away:
            self._line.was_away = False
            self._known = self._line.ask(ipp.GET_PRINTER, _wanted(ipp_answers.WHAT))
        return self._known


def _with_or_without(
    wishes: Sequence[ipp.Attribute], ask: Callable[[Sequence[ipp.Attribute]], ipp.Answer]
) -> ipp.Answer:
    """Ask with all wishes, and once without where the printer refuses what it had listed.

    Nothing was taken then: 0x040b is said before a job is made (RFC 8011, 4.2.1.2).
    """
    try:
        return ask(wishes)
    except Refused as refusal:
        if refusal.status != ATTRIBUTES_REFUSED or not wishes:
            raise
    return ask(())


def _wanted(names: Sequence[str]) -> list[ipp.Attribute]:
    return [(ipp.KEYWORD, "requested-attributes", names)]


def _job(number: str) -> list[ipp.Attribute]:
    """Return the attribute that names a job; a number that is none is no job of any printer."""
    digits = number.partition("-")[0]
    known = digits.isdecimal() and len(digits) <= 10
    return [(ipp.INTEGER, "job-id", [min(int(digits), MOST) if known else MOST])]


def _number(job: ipp.Group, name: str) -> str:
    """Return a job's number with a mark of its name: `42-9f3c1a`, or "" where there is none.

    Some printers count from 1 again after a power cut. The mark keeps us from taking another
    badge's fate for that of this one.
    """
    found = job.whole("job-id")
    return "" if found is None else f"{found}-{_mark(name)}"


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:6]


def _is_same(job: ipp.Group, number: str) -> bool:
    name, mark = job.text("job-name"), number.partition("-")[2]
    return not name or not mark or _mark(name) == mark
