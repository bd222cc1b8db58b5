"""What every printer can do: take pages, and say truly what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Receipt:
    """What a printer answered; `detail` is for the desk: a job's number or a file's name."""

    state: Literal["printed", "sent"]
    detail: str = ""


class Printer(Protocol):
    """Something that badges can be sent to."""

    def send(self, pages: Sequence[bytes], *, name: str) -> Receipt:
        """Send PNG pages as one job; `name` is an opaque id, never a person's name.

        Raises:
            PrinterUnavailable: it did not take them.
        """
        ...
