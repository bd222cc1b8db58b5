"""A label printer that stands next to the test, and the CUPS queue in front of it.

The programs are Debian's own; nothing of them leaves loopback, and no service of the machine is
touched. Started once a session, well again before each test.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.real.cups import Cups
from tests.real.emulated import Bus, Emulator, wait_until
from tests.real.paper import pages_below
from tests.real.parts import need


class RealPrinter:
    """What a test does to the printer, and what came out of it."""

    def __init__(self, folder: Path) -> None:
        """Switch everything on, below a folder."""
        self.bus = Bus(folder)
        self.emulator = Emulator(folder / "label", self.bus)
        self.emulator.switch_on()
        self.cups = Cups(folder / "cups", self.emulator.port)
        self.direct_url = self.emulator.url
        self.direct_tls_url = self.direct_url.replace("ipp:", "ipps:")
        self.queue_url = self.cups.url

    def jam(self) -> None:
        """Take the labels out: what prints now waits for more."""
        self.emulator.suffer("empty")

    def slow_down(self) -> None:
        """Take the next job in hand, and bring it out only after `refill`."""
        self.emulator.suffer("slow")

    def fail(self) -> None:
        """Let each job break off half way."""
        self.emulator.suffer("abort")

    def refill(self) -> None:
        """Be well again."""
        self.emulator.suffer()

    def switch_off(self) -> None:
        """Pull the plug; the queue in front stays."""
        self.emulator.switch_off()

    def switch_on(self) -> None:
        """Plug it in again: it knows nothing of its jobs, and counts from 1."""
        self.emulator.switch_on()

    def pause_queue(self) -> None:
        """Let CUPS take jobs and print none."""
        self.cups.run("cupsdisable", "badge")

    def resume_queue(self) -> None:
        """Let CUPS take jobs and print them."""
        self.cups.run("cupsenable", "badge")
        self.cups.run("cupsaccept", "badge")

    def close_queue(self) -> None:
        """Let CUPS refuse jobs."""
        self.cups.run("cupsreject", "badge")

    def arrived(self) -> list[Image.Image]:
        """Return the pages that came out, the oldest first."""
        return pages_below(self.emulator.out)

    def wait_for(self, count: int, within_s: float = 15) -> list[Image.Image]:
        """Return the pages once so many came out."""
        wait_until(lambda: len(list(self.emulator.out.glob("[!.]*"))) >= count, within_s)
        return self.arrived()

    def has_a_job(self) -> bool:
        """Whether the printer has a whole job in hand just now."""
        return self.emulator.has_a_job()

    def recover(self) -> None:
        """Have nothing in hand, nothing in the tray, and no trouble."""
        self.refill()
        self.switch_off()
        self.emulator.empty_tray()
        self.switch_on()
        self.cups.make_queue()

    def stop(self) -> None:
        """End every program."""
        self.cups.stop()
        self.switch_off()
        self.bus.stop()


@pytest.fixture(scope="session")
def printing_room() -> Iterator[RealPrinter]:
    """The printer and the queue, as the last test left them."""
    need("printer")
    # Not below pytest's own folder: CUPS's filters run as another account, which it is closed to.
    folder = Path(tempfile.mkdtemp(prefix="kiosk-printer-"))
    folder.chmod(0o755)
    try:
        room = RealPrinter(folder)
        yield room
        room.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def label_printer(printing_room: RealPrinter) -> RealPrinter:
    """A label printer that is well, with nothing in its tray and nothing in its queue."""
    printing_room.recover()
    return printing_room
