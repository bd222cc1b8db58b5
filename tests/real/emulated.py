"""Programs that stand for a label printer: an IPP Everywhere printer on a bus of its own.

`ippeveprinter` hands each job to a script, which looks at files for how the printer feels; what
comes out of it is paper. Each program ends with the test that started it, however that ends.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.real import avahi
from tests.real.parts import SYSTEM_PATH, free_port, need

BUS = """<busconfig>
<listen>unix:path={folder}/bus</listen>
<policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
</policy>
</busconfig>"""

# A label printer of 300 dots an inch with one roll in it, as `ippeveprinter -a` reads it.
LABELS = """
ATTR keyword media-supported "oe_62x100mm_62x100mm","oe_54x86mm_54x86mm"
ATTR keyword media-default "oe_62x100mm_62x100mm"
ATTR keyword media-ready "oe_62x100mm_62x100mm"
ATTR collection media-size-supported {MEMBER integer x-dimension 6200
 MEMBER integer y-dimension 10000},{MEMBER integer x-dimension 5400
 MEMBER integer y-dimension 8600}
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported 0
ATTR integer media-right-margin-supported 0
ATTR integer media-top-margin-supported 0
ATTR resolution printer-resolution-supported 300dpi
ATTR resolution printer-resolution-default 300dpi
ATTR resolution pwg-raster-document-resolution-supported 300dpi
ATTR keyword pwg-raster-document-type-supported "black_1","sgray_8"
ATTR keyword urf-supported "V1.4","CP1","W8","RS300"
ATTR keyword print-scaling-supported "none"
ATTR keyword print-color-mode-supported "monochrome"
ATTR keyword sides-supported "one-sided"
ATTR boolean color-supported false
ATTR text printer-make-and-model "Emulated Label Printer"
"""

# $1 is the job's file. A file beside this script says what the printer suffers from just now.
SCRIPT = """#!/bin/sh
cd "$(dirname "$0")" || exit 1
touch busy
trap 'rm -f busy' EXIT
suffers() { [ -e "$1" ] && kill -0 "$PPID" 2>/dev/null; }
if suffers empty; then
    echo "STATE: +media-empty" >&2
    while suffers empty; do sleep 0.03; done
    echo "STATE: -media-empty" >&2
fi
while suffers slow; do sleep 0.03; done
kill -0 "$PPID" 2>/dev/null || exit 1
[ -e abort ] && exit 1
cp "$1" out/.coming && mv out/.coming "out/$(date +%s%N).${CONTENT_TYPE##*/}"
echo "ATTR: job-impressions-completed=1" >&2
"""


def wait_until(true: Callable[[], object], within_s: float = 15) -> None:
    """Return once it is true.

    Raises:
        TimeoutError: it did not become true in time.
    """
    ends_at = time.monotonic() + within_s
    while not true():
        if time.monotonic() > ends_at:
            raise TimeoutError(f"not true after {within_s} s")
        time.sleep(0.01)


class Program:
    """One program in the background, which the kernel ends if the test's process dies."""

    def __init__(self, command: list[object], folder: Path, log: str, **environment: str) -> None:
        """Start it in a folder, where its words go to a log."""
        self.log = folder / log
        with self.log.open("ab") as words:
            self._child = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                cwd=folder,
                env={**os.environ, "PATH": SYSTEM_PATH, **environment},
            )

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._child.poll() is None

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and collect it."""
        if self.runs:
            self._child.send_signal(how)
        try:
            self._child.wait(5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def listens(port: int) -> bool:
    """Whether somebody takes connections on a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Bus:
    """A message bus with Avahi's stand-in on it."""

    def __init__(self, folder: Path) -> None:
        """Start both below a folder."""
        need("printer")
        self.address = f"unix:path={folder}/bus"
        (folder / "bus.conf").write_text(BUS.format(folder=folder))
        daemon = ["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork"]
        self._daemon = Program([*daemon], folder, "bus.log")
        wait_until((folder / "bus").exists)
        stand_in = [sys.executable, avahi.__file__]
        self._avahi = Program(
            [*stand_in], folder, "avahi.log", DBUS_SYSTEM_BUS_ADDRESS=self.address
        )
        wait_until(lambda: "ready" in self._avahi.log.read_text())

    def stop(self) -> None:
        """End both."""
        self._avahi.stop()
        self._daemon.stop()


class Emulator:
    """One printer: switched on and off, out of labels and refilled, slow, or failing."""

    def __init__(self, folder: Path, bus: Bus, *, formats: str = "") -> None:
        """Make one that is off; `formats` is for a printer that takes other than raster."""
        self._folder, self._bus, self._formats = folder, bus, formats
        self.port = free_port()
        self.url = f"ipp://localhost:{self.port}/ipp/print"
        self.out = folder / "out"
        self.out.mkdir(parents=True)
        (folder / "jobs").mkdir()
        (folder / "label.conf").write_text(LABELS)
        (folder / "print").write_text(SCRIPT)
        (folder / "print").chmod(0o755)
        self._program: Program | None = None

    def switch_on(self) -> None:
        """Start, and return when it takes connections."""
        if self._program:
            return
        how = ["-f", self._formats] if self._formats else ["-a", "label.conf"]
        command = ["ippeveprinter", "-p", self.port, "-n", "localhost", "-d", "jobs", "-k", *how]
        self._program = Program(
            [*command, "-c", "./print", "Badge"],
            self._folder,
            "printer.log",
            DBUS_SYSTEM_BUS_ADDRESS=self._bus.address,
        )
        wait_until(lambda: listens(self.port))

    def switch_off(self) -> None:
        """Pull the plug."""
        if self._program:
            self._program.stop(signal.SIGKILL)
        self._program = None

    def suffer(self, *troubles: str) -> None:
        """Have these troubles, of `empty`, `slow` and `abort`, and no others."""
        for each in ("empty", "slow", "abort"):
            if each in troubles:
                (self._folder / each).touch()
            else:
                (self._folder / each).unlink(missing_ok=True)

    def has_a_job(self) -> bool:
        """Whether its script has a job in hand."""
        return (self._folder / "busy").exists()

    def empty_tray(self) -> None:
        """Take away what came out."""
        shutil.rmtree(self.out)
        self.out.mkdir()
