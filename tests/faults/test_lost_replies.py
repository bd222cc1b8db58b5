"""Replies that are lost after the commit: whoever asks again gets the first answer, and no more."""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from tests.cli.processes import serving
from tests.faults.a_crowded_fair import CrowdedFair, open_fair
from tests.faults.a_proxy import Proxy, proxy
from tests.faults.auditor import audit

SILENT_S = float(os.environ.get("KIOSK_FAULTS_SILENT_S", "10"))


def ask_until_answered(line: Proxy, fair: CrowdedFair, body: dict[str, Any]) -> tuple[int, Any]:
    """Ask as a tablet does: the same again until somebody answers; return status and answer."""
    headers = {"Authorization": f"Bearer {fair.key}", "Content-Type": "application/json"}
    for _try in range(2000):
        try:
            with closing(HTTPConnection("127.0.0.1", line.port, timeout=20)) as connection:
                where = "/api/v1/events/fair/check-ins"
                connection.request("POST", where, json.dumps(body), headers)
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read())
        except (OSError, HTTPException):
            time.sleep(0.02)
    raise AssertionError("never answered")


def lose_for(folder: Path, silent_s: float, *, tickets: int, lost: int) -> None:
    """Check people in while no reply comes through; judge what they were told in the end."""
    fair = open_fair(folder / "data", people=tickets)
    bodies = [{"op_id": str(uuid4()), "code": ticket} for ticket in fair.tickets]
    with (
        serving(fair.env, folder, "--no-workers") as server,
        proxy(server.port, loses=lost, for_s=silent_s) as line,
        ThreadPoolExecutor(4) as pool,
    ):
        told = list(pool.map(lambda body: ask_until_answered(line, fair, body), bodies))

    engine = create_engine(fair.url)
    with engine.connect() as records:
        badges = records.execute(text("SELECT count(*) FROM print_jobs")).scalar()
        entries = records.execute(text("SELECT count(*) FROM arrivals")).scalar()
    engine.dispose()
    assert line.lost >= lost
    statuses = [status for status, _answer in told]
    assert set(statuses) <= {200, 201}
    assert statuses.count(200) >= 4  # done the first time, heard later
    assert {answer["outcome"] for _status, answer in told} == {"accepted"}
    assert badges == entries == tickets
    audit(fair.url, bodies, [{"op_id": b["op_id"], "status": s}
                             for b, (s, _answer) in zip(bodies, told, strict=True)])  # fmt: skip


def test_a_reply_that_was_lost_is_given_again_and_nothing_is_done_twice(tmp_path: Path) -> None:
    lose_for(tmp_path, 0, tickets=12, lost=8)


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_ten_seconds_without_replies_end_in_one_check_in_each(tmp_path: Path) -> None:
    lose_for(tmp_path, SILENT_S, tickets=400, lost=100)
