"""A CUPS of our own on loopback, as the distribution packs it, with one queue."""

import shutil
import subprocess
from pathlib import Path

from badges.printers.ipp import IppPrinter
from tests.real.emulated import Program, listens, wait_until
from tests.real.parts import SYSTEM_PATH, free_port

FILES = """
ServerRoot {folder}/etc
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/run
TempDir {folder}/tmp
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
SystemGroup root
"""
SERVER = """
LogLevel debug
MaxLogSize 0
Listen 127.0.0.1:{port}
Browsing No
DefaultAuthType None
WebInterface No
JobRetryInterval 1
<Location />
  Order deny,allow
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


class Cups:
    """A running cupsd; its queue `badge` prints on a driverless printer."""

    def __init__(self, folder: Path, printer_port: int) -> None:
        """Start it and make the queue, for which the printer must be on."""
        self.port = free_port()
        for name in ("etc", "spool", "cache", "run", "tmp"):
            (folder / name).mkdir(parents=True)
        (folder / "tmp").chmod(0o1777)  # filters run as another account than root
        (folder / "cups-files.conf").write_text(FILES.format(folder=folder))
        (folder / "cupsd.conf").write_text(SERVER.format(port=self.port))
        configuration = ["-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"]
        self._program = Program(["cupsd", "-f", *configuration], folder, "cupsd.log")
        wait_until(lambda: listens(self.port))
        self._device = f"ipp://localhost:{printer_port}/ipp/print"
        self.make_queue()

    def make_queue(self) -> None:
        """Make the queue anew, which forgets its jobs and what it held against its printer."""
        subprocess.run([*self._command("lpadmin"), "-x", "badge"], capture_output=True, timeout=30)
        self.run("lpadmin", "-p", "badge", "-E", "-v", self._device, "-m", "everywhere",
                 "-o", "printer-error-policy=retry-job")  # fmt: skip
        # CUPS asks the printer what it can after it said yes; until then the queue is "raw".
        wait_until(lambda: "Everywhere" in IppPrinter(self.url).abilities().make_and_model)

    @property
    def url(self) -> str:
        """The queue's address."""
        return f"ipp://localhost:{self.port}/printers/badge"

    def run(self, *command: str) -> None:
        """Run one of CUPS's commands against this server: cupsdisable, cupsreject, cancel, …"""
        program, *words = command
        subprocess.run(
            [*self._command(program), *words], check=True, capture_output=True, timeout=30
        )

    def _command(self, program: str) -> list[str]:
        found = shutil.which(program, path=SYSTEM_PATH) or program
        return [found, "-h", f"127.0.0.1:{self.port}"]

    def stop(self) -> None:
        """End it."""
        self._program.stop()
