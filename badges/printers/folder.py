"""A folder that stands for a printer: each badge becomes a PNG file, whole or not at all."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from badges.errors import PrinterUnavailable
from badges.page import Page
from badges.printers.printer import Abilities, Condition, Fate

SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


class FolderPrinter:
    """Writes badges below one folder; a job's number is its name."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it is made when the first badge comes."""
        self.folder = folder

    def condition(self) -> Condition:
        """Return whether the folder, or the nearest that stands above it, can be written."""
        standing = self.folder
        while not standing.exists() and standing != standing.parent:
            standing = standing.parent
        if standing.is_dir() and os.access(standing, os.W_OK | os.X_OK):
            return Condition("ready")
        return Condition("stopped", "folder_unwritable")

    def abilities(self) -> Abilities:
        """Return that it takes pictures of any size."""
        return Abilities(name=self.folder.name, formats=("image/png",), colour=True)

    def begin(self, pages: Sequence[Page], *, name: str) -> str:
        """Return "": a file is there whole or not at all, so nothing needs to be begun."""
        return ""

    def send(self, pages: Sequence[Page], *, name: str, number: str = "") -> str:
        """Write `<name>.png`, further pages as `<name>-2.png` and so on; they are durable then.

        Raises:
            ValueError: the name could leave the folder.
            PrinterUnavailable: the folder cannot be written.
        """
        if not SAFE_NAME.fullmatch(name):
            raise ValueError("A badge's file name has letters, digits, dots, dashes only.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # The first page comes last: where it stands, the whole badge does.
            for place, page in reversed(list(enumerate(pages, start=1))):
                suffix = "" if place == 1 else f"-{place}"
                _write_whole(self.folder / f"{name}{suffix}.png", page)
            _make_durable(self.folder)
        except OSError as error:
            raise PrinterUnavailable(
                "folder_unwritable",
                "The folder for badges cannot be written. Free some room or give this program"
                " the right to write there, then print again.",
            ) from error
        return name

    def fate(self, number: str) -> Fate:
        """Return "printed" where the file stands."""
        found = self.find(number) is not None
        return Fate("printed", began=True) if found else Fate("lost", began=False)

    def find(self, name: str) -> str | None:
        """Return the name where its file stands."""
        stands = bool(SAFE_NAME.fullmatch(name)) and (self.folder / f"{name}.png").exists()
        return name if stands else None

    def cancel(self, number: str) -> Fate:
        """Return what is true: a file is never half written."""
        return self.fate(number)


def _write_whole(path: Path, page: Page) -> None:
    content = io.BytesIO()
    page.image.save(content, "PNG", dpi=(page.dpi, page.dpi))
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.getvalue())
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
