"""A printer that a test holds in its hand: labels, a cover, a line that breaks, a list of jobs.

It keeps the promises of `badges.Printer` as a real one does: what it prints is a label in `labels`,
and nothing else is. `at` names a step at which something happens: "begin", "begun", "send", "sent".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from badges import (
    Abilities,
    Condition,
    Fate,
    OutcomeUnknown,
    Page,
    PrinterUnavailable,
)

AWAY = PrinterUnavailable("printer_away", "The printer does not answer.")
BUSY = PrinterUnavailable("printer_busy", "The printer is busy.")
WRONG = PrinterUnavailable("format_unknown", "The printer takes no pictures.", permanent=True)


class Killed(BaseException):
    """The worker's process ends here."""


@dataclass
class Job:
    """One job in the printer."""

    name: str
    pages: Sequence[Page] = ()
    state: str = "waiting"
    began: bool = False


@dataclass
class FakePrinter:
    """One printer; `prints_at_once` lets a label come out as soon as its dots are there."""

    prints_at_once: bool = True
    makes_jobs_first: bool = True
    answers: bool = True
    stopped_by: str = ""
    jobs: dict[str, Job] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    at: dict[str, list[Exception | BaseException | Callable[[], object]]] = field(
        default_factory=dict
    )

    def _happen(self, step: str) -> None:
        acts = self.at.get(step, [])
        if not acts:
            return
        act = acts.pop(0)
        if isinstance(act, BaseException):
            raise act
        act()

    def _answering(self) -> None:
        if not self.answers:
            raise AWAY

    def condition(self) -> Condition:
        if not self.answers:
            return Condition("away", "offline")
        return Condition("stopped", self.stopped_by) if self.stopped_by else Condition("ready")

    def abilities(self) -> Abilities:
        self._answering()
        return Abilities(makes_jobs_first=self.makes_jobs_first)

    def begin(self, pages: Sequence[Page], *, name: str) -> str:
        self._answering()
        if not self.makes_jobs_first:
            return ""
        self._happen("begin")
        number = str(len(self.jobs) + 1)
        self.jobs[number] = Job(name)
        self._happen("begun")
        return number

    def send(self, pages: Sequence[Page], *, name: str, number: str = "") -> str:
        self._answering()
        self._happen("send")
        if not number:
            number = str(len(self.jobs) + 1)
            self.jobs[number] = Job(name)
        self.jobs[number].pages = pages
        if self.prints_at_once and not self.stopped_by:
            self.print_all()
        self._happen("sent")
        return number

    def fate(self, number: str) -> Fate:
        self._answering()
        job = self.jobs.get(number)
        return Fate("lost", True) if job is None else Fate(job.state, job.began)  # type: ignore[arg-type]

    def find(self, name: str) -> str | None:
        self._answering()
        return next((number for number, job in self.jobs.items() if job.name == name), None)

    def cancel(self, number: str) -> Fate:
        self._answering()
        job = self.jobs.get(number)
        if job is not None and job.state in ("waiting", "printing", "held_up"):
            job.state = "cancelled"
        return self.fate(number)

    def start(self) -> None:
        """Draw in the next label, and stop there."""
        job = next(job for job in self.jobs.values() if job.state == "waiting" and job.pages)
        job.state, job.began = "printing", True

    def print_all(self) -> None:
        """Let everything whose dots are here come out."""
        for job in self.jobs.values():
            if job.pages and job.state in ("waiting", "printing", "held_up"):
                job.state, job.began = "printed", True
                self.labels.append(job.name)
                self.pages.extend(job.pages)

    def abort_all(self, *, began: bool) -> None:
        """Give up what is here."""
        for job in self.jobs.values():
            if job.state in ("waiting", "printing", "held_up"):
                job.state, job.began = "aborted", began


def silence() -> OutcomeUnknown:
    """The line broke, and nobody knows."""
    return OutcomeUnknown()
