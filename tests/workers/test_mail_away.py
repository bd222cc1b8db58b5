"""A mail server that is away, or lets nobody in: letters wait, and are not tried one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from kiosk.domain import deliveries
from kiosk.workers.patience import LONGEST_S, Patience
from tests.fakes.smtp import CUT, mail_server
from tests.workers.a_mailroom import Mailroom

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def release(room: Mailroom) -> None:
    room.meet(("Asha", "Ben"), ("Carol", "Cai"))
    room.freeze()
    room.release()


def tries(room: Mailroom) -> int:
    names = ("Asha", "Ben", "Carol")
    return sum(len(deliveries.attempts_of(room.letter(name))) for name in names)


def test_letters_wait_for_a_server_that_is_away(mailroom: Mailroom) -> None:
    release(mailroom)
    with mail_server() as gone:
        address = gone.url()
    worker = mailroom.worker(smtp_url=address)

    mailroom.send(worker)
    assert mailroom.states()["deferred"] == 1
    mailroom.send(worker)
    assert tries(mailroom) == 1

    mailroom.pass_by(minutes=2)
    with mail_server(gone.port) as back:
        mailroom.send(worker)

    assert mailroom.states()["accepted"] == len(back.accepted) >= 2
    assert "deferred" not in mailroom.states()


@pytest.mark.parametrize(
    ("step", "act"), [("banner", "421 4.3.2 Closing"), ("banner", CUT), ("ehlo", "554 5.3.2 No")]
)
def test_a_server_that_lets_nobody_in_is_asked_once_for_all(
    mailroom: Mailroom, step: str, act: str
) -> None:
    release(mailroom)
    mailroom.sink.misbehave(step, act)
    worker = mailroom.worker()

    mailroom.send(worker)

    assert tries(mailroom) == 1
    mailroom.sink.behave()
    mailroom.pass_by(minutes=2)
    mailroom.send(worker)
    assert set(mailroom.got().values()) == {1}
    assert set(mailroom.states()) <= {"accepted", "empty"}


def test_waits_for_a_server_grow_to_five_minutes_and_end_when_it_answers() -> None:
    patience, at, waits = Patience(), NOW, []

    for _try in range(12):
        patience.lose(at)
        began = at
        while patience.waits(at):
            at += timedelta(seconds=0.5)
        waits.append((at - began).total_seconds())
    assert waits[0] <= 3
    assert all(later > earlier for earlier, later in pairwise(waits[:7]))
    assert LONGEST_S * 0.8 <= waits[-1] <= LONGEST_S * 1.2 + 1
    patience.lose(at)
    assert not patience.waits(at - timedelta(hours=1))  # a clock that was set back

    patience.regain()

    assert not patience.waits(at)
