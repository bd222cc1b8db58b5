"""The emulated printer itself: what tests of printing stand on must stand, and must go away."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from tests.real.emulated import wait_until
from tests.real.paper import pages
from tests.real.parts import need

START = """
import sys, time
from pathlib import Path
from tests.real.printer import RealPrinter
room = RealPrinter(Path(sys.argv[1]))
print("ready", flush=True)
time.sleep(60)
"""


def running_below(folder: Path) -> set[str]:
    """Return the programs that work below a folder."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            inside = os.readlink(process / "cwd").startswith(str(folder))
            name = (process / "comm").read_text().strip()
        except OSError:  # it has ended, or is another's
            continue
        if inside:
            found.add(name)
    return found


@pytest.mark.printer
def test_nothing_of_it_outlives_a_test_that_is_killed() -> None:
    need("printer")
    folder = Path(tempfile.mkdtemp(prefix="kiosk-printer-"))
    folder.chmod(0o755)
    command = [sys.executable, "-c", START, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        assert {"cupsd", "ippeveprinter", "dbus-daemon"} <= running_below(folder)

        child.send_signal(signal.SIGKILL)

    wait_until(lambda: not running_below(folder))
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"paper",
        b"%PDF-1.4 of nothing",
        b"UNIRAST\0\0\0\0\1\x08\0\1\4",
        b"UNIRAST\0\0\0\0\1\x08\0\1\4" + b"\0" * 8 + b"\xff" * 12 + b"\0" * 8,
        b"RaS2PwgRaster\0",
    ],
)
def test_what_is_no_page_is_said(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"[A-Za-z]\.$"):
        pages(content)


def test_a_line_that_is_longer_than_its_page_is_said() -> None:
    head = b"UNIRAST\0\0\0\0\1\x08\0\1\4" + b"\0" * 8 + b"\0\0\0\x08\0\0\0\1\0\0\1\x2c" + b"\0" * 8

    (page,) = pages(head + b"\0\7\xff")

    assert page.tobytes() == Image.new("L", (8, 1), 255).tobytes()
    with pytest.raises(ValueError, match="line"):
        pages(head + b"\0\x08\xff")
