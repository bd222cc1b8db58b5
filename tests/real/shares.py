"""Which tests share a process when several run: those of a browser, a printer, or one wheel.

Read from the files' names: pytest 9.2 no longer reads the field into which xdist 3.8 writes the
group of a test, so its own marks keep nothing together.
"""

from zlib import crc32

from xdist.scheduler import LoadScopeScheduling

PRINTS = ("tests/faults/test_printing.py", "tests/faults/test_printers.py")


class Shares(LoadScopeScheduling):
    """Hands out tests one by one, but a share as a whole, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid.partition("::")[0]) or nodeid


def share_of(path: str) -> str | None:
    """Return the share of a file's tests; None: each goes where there is room.

    Only two Chromiums run and one printer, and the wheel is built and installed once.
    """
    if path.startswith("tests/browser/") or path.endswith("_in_chromium.py"):
        return f"browser {crc32(path.encode()) % 2}"
    if path.endswith("_on_paper.py") or path in PRINTS:
        return "printer"
    return path if path == "tests/test_packaging.py" else None
