"""`kiosk serve` killed again and again under load: nothing that was acknowledged is lost.

`make test` kills a few times, `make faults` a thousand. KIOSK_FAULTS_KILLS says how often, and
KIOSK_FAULTS_FOLDER keeps fair and ledgers, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import os
import random
import time
from contextlib import closing
from pathlib import Path
from statistics import median

import pytest

from tests.cli.processes import Serving
from tests.faults.a_crowd import Crowd
from tests.faults.a_crowded_fair import CrowdedFair, open_fair
from tests.faults.nursery import Nursery, kill, nursery

A_FEW = 4
FULL = int(os.environ.get("KIOSK_FAULTS_KILLS", "1000"))
FOLDER = os.environ.get("KIOSK_FAULTS_FOLDER", "")
FROM_NOTHING_EACH = 20


def kill_often(fair: CrowdedFair, folder: Path, *, times: int, done: int = 0) -> list[float]:
    """Kill the server so many times under load, audit on the way; return how long starts took."""
    starts_s = []
    with closing(Crowd(fair, folder)) as crowd, nursery(fair.env, folder) as servers:
        for number in range(done, times):
            chance = random.Random(number)
            server, took_s = _start(servers, number)
            starts_s.append(took_s)
            crowd.ask_again(server.port)
            crowd.rush(server.port, chance, lambda server=server: kill(server))  # type: ignore[misc]
            (folder / "kills").write_text(str(number + 1))
            if (number + 1) % 50 == 0:
                print(f"\n{number + 1} kills, {crowd.audit()} answers hold", flush=True)
        server, _took_s = _start(servers, times)
        crowd.ask_again(server.port)
        assert not crowd.unanswered
        kill(server)
        assert "Traceback" not in server.log.read_text()
        assert crowd.audit() > times
    return starts_s


def _start(servers: Nursery, number: int) -> tuple[Serving, float]:
    began = time.monotonic()
    server = servers.serve(from_nothing=number % FROM_NOTHING_EACH == FROM_NOTHING_EACH - 1)
    return server, time.monotonic() - began


def test_nothing_acknowledged_is_lost_by_a_few_kills(tmp_path: Path) -> None:
    fair = open_fair(tmp_path / "data", people=60)

    kill_often(fair, tmp_path, times=A_FEW)


@pytest.mark.faults
@pytest.mark.timeout(7200)
def test_nothing_acknowledged_is_lost_by_a_thousand_kills(tmp_path: Path) -> None:
    folder = Path(FOLDER) if FOLDER else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    fair, done = _fair_of(folder)
    began = time.monotonic()

    starts_s = kill_often(fair, folder, times=FULL, done=done)

    took_s = time.monotonic() - began
    half_s, most_s = median(starts_s), max(starts_s)
    print(f"\n{len(starts_s)} kills in {took_s:.0f} s; starts: median {half_s:.1f} s, "
          f"slowest {most_s:.1f} s")  # fmt: skip
    assert half_s < 10  # FAULTS.md F1: served again within ten seconds


def _fair_of(folder: Path) -> tuple[CrowdedFair, int]:
    """Return the fair of a run that was stopped and how many kills it saw; else a new one."""
    kept, kills = folder / "fair.json", folder / "kills"
    if kept.exists():
        facts = json.loads(kept.read_text())
        fair = CrowdedFair(folder / "data", **facts)
        return fair, int(kills.read_text()) if kills.exists() else 0
    fair = open_fair(folder / "data")
    kept.write_text(json.dumps({"key": fair.key, "tickets": fair.tickets, "badges": fair.badges}))
    return fair, 0


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_nothing_acknowledged_is_lost_on_postgresql_either(
    tmp_path: Path, postgres_database: str
) -> None:
    fair = open_fair(tmp_path / "data", postgres_database)

    kill_often(fair, tmp_path, times=max(FULL // 10, 1))
