"""A folder that stands for a printer: each badge becomes a PNG file, whole or not at all."""

import contextlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from badges.errors import PrinterUnavailable
from badges.printers.printer import Receipt

SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


class FolderPrinter:
    """Writes badges below one folder."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it is made when the first badge comes."""
        self.folder = folder

    def send(self, pages: Sequence[bytes], *, name: str) -> Receipt:
        """Write `<name>.png`, further pages as `<name>-2.png` and so on; they are durable then.

        Raises:
            ValueError: the name could leave the folder.
            PrinterUnavailable: the folder cannot be written.
        """
        if not SAFE_NAME.fullmatch(name):
            raise ValueError("A badge's file name has letters, digits, dots, dashes only.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for number, page in enumerate(pages, start=1):
                suffix = "" if number == 1 else f"-{number}"
                _write_whole(self.folder / f"{name}{suffix}.png", page)
            _make_durable(self.folder)
        except OSError as error:
            raise PrinterUnavailable(
                "folder_unwritable",
                "The folder for badges cannot be written. Free some room or give this program"
                " the right to write there, then print again.",
            ) from error
        return Receipt("printed", f"{name}.png")


def _write_whole(path: Path, content: bytes) -> None:
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(scratch)
        raise


def _make_durable(folder: Path) -> None:
    """Sync the folder itself, or a power cut may forget a file's new name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
