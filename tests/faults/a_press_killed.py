"""A print worker's process that is killed at a step: forked from one that has imported everything.

Each line that it reads is one order: the printer, the data dir, how much later it is, and the step.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from badges import Page, Printer, open_printer
from tests.house.source import ROOT

STEPS = ("draw", "begin", "begun", "send", "sent", "fate")


class Deadly:
    """A printer beside which the worker's process ends at one step."""

    def __init__(self, printer: Printer, step: str) -> None:
        """Stand between the worker and a printer."""
        self._printer, self._step = printer, step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._printer, name)

    def begin(self, pages: Sequence[Page], *, name: str) -> str:
        """Die before the job is made, or before anybody heard of it."""
        self._die_at("begin")
        number = self._printer.begin(pages, name=name)
        self._die_at("begun")
        return number

    def send(self, pages: Sequence[Page], *, name: str, number: str = "") -> str:
        """Die before a dot leaves, or when all have."""
        self._die_at("send")
        sent = self._printer.send(pages, name=name, number=number)
        self._die_at("sent")
        return sent

    def fate(self, number: str) -> Any:
        """Die when the printer has it and says so."""
        self._die_at("fate")
        return self._printer.fate(number)

    def _die_at(self, step: str) -> None:
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)


class Killer:
    """Starts workers and lets them die."""

    def __init__(self) -> None:
        """Start the process that they are forked from."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.a_press_killed"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def kill_at(self, step: str, *, data_dir: Path, url: str, later_s: float) -> None:
        """Let a worker's process die at a step, and return when it has."""
        assert self._process.stdin and self._process.stdout
        order = {"step": step, "data_dir": str(data_dir), "url": url, "later_s": later_s}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "9\n"

    def close(self) -> None:
        """End it."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


@contextmanager
def killer() -> Iterator[Killer]:
    """Give a killer, and end it afterwards."""
    made = Killer()
    try:
        yield made
    finally:
        made.close()


def main() -> None:
    """Fork a worker for each order; say by which signal it died."""
    import tests.faults.a_print_shop  # noqa: F401 - what takes the time

    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _work(**json.loads(line))
            os._exit(1)
        _pid, status = os.waitpid(pid, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else f"ended {status}", flush=True)


def _work(step: str, data_dir: str, url: str, later_s: float) -> None:
    from kiosk import create_app
    from kiosk.settings import Settings
    from kiosk.workers import printer_writer
    from kiosk.workers.printing import PrintWorker
    from tests.faults.a_print_shop import URL, after
    from tests.real.databases import SECRET_KEY

    folder = Path(data_dir)
    settings = Settings(data_dir=folder, secret_key=SECRET_KEY, public_url=URL, printer_url=url)
    if step == "draw":
        printer_writer.pages_of = lambda *_job: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    with create_app(settings).app_context(), after(later_s):
        worker = PrintWorker(settings, lambda where: Deadly(open_printer(where, folder), step))
        for _step in range(1000):
            worker.run_once()


if __name__ == "__main__":
    main()
