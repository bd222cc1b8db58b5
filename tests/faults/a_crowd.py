"""Clients that come, go, meet and take back, and write down what they asked and were told.

The ledgers lie outside the kiosk and are on the disk before the next request.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.faults.a_crowded_fair import CrowdedFair, Ledger, ask
from tests.faults.auditor import audit

CLIENTS = 8


class Crowd:
    """Eight clients of one fair."""

    def __init__(self, fair: CrowdedFair, folder: Path) -> None:
        """Open the ledgers; what was asked and never answered before is asked again."""
        self.fair = fair
        self.asked, self.told = Ledger(folder / "asked.jsonl"), Ledger(folder / "told.jsonl")
        answered = {line["op_id"] for line in self.told.lines()}
        self.unanswered = [line for line in self.asked.lines() if line["op_id"] not in answered]
        self._mine: list[str] = []

    def rush(self, port: int, chance: random.Random, kill: Callable[[], None]) -> None:
        """Let everybody ask until the server is killed, at a random moment."""
        threads = self._begin(port, chance, math.inf)
        time.sleep(chance.uniform(0, 0.3))
        kill()
        for thread in threads:
            thread.join(30)

    def stay(self, port: int, chance: random.Random, *, for_s: float) -> None:
        """Let everybody ask for a while, whatever happens to the server."""
        for thread in self._begin(port, chance, time.monotonic() + for_s):
            thread.join(for_s + 60)

    def _begin(self, port: int, chance: random.Random, until: float) -> list[threading.Thread]:
        seeds = [chance.random() for _n in range(CLIENTS)]
        threads = [threading.Thread(target=self._go_on, args=(port, s, until)) for s in seeds]
        for thread in threads:
            thread.start()
        return threads

    def _go_on(self, port: int, seed: float, until: float) -> None:
        chance = random.Random(seed)
        while time.monotonic() < until:
            wanted = self._wish(chance)
            self.asked.write(**wanted)
            if not self._told(port, wanted):
                self.unanswered.append(wanted)
                if until == math.inf:
                    return
                time.sleep(0.2)  # as a tablet waits before it asks again

    def _wish(self, chance: random.Random) -> dict[str, Any]:
        wanted: dict[str, Any] = {"op_id": str(uuid4()), "path": "/check-ins"}
        what = chance.random()
        if what < 0.2:
            return wanted | {"path": "/meetings", "badges": chance.sample(self.fair.badges, 2)}
        if what < 0.3 and self._mine:
            undoes = self._mine.pop()
            return wanted | {"path": f"/check-ins/{undoes}/undo", "undoes": undoes, "reason": "x"}
        kind = "entry" if what < 0.75 else "exit"
        return wanted | {"code": chance.choice(self.fair.tickets), "kind": kind}

    def _told(self, port: int, wanted: dict[str, Any]) -> int:
        body = {name: value for name, value in wanted.items() if name not in {"path", "undoes"}}
        try:
            status = ask(port, self.fair, wanted["path"], body)
        except HTTPException:
            return 0
        if status == 503:
            return 0  # nobody knows yet: it is asked again
        if status:
            undoes = {"undoes": wanted["undoes"]} if "undoes" in wanted else {}
            self.told.write(op_id=wanted["op_id"], status=status, **undoes)
            if status == 201 and wanted["path"] == "/check-ins":
                self._mine.append(wanted["op_id"])
        return status

    def ask_again(self, port: int) -> None:
        """Repeat what was never answered, as a tablet does after a restart."""
        again, self.unanswered = self.unanswered, []
        self.unanswered += [wanted for wanted in again if not self._told(port, wanted)]

    def audit(self) -> int:
        """Judge the database by the ledgers; return how many answers were judged."""
        return audit(self.fair.url, self.asked.lines(), self.told.lines())

    def close(self) -> None:
        """Close the ledgers."""
        self.asked.close()
        self.told.close()
