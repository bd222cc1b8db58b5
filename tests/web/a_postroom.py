"""A postroom for tests: letters that say only whom the reader met."""

from datetime import datetime

from flask import Flask

from kiosk.domain import packs
from kiosk.domain.attendees import Attendee
from kiosk.workers.freezing import FreezingWorker


class Postroom:
    """Writes letters that name whom a reader met, as the real one does."""

    def freeze(self, attendee: Attendee, at: datetime, edition: int = 1) -> str:
        """Write a letter of names."""

        def write(contents: packs.PackContents) -> packs.PackLetter:
            names = ", ".join(entry.met.person.name for entry in contents.entries)
            return packs.PackLetter(
                f"To {attendee.email}: {names}".encode(), f"<{attendee.public_id}@fair.example>"
            )

        return packs.freeze(attendee, write, at=at, edition=edition)

    def preview(self, attendee: Attendee, at: datetime) -> bytes:
        """Return a letter of names."""
        met = packs.contents_of(attendee, with_notes=False).entries
        return b"Subject: Your pack\n\n" + ", ".join(e.met.person.name for e in met).encode()

    refreeze = freeze


def let_write(app: Flask) -> None:
    """Let the worker write every letter that was asked for."""
    with app.app_context():
        worker = FreezingWorker(app.config["KIOSK"], app.extensions["kiosk_letters"])
        while worker.step():
            pass
