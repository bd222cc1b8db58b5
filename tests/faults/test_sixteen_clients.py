"""Sixteen doors at once on SQLite: everybody waits a little, nobody is turned away."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.processes import Serving, serving
from tests.faults.a_crowded_fair import CrowdedFair, ask_over, open_fair

CLIENTS = 16


def one_door(server: Serving, fair: CrowdedFair, number: int) -> list[tuple[int, float]]:
    """Let a share of the people in and out again; return each status and how long it took."""
    found = []
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as line:
        for ticket in fair.tickets[number::CLIENTS]:
            for kind in ("entry", "entry", "exit"):
                body = {"op_id": str(uuid4()), "code": ticket, "kind": kind}
                began = time.monotonic()
                status = ask_over(line, fair, "/check-ins", body)
                found.append((status, time.monotonic() - began))
    return found


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_sixteen_doors_get_an_answer_each_time(tmp_path: Path) -> None:
    fair = open_fair(tmp_path / "data")
    with serving(fair.env, tmp_path) as server, ThreadPoolExecutor(CLIENTS) as pool:
        doors = [pool.submit(one_door, server, fair, number) for number in range(CLIENTS)]
        answers = [each for door in doors for each in door.result()]

    took = sorted(seconds for _status, seconds in answers)
    half, most = (1000 * took[int(len(took) * part)] for part in (0.5, 0.99))
    print(f"\n{len(took)} check-ins by {CLIENTS}: median {half:.0f} ms, 99 % under {most:.0f} ms")

    statuses = [status for status, _seconds in answers]
    people = len(fair.tickets)
    assert {201: 2 * people, 409: people} == {s: statuses.count(s) for s in set(statuses)}
    assert took[-1] < 10
