"""The postroom: writes letters from the records and puts them into the outbox.

Called inside a write transaction (`freeze`, `send_ticket`, `phone_linked`); nothing is sent here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from kiosk.adapters import letters, mail
from kiosk.adapters.letters import Sender, Told
from kiosk.domain import codes, deliveries, events, notes, packs
from kiosk.domain.attendees import Attendee, hold
from kiosk.domain.events import Event
from kiosk.domain.notes import Followed
from kiosk.domain.packs import CannotAddress, PackContents, PackEntry, PackLetter
from kiosk.settings import Settings

AGAIN_AFTER = timedelta(minutes=10)
_WAITS = ("queued", "claimed", "deferred")
GATHER = timedelta(minutes=10)
"""How long a request to delete waits for others to the same person."""


class Postroom:
    """Writes every kind of letter, in its reader's language."""

    def __init__(self, settings: Settings) -> None:
        """Take the sender, the public address and what signs from the settings."""
        self._settings = settings
        self._sender = Sender(settings.mail_from or "Face to Face <kiosk@localhost>",
                              settings.public_url)  # fmt: skip

    def freeze(self, attendee: Attendee, at: datetime, edition: int = 1) -> str:
        """Fix one person's pack and put its letter into the outbox; return its state."""

        event = events.get(attendee.event_id)  # held here, it is read once

        def write(contents: PackContents) -> PackLetter:
            return self._pack(contents, event, at)

        return packs.freeze(attendee, write, at=at, edition=edition)

    def preview(self, attendee: Attendee, at: datetime) -> bytes:
        """Return the letter somebody would get, without their notes and private links."""
        contents = packs.contents_of(attendee, with_notes=False)
        event = events.get(attendee.event_id)
        return letters.pack_letter(contents, event, self._sender, at=at, edition=1).message

    def put_sample(self, event: Event, address: str, at: datetime) -> None:
        """Put an invented pack to an organiser into the outbox: nobody of the fair is in it."""
        letter = letters.sample_letter(event, self._sender, address, at)
        message = mail.signed(letter.message, self._settings)
        deliveries.put_test(event.id, address, message, letter.message_id, at)

    def _pack(self, contents: PackContents, event: Event, at: datetime) -> PackLetter:
        reader, edition = contents.reader, contents.edition
        try:
            letter = letters.pack_letter(
                contents,
                event,
                self._sender,
                at=at,
                edition=edition,
                pack_url=self._pack_url(reader, edition),
                unsubscribe_url=letters.way_out("pack", reader, edition, self._sender),
            )
        except mail.HeaderRefused:
            raise CannotAddress from None
        return replace(letter, message=mail.signed(letter.message, self._settings))

    def refreeze(self, attendee: Attendee, at: datetime) -> None:
        """Write what waits for a person anew: somebody in it withdrew, or was erased."""
        letter = deliveries.of_attendee(attendee.id, "pack")
        if letter is not None and not letter.has_left and letter.state != "cancelled":
            self.freeze(attendee, at, letter.edition)
        nudge = deliveries.of_attendee(attendee.id, "nudge")
        if nudge is not None and nudge.state in _WAITS:
            self._write_nudge(attendee, at)
        request = deliveries.of_attendee(attendee.id, "deletion")
        if request is not None and request.state in _WAITS:
            self.told_to_delete(attendee, at)

    def send_ticket(self, attendee: Attendee, at: datetime) -> bool:
        """Put a person's ticket into the outbox; False: one is waiting, went just now, or cannot.

        Asking again after ten minutes sends it again.
        """
        hold(attendee.id)  # asked twice at once, it goes once
        last = deliveries.of_attendee(attendee.id, "ticket")
        waits = last is not None and last.state in _WAITS
        lately = last is not None and last.has_left and at - last.put_at < AGAIN_AFTER
        if not attendee.email or waits or lately:
            return False
        own = {kind: codes.code_of(kind, attendee) for kind in ("ticket", "claim")}
        return self._send(attendee, "ticket", at, partial(letters.ticket_letter, own=own))

    def send_ticket_once(self, attendee: Attendee, at: datetime) -> bool:
        """Put a person's ticket into the outbox unless they ever had one."""
        last = deliveries.of_attendee(attendee.id, "ticket")
        had = last is not None and last.state != "no_address"
        return not had and self.send_ticket(attendee, at)

    def told_to_delete(self, holder: Attendee, at: datetime) -> None:
        """Ask a person by mail to delete what others took back; several soon after make one."""
        if not holder.email:
            return
        hold(holder.id)
        rows = packs.tell_in(holder, self._edition(holder, "deletion"))
        write = partial(letters.deletion_letter, rows=rows, pack_url=self._pack_url(holder))
        self._send(holder, "deletion", at, write, not_before=at + GATHER)

    def nudge(self, reader: Attendee, at: datetime) -> bool:
        """Put the one reminder somebody asked for; False: nobody is left to write to.

        Then none ever goes, as if it had.
        """
        hold(reader.id)
        known = deliveries.of_attendee(reader.id, "nudge")
        return known is None and self._write_nudge(reader, at)

    def _write_nudge(self, reader: Attendee, at: datetime) -> bool:
        followed = notes.follow_ups_of(reader)
        left = [each for each in packs.contents_of(reader).entries
                if each.met.shared.get("email") and not _wrote(each, followed)]  # fmt: skip
        if not left or deliveries.is_suppressed(reader.email or "", "nudge"):
            deliveries.put_without_letter(reader, "nudge", "empty", at=at)
            return False
        write = partial(letters.nudge_letter, entries=left, pack_url=self._pack_url(reader))
        return self._send(reader, "nudge", at, write)

    def phone_linked(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        """Tell a person by mail that a phone now speaks for them."""
        if attendee.email:
            write = partial(letters.phone_letter, label=label)
            self._send(attendee, "phone_linked", at, write, again=True)

    def phone_left(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        """Tell a person by mail that a phone of theirs speaks for somebody else now."""
        if attendee.email:
            write = partial(letters.phone_left_letter, label=label)
            self._send(attendee, "phone_left", at, write, again=True)

    def phone_confirm(self, attendee: Attendee, at: datetime, secret: str, leaves: str) -> None:
        """Ask a person by mail whether a third phone may take the place of the oldest."""
        if attendee.email:
            write = partial(letters.confirm_letter, asked=(secret, leaves))
            self._send(attendee, "phone_confirm", at, write, again=True)

    def mentoring(self, reader: Attendee, told: Told, at: datetime) -> int | None:
        """Tell a person by mail what has become of a request; return the letter's edition.

        Each piece of news is a letter; without an address there is none.
        """
        if not reader.email:
            return None
        edition = self._edition(reader, "mentoring", again=True)
        write = partial(letters.mentoring_letter, told=told)
        return edition if self._send(reader, "mentoring", at, write, again=True) else None

    @property
    def public_url(self) -> str:
        """Where people reach us."""
        return self._sender.public_url

    def _pack_url(self, reader: Attendee, edition: int = 0) -> str:
        """Return the private link; 0 is no edition: it proves no pack's arrival."""
        return f"{self._sender.public_url}/pack#{packs.pack_secret(reader, edition)}"

    def _edition(self, attendee: Attendee, kind: str, *, again: bool = False) -> int:
        """Return the edition of the next letter of a kind: one that has not left is replaced."""
        last = deliveries.of_attendee(attendee.id, kind)
        if last is None:
            return 1
        return last.edition + (1 if again or last.has_left else 0)

    def _send(
        self,
        attendee: Attendee,
        kind: str,
        at: datetime,
        write: Callable[..., PackLetter],
        *,
        not_before: datetime | None = None,
        again: bool = False,
    ) -> bool:
        """Put a letter into the outbox; False: none can go to that address, which is kept so.

        `again` sends another one beside one that waits: each tells something of its own.
        """
        edition, event = self._edition(attendee, kind, again=again), events.get(attendee.event_id)
        try:
            letter = write(attendee, event=event, sender=self._sender, at=at, edition=edition)
        except mail.HeaderRefused:
            deliveries.put_without_letter(attendee, kind, "no_address", at=at, edition=edition)
            return False
        deliveries.put(
            attendee,
            kind,
            message=mail.signed(letter.message, self._settings),
            message_id=letter.message_id,
            state="queued",
            at=at,
            edition=edition,
            not_before=not_before,
        )
        return True


def _wrote(entry: PackEntry, followed: dict[int, Followed]) -> bool:
    return followed.get(entry.met.meeting.id, Followed()).wrote
