"""What was acknowledged survives: a kill in the middle, a stop in the middle."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from uuid import uuid4

import pytest

from tests.cli.a_shell import Shell, environment
from tests.cli.processes import Serving, serving

PEOPLE = 200


@pytest.fixture
def crowd(fair: Shell) -> Shell:
    """A fair with two hundred more people."""
    rows = "".join(f"P{number} Crowd,p{number}@x.example\n" for number in range(PEOPLE))
    list_ = fair.write("crowd.csv", f"name,email\n{rows}")
    fair.ok("attendees", "import", list_, "--event", "fair")
    return fair


@pytest.mark.faults
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_every_acknowledged_check_in_is_there_after_the_next_start(
    crowd: Shell, how: signal.Signals
) -> None:
    env, key = environment(crowd.folder / "data"), crowd.key()
    codes = [code for name, code in crowd.tickets().items() if name.startswith("P")]
    asked = [{"op_id": str(uuid4()), "code": code} for code in codes]
    acknowledged: list[str] = []
    half = threading.Event()

    def ask(server: Serving, body: dict[str, str]) -> int:
        try:
            path = "/api/v1/events/fair/check-ins"
            status = server.ask(path, body, Authorization=f"Bearer {key}")[0]
        except (OSError, HTTPException):
            return 0
        if status == 201:
            acknowledged.append(body["op_id"])
            if len(acknowledged) >= PEOPLE // 3:
                half.set()
        return status

    with serving(env, crowd.folder) as server, ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(ask, server, body) for body in asked]
        assert half.wait(60)
        os.killpg(server.process.pid, how)
        server.process.wait(20)
        [answer.result() for answer in answers]

    before = set(acknowledged)
    assert len(before) >= PEOPLE // 3
    with serving(env, crowd.folder) as server:
        again = {body["op_id"]: ask(server, body) for body in asked}

    assert {again[op_id] for op_id in before} == {200}
    assert set(again.values()) <= {200, 201}
    assert crowd.json("figures", "--event", "fair")["arrived"] == PEOPLE
