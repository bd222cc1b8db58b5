"""A server that is frozen for half a minute and goes on: nobody's word is lost or done twice."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.processes import Serving, serving
from tests.faults.a_crowd import Crowd
from tests.faults.a_crowded_fair import open_fair

FROZEN_S = float(os.environ.get("KIOSK_FAULTS_FROZEN_S", "30"))


def freeze(server: Serving, for_s: float) -> None:
    """Stop every process of a server, and let it go on."""
    os.killpg(server.process.pid, signal.SIGSTOP)
    time.sleep(for_s)
    os.killpg(server.process.pid, signal.SIGCONT)


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_a_server_that_was_frozen_goes_on_where_it_was(tmp_path: Path) -> None:
    fair = open_fair(tmp_path / "data")
    with closing(Crowd(fair, tmp_path)) as crowd:
        with serving(fair.env, tmp_path) as server:
            freezing = threading.Timer(1, lambda: freeze(server, FROZEN_S))
            freezing.start()
            crowd.stay(server.port, random.Random(1), for_s=FROZEN_S + 5)
            freezing.join()
            crowd.ask_again(server.port)
            assert not crowd.unanswered
            assert server.ask("/readyz")[0] == 200

        assert crowd.audit() > 100
