"""A database that another program has locked: a short wait is only a wait, a long one is said."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.db import PATIENCE_S
from tests.cli.processes import Serving, serving
from tests.faults.a_crowded_fair import CrowdedFair, open_fair
from tests.faults.auditor import audit

CLIENTS = 12
SLACK_S = 3.0
"""What two slow cores may add to the five seconds."""


@dataclass(frozen=True)
class Told:
    """What one client was told, when, and what it was told to do next."""

    op_id: str
    status: int
    took_s: float
    retry_after: str | None


@contextmanager
def locked(fair: CrowdedFair) -> Iterator[None]:
    """Hold the database for writing, as a program beside the server may."""
    with closing(sqlite3.connect(fair.data_dir / "kiosk.db", isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        yield
        foreign.execute("ROLLBACK")


def check_in(server: Serving, fair: CrowdedFair, op_id: str, ticket: str) -> Told:
    """Ask once, patiently."""
    headers = {"Authorization": f"Bearer {fair.key}", "Content-Type": "application/json"}
    began = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as line:
        body = json.dumps({"op_id": op_id, "code": ticket})
        line.request("POST", "/api/v1/events/fair/check-ins", body, headers)
        answer = line.getresponse()
        answer.read()
        took_s = time.monotonic() - began
        return Told(op_id, answer.status, took_s, answer.headers["Retry-After"])


def rush(server: Serving, fair: CrowdedFair, held_s: float) -> tuple[list[Told], list[Told]]:
    """Let a dozen clients ask while it is locked for so long, and whoever was sent away again."""
    wanted = {str(uuid4()): fair.tickets.pop() for _n in range(CLIENTS)}
    with ThreadPoolExecutor(CLIENTS) as pool:
        with locked(fair):
            asking = [pool.submit(check_in, server, fair, *each) for each in wanted.items()]
            assert server.ask("/")[0] == 200  # who only reads does not wait
            time.sleep(held_s)
        first = [each.result() for each in asking]
        again = [check_in(server, fair, told.op_id, wanted[told.op_id])
                 for told in first if told.status != 201]  # fmt: skip
    return first, again


def judge(fair: CrowdedFair, *told: Told) -> None:
    """Ask the auditor about everything that was said."""
    asked = [{"op_id": each.op_id} for each in told]
    audit(fair.url, asked, [{"op_id": each.op_id, "status": each.status}
                            for each in told if each.status != 503])  # fmt: skip


def test_who_waits_less_than_five_seconds_notices_nothing(tmp_path: Path) -> None:
    fair = open_fair(tmp_path / "data", people=40)
    with serving(fair.env, tmp_path, "--no-workers") as server:
        first, _again = rush(server, fair, held_s=1)

    assert [each.status for each in first] == [201] * CLIENTS
    judge(fair, *first)


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.parametrize("held_s", [4, 10, 60])
def test_after_five_seconds_each_is_told_to_come_again_and_then_it_works(
    tmp_path: Path, held_s: float
) -> None:
    fair = open_fair(tmp_path / "data", people=40)
    with serving(fair.env, tmp_path) as server:
        first, again = rush(server, fair, held_s)
        still_there = server.ask("/readyz")[0]

    statuses = {each.status for each in first}
    assert statuses == ({201} if held_s < PATIENCE_S else {503})
    assert max(each.took_s for each in first) < PATIENCE_S + SLACK_S
    assert {each.retry_after for each in first if each.status == 503} <= {"3"}
    assert {each.status for each in again} <= {201}
    assert still_there == 200
    judge(fair, *first, *again)
