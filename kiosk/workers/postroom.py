"""The postroom: writes letters from the records and puts them into the outbox.

Called inside a write transaction (`freeze`, `send_ticket`, `phone_linked`); nothing is sent here.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.adapters import letters, mail
from kiosk.adapters.letters import Sender
from kiosk.domain import codes, deliveries, events, packs
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.events import Event
from kiosk.domain.packs import PackContents, PackLetter
from kiosk.settings import Settings

AGAIN_AFTER = timedelta(minutes=10)


class Postroom:
    """Writes every kind of letter, in its reader's language."""

    def __init__(self, settings: Settings) -> None:
        """Take the sender, the public address and what signs from the settings."""
        self._settings = settings
        self._sender = Sender(settings.mail_from or "Face to Face <kiosk@localhost>",
                              settings.public_url)  # fmt: skip

    def freeze(self, attendee: Attendee, at: datetime, edition: int = 1) -> str:
        """Fix one person's pack and put its letter into the outbox; return its state."""

        def write(contents: PackContents) -> PackLetter:
            event = events.get(attendee.event_id)
            letter = letters.pack_letter(contents, event, self._sender, at=at, edition=edition)
            return replace(letter, message=mail.signed(letter.message, self._settings))

        return packs.freeze(attendee, write, at=at, edition=edition)

    def refreeze(self, attendee: Attendee, at: datetime) -> None:
        """Write a frozen pack anew: somebody in it withdrew, or was erased."""
        letter = deliveries.of_attendee(attendee.id, "pack")
        if letter is not None and not letter.has_left:
            self.freeze(attendee, at, letter.edition)

    def send_ticket(self, attendee: Attendee, at: datetime) -> bool:
        """Put a person's ticket into the outbox; False: one is waiting, went just now, or cannot.

        Asking again after ten minutes sends it again.
        """
        hold(attendee.id)  # asked twice at once, it goes once
        last = deliveries.of_attendee(attendee.id, "ticket")
        if not attendee.email or (
            last is not None and (not last.has_left or at - last.put_at < AGAIN_AFTER)
        ):
            return False
        edition = last.edition + 1 if last else 1
        event = events.get(attendee.event_id)
        own = {kind: codes.code_of(kind, attendee) for kind in ("ticket", "claim")}
        letter = letters.ticket_letter(attendee, event, own, self._sender, at=at, edition=edition)
        self._put(attendee, "ticket", letter, at, edition)
        return True

    def send_ticket_once(self, attendee: Attendee, at: datetime) -> bool:
        """Put a person's ticket into the outbox unless they ever had one."""
        known = deliveries.of_attendee(attendee.id, "ticket") is not None
        return not known and self.send_ticket(attendee, at)

    def phone_linked(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        """Tell a person by mail that a phone now speaks for them."""
        if not attendee.email:
            return
        edition, event = self._next(attendee, "phone_linked")
        letter = letters.phone_letter(attendee, event, label, self._sender, at=at, edition=edition)
        self._put(attendee, "phone_linked", letter, at, edition)

    def phone_left(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        """Tell a person by mail that a phone of theirs speaks for somebody else now."""
        if not attendee.email:
            return
        edition, event = self._next(attendee, "phone_left")
        letter = letters.phone_left_letter(
            attendee, event, label, self._sender, at=at, edition=edition
        )
        self._put(attendee, "phone_left", letter, at, edition)

    def phone_confirm(self, attendee: Attendee, at: datetime, secret: str, leaves: str) -> None:
        """Ask a person by mail whether a third phone may take the place of the oldest."""
        if not attendee.email:
            return
        edition, event = self._next(attendee, "phone_confirm")
        letter = letters.confirm_letter(
            attendee, event, (secret, leaves), self._sender, at=at, edition=edition
        )
        self._put(attendee, "phone_confirm", letter, at, edition)

    def _next(self, attendee: Attendee, kind: str) -> tuple[int, Event]:
        last = deliveries.of_attendee(attendee.id, kind)
        return last.edition + 1 if last else 1, events.get(attendee.event_id)

    def _put(
        self, attendee: Attendee, kind: str, letter: PackLetter, at: datetime, edition: int
    ) -> None:
        deliveries.put(
            attendee,
            kind,
            message=mail.signed(letter.message, self._settings),
            message_id=letter.message_id,
            state="queued",
            at=at,
            edition=edition,
        )
