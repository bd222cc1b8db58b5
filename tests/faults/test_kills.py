"""`kiosk serve` killed again and again under load: nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import threading
import time
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.cli.processes import Serving, serving
from tests.faults.a_crowded_fair import CrowdedFair, Ledger, ask, open_fair

CYCLES = int(os.environ.get("KIOSK_TEST_KILLS", "30"))
CLIENTS = 8


class Crowd:
    """Clients that come, go and meet until the line breaks, and write down what they were told."""

    def __init__(self, fair: CrowdedFair, folder: Path) -> None:
        """Open the ledgers."""
        self.fair = fair
        self.asked, self.told = Ledger(folder / "asked.jsonl"), Ledger(folder / "told.jsonl")
        self.unanswered: list[dict[str, Any]] = []

    def rush(self, server: Serving, chance: random.Random) -> None:
        """Let everybody ask until the server is killed."""
        seeds = [chance.random() for _n in range(CLIENTS)]
        threads = [threading.Thread(target=self._go_on, args=(server.port, s)) for s in seeds]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.02, 0.6))
        os.killpg(server.process.pid, signal.SIGKILL)
        for thread in threads:
            thread.join(30)
        server.process.wait(20)

    def _go_on(self, port: int, seed: float) -> None:
        chance = random.Random(seed)
        while True:
            wanted = self._wish(chance)
            self.asked.write(**wanted)
            if not self._told(port, wanted):
                self.unanswered.append(wanted)
                return

    def _wish(self, chance: random.Random) -> dict[str, Any]:
        body: dict[str, Any] = {"op_id": str(uuid4())}
        if chance.random() < 0.3:
            return {"path": "/meetings", **body, "badges": chance.sample(self.fair.badges, 2)}
        kind = "entry" if chance.random() < 0.7 else "exit"
        return {
            "path": "/check-ins",
            **body,
            "code": chance.choice(self.fair.tickets),
            "kind": kind,
        }

    def _told(self, port: int, wanted: dict[str, Any]) -> int:
        body = {name: value for name, value in wanted.items() if name != "path"}
        try:
            status = ask(port, self.fair, wanted["path"], body)
        except HTTPException:
            return 0
        if status:
            self.told.write(op_id=wanted["op_id"], path=wanted["path"], status=status)
        return status

    def ask_again(self, server: Serving) -> list[int]:
        """Repeat what was never answered, as a tablet does after a restart."""
        again, self.unanswered = self.unanswered, []
        return [self._told(server.port, wanted) for wanted in again]


@pytest.mark.faults
@pytest.mark.timeout(900)
def test_nothing_acknowledged_is_lost_by_thirty_kills(tmp_path: Path) -> None:
    fair = open_fair(tmp_path / "data")
    crowd, chance = Crowd(fair, tmp_path), random.Random(20261124)
    slowest_s, statuses = 0.0, set()
    for _cycle in range(CYCLES):
        began = time.monotonic()
        with serving(fair.env, tmp_path) as server:
            slowest_s = max(slowest_s, time.monotonic() - began)
            statuses |= set(crowd.ask_again(server))
            crowd.rush(server, chance)
    with serving(fair.env, tmp_path) as server:
        statuses |= set(crowd.ask_again(server))
    statuses |= {line["status"] for line in crowd.told.lines()}
    print(f"\n{CYCLES} kills, {len(list(crowd.told.lines()))} answers, start {slowest_s:.1f} s")

    assert statuses <= {200, 201, 409}
    assert slowest_s < 10
    audit(fair.data_dir / "kiosk.db", crowd)
    crowd.asked.close()
    crowd.told.close()


def audit(path: Path, crowd: Crowd) -> None:
    """FAULTS.md section 2: I1 what was told survives, I2 one live row, I3 nothing unasked."""
    with closing(sqlite3.connect(path)) as records:
        assert records.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert records.execute("PRAGMA foreign_key_check").fetchall() == []
        operations = dict(records.execute("SELECT op_id, status FROM operations"))
        rows = {op for (op,) in records.execute(
            "SELECT op_id FROM arrivals UNION SELECT op_id FROM meetings")}  # fmt: skip
        twice = records.execute(
            "SELECT attendee_id FROM arrivals WHERE is_open GROUP BY 1 HAVING count(*) > 1 "
            "UNION ALL SELECT attendee_id FROM print_jobs WHERE state IN "
            "('queued', 'claimed', 'sent') GROUP BY 1 HAVING count(*) > 1 "
            "UNION ALL SELECT low_id FROM meetings WHERE undone_at IS NULL "
            "GROUP BY low_id, high_id HAVING count(*) > 1 "
            "UNION ALL SELECT count(*) FROM arrivals GROUP BY op_id HAVING count(*) > 1"
        ).fetchall()
    asked = {line["op_id"] for line in crowd.asked.lines()}
    told = {line["op_id"]: line for line in crowd.told.lines()}
    lost = [op for op, line in told.items() if op not in operations]
    made = {op for op, line in told.items() if line["status"] == 201}

    assert len(told) > CYCLES
    assert not lost  # I1
    assert made <= rows  # I1
    assert not twice  # I2
    assert rows | operations.keys() <= asked  # I3
