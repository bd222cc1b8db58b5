"""The letters that a door asks for while somebody waits; who writes them is wired by the kiosk.

`app.extensions["kiosk_letters"]` holds the writer. Each verb is called inside the write transaction
that the door holds, with records loaded in it, and only puts rows into the outbox: a letter goes
out with the change it speaks of, or neither does. Without a writer nothing is put.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, cast

from flask import current_app

from kiosk.domain import attendees, meetings, packs
from kiosk.domain.attendees import Attendee
from kiosk.domain.meetings import Meeting


class Letters(Protocol):
    """Whoever writes the letters."""

    def send_ticket(self, attendee: Attendee, at: datetime) -> object:
        """Put a person's ticket letter into the outbox once more."""

    def phone_linked(self, attendee: Attendee, at: datetime, label: str = "") -> object:
        """Tell a person's mailbox that a phone was linked."""

    def phone_left(self, attendee: Attendee, at: datetime, label: str = "") -> object:
        """Tell a person's mailbox that a phone of theirs speaks for somebody else now."""

    def phone_confirm(self, attendee: Attendee, at: datetime, secret: str, leaves: str) -> object:
        """Ask a person's mailbox whether a third phone may take the place of the oldest."""

    def refreeze(self, attendee: Attendee, at: datetime) -> object:
        """Write a frozen pack anew that is not on its way yet: somebody in it changed a share."""

    def told_to_delete(self, attendee: Attendee, at: datetime) -> object:
        """Tell a person's mailbox what somebody took back, so that they delete it."""


class NoLetters:
    """Writes nothing, where nobody was wired."""

    def send_ticket(self, attendee: Attendee, at: datetime) -> None:
        """Put nothing."""

    def phone_linked(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        """Put nothing."""

    def phone_left(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        """Put nothing."""

    def phone_confirm(self, attendee: Attendee, at: datetime, secret: str, leaves: str) -> None:
        """Put nothing."""

    def refreeze(self, attendee: Attendee, at: datetime) -> None:
        """Put nothing."""

    def told_to_delete(self, attendee: Attendee, at: datetime) -> None:
        """Put nothing."""


def letters() -> Letters:
    """Return the writer that was wired, or one that writes nothing."""
    return cast(Letters, current_app.extensions.get("kiosk_letters") or NoLetters())


def refresh_packs(event_id: int, readers: Iterable[Attendee], at: datetime) -> None:
    """Ask for the packs of these readers anew, once packs were frozen: a share of theirs changed.

    Packs that are on their way are left alone. Whom a recruiter met stands in the whole team's.
    """
    if packs.is_frozen(event_id):
        whole = (each for reader in readers for each in attendees.with_team(reader))
        for reader in dict.fromkeys(whole):
            letters().refreeze(reader, at)


def take_back(
    meeting: Meeting, giver: Attendee, receiver: Attendee, at: datetime
) -> list[Attendee]:
    """Take back what one gave at a meeting; return who has it by now and is told to delete it."""
    attendees.hold(receiver.id)  # no letter of theirs may be on the point of leaving meanwhile
    holders = packs.notify_deletion(meeting, giver, "withdrawn", at)
    meetings.withdraw(meeting, giver, at)
    refresh_packs(meeting.event_id, (receiver,), at)
    for holder in holders:
        letters().told_to_delete(holder, at)
    return holders


def refresh_both_packs(meeting: Meeting, at: datetime) -> None:
    """Ask for the packs of both who met anew: their meeting was undone."""
    both = (attendees.get(attendee_id) for attendee_id in (meeting.low_id, meeting.high_id))
    refresh_packs(meeting.event_id, both, at)
