"""A fair with badges in the queue, and workers for printers of the test's choice."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from time_machine import Traveller

from badges import Printer, open_printer
from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import PrintJob
from kiosk.workers.printing import PrintWorker
from tests.fakes.printer import FakePrinter
from tests.people import ASHA, BEN, CAROL, NOON, Fair


class Press:
    """A fair at noon; Asha's badge is in the queue."""

    def __init__(self, app: Flask, clock: Traveller, folder: Path) -> None:
        self.app, self.clock, self.folder, self.at = app, clock, folder, NOON
        self.fair = Fair(people=(ASHA, BEN, CAROL))
        self.queue("Asha")
        self.ids = {name: self.fair.person(name).id for name in ("Asha", "Ben", "Carol")}
        self.printers: dict[str, FakePrinter] = {}

    def queue(self, *names: str, reason: str = "arrival") -> None:
        with writing():
            for name in names:
                person = self.fair.person(name)
                print_jobs.queue(person, reason=reason, device_id=None, at=self.at)

    def worker(self, *printers: FakePrinter, urls: str = "") -> PrintWorker:
        """A worker process for these printers, which are Printer 1, Printer 2 and so on."""
        named = {f"ipp://printer-{number}.example": each for number, each in enumerate(printers)}
        self.printers |= named
        where = urls or " ".join(named) or "folder:"
        update = {"printer_url": where, "data_dir": self.folder}
        return PrintWorker(self.app.config["KIOSK"].model_copy(update=update), self.open)

    def open(self, url: str) -> Printer:
        return self.printers.get(url) or open_printer(url, self.folder)

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)
        self.clock.move_to(self.at, tick=False)

    def run(self, worker: PrintWorker, seconds: float = 0, steps: int = 4) -> None:
        """Let a worker take its steps, some seconds apart."""
        for _step in range(steps):
            worker.run_once()
            self.pass_by(seconds=seconds / steps)

    def job(self, name: str = "Asha") -> PrintJob:
        db.session.rollback()
        db.session.expire_all()
        found = print_jobs.latest_of(self.ids[name])
        assert found is not None
        return found

    def told(self, name: str = "Asha") -> tuple[str, str | None]:
        """Where somebody's badge is, and why."""
        job = self.job(name)
        return job.state, job.why

    def printer(self, number: int = 1) -> print_jobs.Printer:
        """The row of a printer."""
        db.session.expire_all()
        return print_jobs.printers_of(self.fair.id)[number - 1]
