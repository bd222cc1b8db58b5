"""What every printer can do, and the words for how it is and what became of a job.

A badge takes three steps, so that a crash between them leaves a number to ask after: `begin` (no
dot has left), `send`, and `fate` until it is printed. "Taken" is never called "printed".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from badges.page import Page

MOST_DPI = 600  # more is slow to draw, and no eye sees it on a label


@dataclass(frozen=True)
class Condition:
    """How a printer is just now.

    `reason` is the slug of what keeps it from printing: media-empty, cover-open, media-jam, paused,
    offline, not-accepting, …; "" while nothing does. `warnings` are slugs too, of what it prints
    on in spite of: media-low.
    """

    state: Literal["ready", "busy", "stopped", "away"]
    reason: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Abilities:
    """What a printer can do.

    `formats` are media types, the one it likes best first; `media` its names of sizes (PWG 5101.1);
    `resolutions_dpi` the ones it prints at dot for dot, none where any will do. `makes_jobs_first`
    says whether `begin` gives a number.
    """

    name: str = ""
    make_and_model: str = ""
    formats: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    resolutions_dpi: tuple[int, ...] = ()
    colour: bool = False
    makes_jobs_first: bool = False


@dataclass(frozen=True)
class Fate:
    """What became of a job.

    `began` is whether it ever began to print; True whenever that is in doubt. `lost`: the printer
    answers, and knows no such job.
    """

    state: Literal["waiting", "printing", "held_up", "printed", "aborted", "cancelled", "lost"]
    began: bool


class Printer(Protocol):
    """Something that badges can be sent to."""

    def condition(self) -> Condition:
        """Return how it is just now; never raises, for "away" is a condition too."""
        ...

    def abilities(self) -> Abilities:
        """Return what it can do, asked once, and again after it was away or stood still.

        Raises:
            PrinterUnavailable: it did not say.
        """
        ...

    def begin(self, pages: Sequence[Page], *, name: str) -> str:
        """Make a job before a dot leaves; return its number, or "" where there is none before.

        `name` is an opaque id, never a person's name. Whether the printer is ready is not looked
        at: a job also waits at a printer that stands still.

        Raises:
            PrinterUnavailable: it made none, and nothing can come out of it.
        """
        ...

    def send(self, pages: Sequence[Page], *, name: str, number: str = "") -> str:
        """Send pages to the job that was begun, or as a new job; return the job's number.

        Raises:
            PrinterUnavailable: surely nothing was taken; a job that was begun stays empty.
            OutcomeUnknown: nobody knows; `fate`, `find` and `cancel` may tell.
        """
        ...

    def fate(self, number: str) -> Fate:
        """Return what became of a job.

        Raises:
            PrinterUnavailable: it did not say.
        """
        ...

    def find(self, name: str) -> str | None:
        """Return the number of the newest job of a name, finished or not, or None.

        Raises:
            PrinterUnavailable: it did not say.
        """
        ...

    def cancel(self, number: str) -> Fate:
        """Ask that a job be cancelled, and return what then is true of it.

        Raises:
            PrinterUnavailable: it did not say; it may be cancelled or not.
        """
        ...


def best_dpi(abilities: Abilities, wanted: int = 300) -> int:
    """Return the resolution to draw at, in dots an inch.

    That is the wanted one where the printer has it or has none of its own, else the next finer
    up to 600, else the finest below.
    """
    offered = sorted(abilities.resolutions_dpi)
    if not offered or wanted in offered:
        return wanted
    finer = [dpi for dpi in offered if wanted < dpi <= MOST_DPI]
    coarser = [dpi for dpi in offered if dpi < wanted]
    return finer[0] if finer else coarser[-1] if coarser else offered[0]
