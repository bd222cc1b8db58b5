"""Reading a letter of ours back, to show it before it goes: its HTML and its text."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any


@dataclass(frozen=True)
class Bodies:
    """What a letter says, both ways, and its subject."""

    subject: str
    text: str
    html: str


def read_bodies(message: bytes) -> Bodies:
    """Return what a letter says; a way that it does not have is empty."""
    letter: Any = message_from_bytes(message, policy=policy.default)
    plain, marked_up = (letter.get_body((kind,)) for kind in ("plain", "html"))
    return Bodies(
        str(letter["Subject"] or ""),
        plain.get_content() if plain is not None else "",
        marked_up.get_content() if marked_up is not None else "",
    )
