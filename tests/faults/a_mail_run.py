"""A release of many packs, carried by worker processes that are forked, killed and frozen.

Time is scaled: what a lease or a wait would take is moved in the database between two workers.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select, update

from kiosk import clock, create_app
from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, deliveries, devices, events, meetings, packs
from kiosk.domain.arrivals import Admission
from kiosk.domain.deliveries import Delivery
from kiosk.domain.meetings import Handshake
from kiosk.settings import Settings
from kiosk.workers.postroom import Postroom
from tests.cli.a_shell import environment
from tests.fakes.smtp import Sink
from tests.faults.a_crowded_fair import open_fair
from tests.faults.nursery import Forked, Nursery, nursery
from tests.people import op_id
from tests.real.databases import SECRET_KEY, closed_after

SENDER = "Fair <fair@fair.example>"


@dataclass
class MailRun:
    """A fair whose packs are released, the server they go to, and where workers come from."""

    app: Flask
    sink: Sink
    workers: Nursery
    folder: Path
    event_id: int

    def start(self, *told: str) -> Forked:
        """Fork a worker's process."""
        log = self.folder / "mail.log"
        log.touch()
        return self.workers.fork([*told], log)

    def send(self) -> Forked:
        """Fork a `kiosk packs send`."""
        return self.start("packs", "send", "--event", "fair")

    def let_time_pass(self) -> None:
        """Let every lease and every wait be over, and the breaker forget what it counted."""
        past = clock.now() - timedelta(hours=1)
        with self.app.app_context(), writing():
            leased = update(Delivery).where(Delivery.lease_until.is_not(None))
            db.session.execute(leased.values(lease_until=past))
            put_off = update(Delivery).where(Delivery.state == "deferred")
            db.session.execute(put_off.values(not_before=past))
            deliveries.pause(self.event_id, "pack", "staff:x", clock.now())
            deliveries.resume(self.event_id, "pack", "staff:x", clock.now())

    def finish(self) -> None:
        """Let workers go on until none is left to send."""
        while self.open_ones():
            self.let_time_pass()
            self.send().wait()

    def open_ones(self) -> int:
        """How many letters are not settled."""
        going = ("queued", "claimed", "data_open", "deferred")
        return sum(self.states().get(state, 0) for state in going)

    def states(self) -> dict[str, int]:
        """How many letters are in which state."""
        with self.app.app_context():
            return deliveries.counts(self.event_id)

    def by_address(self) -> dict[str, str]:
        """Each letter's state, by its address."""
        with self.app.app_context():
            query = select(Delivery.to_address, Delivery.state).where(
                Delivery.event_id == self.event_id
            )
            return {str(address): state for address, state in db.session.execute(query)}

    def must_be_whole(self, people: int) -> None:
        """Nobody got two, whoever is `accepted` got one, and everybody is in a named state."""
        got = Counter(taken.recipient for taken in self.sink.accepted)
        states = self.by_address()
        assert sum(self.states().values()) == len(states) == people
        assert set(states.values()) <= {"accepted", "unknown"}
        assert max(got.values()) == 1
        assert {who for who, state in states.items() if state == "accepted"} <= set(got)


def kill(process: Forked, number: int = signal.SIGKILL) -> None:
    """Send a signal to a worker and all of its threads."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


@contextmanager
def mail_run(
    folder: Path, sink: Sink, people: int, database_url: str = "", connections: int = 2
) -> Iterator[MailRun]:
    """Give a fair whose packs are released; everybody met one other."""
    fair = open_fair(folder / "data", database_url, people=people)
    own = {"database_url": database_url} if database_url else {}
    settings = Settings(data_dir=fair.data_dir, secret_key=SECRET_KEY, mail_from=SENDER, **own)
    mail = {"KIOSK_MAIL_FROM": SENDER, "KIOSK_SMTP_URL": sink.url()}
    mail["KIOSK_MAIL_CONNECTIONS"] = str(connections)
    env = environment(fair.data_dir, **mail, **{f"KIOSK_{k.upper()}": v for k, v in own.items()})
    with closed_after(create_app(settings)) as app, nursery(env, folder) as workers:
        with app.app_context():
            event_id = _release(settings, fair.key)
        yield MailRun(app, sink, workers, folder, event_id)


def _release(settings: Settings, key: str) -> int:
    event, at = events.by_slug("fair"), clock.now()
    facts, door = events.facts(event), devices.by_key(key)
    assert door is not None
    people = attendees.of_event(event.id)
    with writing():
        for person in people:
            entry = Admission(facts, door.door, "desk", op_id(), device=door)
            arrivals.check_in(entry, person, at)
        for one, other in zip(people[::2], people[1::2], strict=True):
            shake = Handshake(facts, "tablet", op_id(), door.asker, door.id)
            meetings.meet(shake, one, other, at)
    postroom = Postroom(settings)
    with writing():
        for attendee_id in packs.people(event.id):
            postroom.freeze(attendees.get(attendee_id), at)
        deliveries.start(event.id, "pack", at)
    event_id = event.id
    db.session.remove()
    return event_id
