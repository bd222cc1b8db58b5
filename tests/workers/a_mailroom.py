"""A fair with its real postroom, the outbox's worker, and the mail server it speaks with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from time_machine import Traveller

from kiosk.adapters.mail import Timeouts, open_outbox
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, erasure, packs
from kiosk.domain.deliveries import Delivery
from kiosk.settings import Settings
from kiosk.workers.mail import MailWorker
from kiosk.workers.postroom import Postroom
from tests.fakes.smtp import Sink
from tests.people import NOON, Fair

IMPATIENT = Timeouts(connect_s=5, verb_s=5, data_s=5, dot_s=0.5)


@dataclass
class Mailroom:
    """What a test of letters holds; `fair` has Asha, Ben, Carol and Cai."""

    app: Flask
    sink: Sink
    clock: Traveller
    folder: Path
    at: datetime = NOON
    fair: Fair = field(init=False)

    def __post_init__(self) -> None:
        """Open the fair."""
        self.fair = Fair()
        self.postroom = Postroom(self.settings)

    @property
    def settings(self) -> Settings:
        """The application's settings, with letters going to the sink."""
        own = {"smtp_url": self.sink.url(), "mail_from": "Employer Fair <fair@fair.example>"}
        return self.app.config["KIOSK"].model_copy(update={**own, "data_dir": self.folder})

    def worker(self, **changes: Any) -> MailWorker:
        """A worker with a connection of its own."""
        settings = self.settings.model_copy(update=changes)
        outbox = open_outbox(
            settings.smtp_url, data_dir=self.folder, mail_from=settings.mail_from,
            timeouts=IMPATIENT,
        )  # fmt: skip
        return MailWorker(settings, outbox)

    def pass_by(self, **span: float) -> None:
        """Let time go by."""
        self.at += timedelta(**span)
        self.clock.move_to(self.at, tick=False)

    def meet(self, *pairs: tuple[str, str]) -> None:
        """Let everybody in, and these pairs meet."""
        self.fair.check_in(*(a.first_name for a in attendees.of_event(self.fair.id)))
        for one, other in pairs:
            self.fair.let_meet(one, other, self.at)

    def freeze(self) -> None:
        """Freeze everybody's pack, a transaction a person."""
        for attendee_id in packs.people(self.fair.id):
            with writing():
                self.postroom.freeze(attendees.get(attendee_id), self.at)

    def release(self) -> int:
        """Release what is frozen."""
        with writing():
            return deliveries.start(self.fair.id, "pack", self.at)

    def send(self, worker: MailWorker | None = None) -> None:
        """Send all that is due now."""
        working = worker or self.worker()
        while working.run_once():
            pass
        working.close()

    def states(self) -> dict[str, int]:
        """How many packs are in which state."""
        db.session.rollback()
        return deliveries.counts(self.fair.id)

    def letter(self, first_name: str) -> Delivery:
        """A person's pack in the outbox, as the database has it."""
        db.session.rollback()
        found = deliveries.of_attendee(self.fair.person(first_name).id, "pack")
        assert found is not None
        return found

    def erase(self, first_name: str) -> None:
        """Erase a person, as the desk does."""
        with writing():
            person = self.fair.person(first_name)
            erasure.erase(person, self.at, partial(self.postroom.refreeze, at=self.at))

    def resolve(self, first_name: str, *, sent: bool) -> None:
        """Settle an unknown letter by hand."""
        with writing():
            deliveries.resolve(self.letter_here(first_name), sent=sent, by="staff:x", at=self.at)

    def resume(self) -> None:
        """Let the run go on that the breaker or somebody held back."""
        with writing():
            assert deliveries.resume(self.fair.id, "pack", "staff:x", self.at)

    def letter_here(self, first_name: str) -> Delivery:
        """A person's pack, inside the transaction that is open."""
        found = deliveries.of_attendee(self.fair.person(first_name).id, "pack")
        assert found is not None
        return found

    def got(self) -> Counter[str]:
        """How many letters the server took, by address."""
        return Counter(taken.recipient for taken in self.sink.accepted)

    def sent_to(self, address: str, which: int = 0) -> bytes:
        """The content of a letter that the server got for an address, unfolded, all parts."""
        taken = [t.message for t in self.sink.taken if t.recipient == address]
        return opened(taken[which])

    def content(self, first_name: str) -> bytes:
        """The content of a person's letter as it lies in the outbox."""
        return opened(self.letter(first_name).message or b"")


def opened(message: bytes) -> bytes:
    """Return a letter's parts decoded, its headers left out."""
    parts = message_from_bytes(message, policy=policy.default).walk()
    return b"\n".join(
        bytes(part.get_payload(decode=True)) for part in parts if not part.is_multipart()
    )
