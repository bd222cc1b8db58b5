"""Worker processes killed just after the server took a letter, or frozen: never a second copy.

`make test` kills twenty times on SQLite, `make faults` five hundred times on both databases.
"""

from __future__ import annotations

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from tests.cli.processes import wait_until
from tests.fakes.smtp import Sink
from tests.faults.a_mail_run import MailRun, kill, mail_run
from tests.faults.nursery import Forked

A_FEW = 20
FULL = int(os.environ.get("KIOSK_FAULTS_MAIL_KILLS", "500"))


def kill_often(run: MailRun, *told: str, times: int) -> None:
    """Kill a worker 0 to 5 ms after the server has taken a letter, so many times."""
    for number in range(times):
        run.let_time_pass()
        _kill_once(run, told, random.Random(number).uniform(0, 0.005))
        if number % 50 == 49:
            print(f"\n{number + 1} kills, {run.states()}", flush=True)
    run.sink.on_step = bool
    run.finish()


def _kill_once(run: MailRun, told: tuple[str, ...], after_s: float) -> None:
    taken, processes = threading.Event(), list[Forked]()
    born = threading.Event()

    def end() -> None:
        born.wait(10)
        kill(processes[0])

    def on_step(name: str) -> None:
        if name == "dot" and not taken.is_set():
            taken.set()
            threading.Timer(after_s, end).start()

    run.sink.on_step = on_step
    processes.append(run.start(*told))
    born.set()
    wait_until(lambda: processes[0].poll() is not None)
    assert taken.is_set()


def test_a_worker_killed_after_the_250_sends_nobody_a_second_letter(
    tmp_path: Path, smtp: Sink
) -> None:
    with mail_run(tmp_path, smtp, 100) as run:
        kill_often(run, "packs", "send", "--event", "fair", times=A_FEW)

        assert run.states()["unknown"] >= 1
        run.must_be_whole(100)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_five_hundred_kills_send_nobody_a_second_letter(tmp_path: Path, smtp: Sink) -> None:
    people = FULL * 8
    with mail_run(tmp_path, smtp, people) as run:
        kill_often(run, "packs", "send", "--event", "fair", times=FULL)

        run.must_be_whole(people)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_nor_do_five_hundred_on_postgresql(
    tmp_path: Path, smtp: Sink, postgres_database: str
) -> None:
    people = FULL * 8
    with mail_run(tmp_path, smtp, people, postgres_database) as run:
        kill_often(run, "work", times=FULL)

        run.must_be_whole(people)


@pytest.mark.parametrize("step", ["rcpt", "dot"])
def test_a_worker_frozen_while_another_works_sends_nothing_twice(
    tmp_path: Path, smtp: Sink, step: str
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def on_step(name: str) -> None:
        if name == step and not reached.is_set():
            reached.set()
            go_on.wait(20)

    smtp.on_step = on_step
    with mail_run(tmp_path, smtp, 4, connections=1) as run:
        zombie = run.send()
        assert reached.wait(20)
        kill(zombie, signal.SIGSTOP)
        go_on.set()
        run.finish()
        before = run.states()

        kill(zombie, signal.SIGCONT)
        zombie.wait()

        assert before == ({"accepted": 4} if step == "rcpt" else {"accepted": 3, "unknown": 1})
        assert run.states() == {"accepted": 4}
        run.must_be_whole(4)
