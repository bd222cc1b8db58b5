"""`kiosk serve` again and again, quickly: each server is a fresh fork of a process that has
imported everything, so that a thousand starts take minutes.

What is under test is what a killed server leaves behind, not how Python reads its modules; every
twentieth start is made from nothing all the same.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.a_shell import KIOSK
from tests.cli.processes import Serving, wait_until
from tests.house.source import ROOT
from tests.real.parts import free_port

READY = "Stop with Ctrl-C"


@dataclass
class Forked:
    """A forked server, as far as `Serving` and the tests need to know a process."""

    pid: int

    def poll(self) -> int | None:
        """Return None while it lives."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, 0)
            return None
        return -1

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def wait(self, _timeout: float | None = None) -> int:
        """Wait until it is gone."""
        wait_until(lambda: self.poll() is not None)
        return 0


class Nursery:
    """One process that has everything imported and forks servers from it."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        """Start it; servers run with this environment and write their words below `folder`."""
        self._env, self._folder = {**env, "PYTHONPATH": str(ROOT)}, folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            env=self._env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def serve(self, *arguments: str, from_nothing: bool = False) -> Serving:
        """Start a server and return when it answers."""
        port, log = free_port(), self._folder / "serve.log"
        log.touch()
        begins = log.stat().st_size
        told = ["serve", "--port", str(port), *arguments]
        process: Any = self._exec(told, log) if from_nothing else self.fork(told, log)
        server = Serving(process, port, log, begins=begins)
        wait_until(lambda: READY in server.said(), server)
        return server

    def fork(self, told: list[str], log: Path) -> Forked:
        """Run a command in a fresh fork, its words going to a file."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([told, str(log)]) + "\n")
        self._process.stdin.flush()
        return Forked(int(self._process.stdout.readline()))

    def _exec(self, told: list[str], log: Path) -> subprocess.Popen[bytes]:
        with log.open("ab") as file:
            return subprocess.Popen(
                [*KIOSK, *told], env=self._env, cwd=self._folder, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            )  # fmt: skip

    def close(self) -> None:
        """End it."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


@contextmanager
def nursery(env: dict[str, str], folder: Path) -> Iterator[Nursery]:
    """Give a nursery, and end it afterwards."""
    made = Nursery(env, folder)
    try:
        yield made
    finally:
        made.close()


def kill(server: Serving) -> None:
    """End a server and its children at once, as a power cut would, and collect it."""
    with suppress(ProcessLookupError):
        os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait(20)


def main() -> None:
    """Fork a server for each line read."""
    from kiosk.cli import main as kiosk  # what takes the time

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead bury themselves
    for line in sys.stdin:
        told, log = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(log)
            sys.argv = ["kiosk", *told]
            kiosk()
            os._exit(0)
        print(pid, flush=True)


def _become(log: str) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number, target in ((os.open(os.devnull, os.O_RDONLY), 0), (file, 1), (file, 2)):
        os.dup2(number, target)


if __name__ == "__main__":
    main()
