"""A postroom for tests: letters that say only whom the reader met."""

from datetime import datetime

from kiosk.domain import packs
from kiosk.domain.attendees import Attendee


class Postroom:
    """Writes letters that name whom a reader met, as the real one does."""

    def freeze(self, attendee: Attendee, at: datetime) -> str:
        """Write a letter of names."""

        def write(contents: packs.PackContents) -> packs.PackLetter:
            names = ", ".join(entry.met.person.name for entry in contents.entries)
            return packs.PackLetter(
                f"To {attendee.email}: {names}".encode(), f"<{attendee.public_id}@fair.example>"
            )

        return packs.freeze(attendee, write, at=at)

    def preview(self, attendee: Attendee, at: datetime) -> bytes:
        """Return a letter of names."""
        met = packs.contents_of(attendee, with_notes=False).entries
        return b"Subject: Your pack\n\n" + ", ".join(e.met.person.name for e in met).encode()

    refreeze = freeze
