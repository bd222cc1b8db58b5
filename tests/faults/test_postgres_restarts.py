"""PostgreSQL crashes and comes back, again and again: what was in doubt is settled by its op_id."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.processes import serving, wait_until
from tests.fakes.smtp import Sink
from tests.faults.a_crowd import Crowd
from tests.faults.a_crowded_fair import ask, open_fair
from tests.faults.a_mail_run import kill, mail_run
from tests.real import postgres
from tests.real.parts import need
from tests.real.postgres import Cluster, as_owner

CRASHES = 5
BACK_WITHIN_S = 10


class Crashing:
    """A cluster that keeps what it promised: nothing of its durability is let go."""

    def __init__(self, programs: Path, folder: Path) -> None:
        """Make it and start it."""
        self._folder = folder
        self.cluster, self._server = postgres.start(programs, folder)

    def crash(self) -> None:
        """End it at once, as if the machine had; and start it again."""
        self._server.send_signal(signal.SIGQUIT)  # which is "immediate": nothing is tidied up
        self._server.wait(30)
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                self._server.args, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self._folder, **as_owner(),
            )  # fmt: skip
        wait_until(self.cluster.answers)

    def close(self) -> None:
        """End it."""
        postgres.stop(self._server)


@pytest.fixture
def crashing() -> Iterator[tuple[Crashing, Cluster]]:
    """A cluster of this test's own."""
    programs, folder = Path(need("postgres")), postgres.fresh_folder()
    try:
        with closing(Crashing(programs, folder)) as made:
            yield made, made.cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.faults
@pytest.mark.postgres
@pytest.mark.timeout(600)
def test_a_database_that_crashes_under_load_loses_nothing_that_was_acknowledged(
    crashing: tuple[Crashing, Cluster], tmp_path: Path
) -> None:
    database, cluster = crashing
    cluster.run("CREATE DATABASE fair")
    fair = open_fair(tmp_path / "data", cluster.url("fair"))
    with closing(Crowd(fair, tmp_path)) as crowd, serving(fair.env, tmp_path) as server:
        for number in range(CRASHES):
            rush = threading.Thread(
                target=crowd.stay, args=(server.port, random.Random(number)), kwargs={"for_s": 4}
            )
            rush.start()
            time.sleep(1)
            database.crash()
            back_at = time.monotonic()
            wait_until(
                lambda: ask(server.port, fair, "/attendees/search", {"q": "P1 Crowd"}) == 200
            )
            assert time.monotonic() - back_at < BACK_WITHIN_S
            rush.join(120)
            crowd.ask_again(server.port)
        assert not crowd.unanswered
        assert server.ask("/readyz")[0] == 200

        assert crowd.audit() > 100


@pytest.mark.faults
@pytest.mark.postgres
@pytest.mark.timeout(600)
def test_a_release_during_which_the_database_crashes_sends_each_letter_once(
    crashing: tuple[Crashing, Cluster], tmp_path: Path, smtp: Sink
) -> None:
    database, cluster = crashing
    cluster.run("CREATE DATABASE fair")
    with mail_run(tmp_path, smtp, 200, cluster.url("fair")) as run:
        worker = run.start("work")
        for number in range(CRASHES):
            wait_until(lambda number=number: len(smtp.accepted) >= 20 * (number + 1))  # type: ignore[misc]
            database.crash()
        wait_until(lambda: len(smtp.accepted) >= 180)
        kill(worker)
        worker.wait()
        run.finish()

        run.must_be_whole(200)
