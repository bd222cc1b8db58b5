"""What goes with a letter to a server, and what comes back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Envelope:
    """One transaction: an opaque name for it, one sender, one recipient."""

    name: str
    sender: str
    recipient: str


@dataclass(frozen=True)
class Reply:
    """What a server said when it took a letter."""

    code: int
    text: str
