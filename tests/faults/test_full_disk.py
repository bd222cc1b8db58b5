"""A disk that runs full: nobody is told "done", nothing is half done, and it recovers unaided."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.processes import Serving, serving, wait_until
from tests.faults.a_crowded_fair import CrowdedFair, ask, open_fair

MEGABYTES = 12


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0700", "kiosk-test", str(place)]
    if os.getuid() or subprocess.run(["mount", *options], check=False).returncode:
        pytest.skip("needs the right to mount a small tmpfs")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    """Leave no room."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 4096):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


def let_in(server: Serving, fair: CrowdedFair, tickets: list[str]) -> dict[str, int]:
    """Check people in; return what each op_id was told."""
    wanted = {str(uuid4()): ticket for ticket in tickets}
    return {
        op_id: ask(server.port, fair, "/check-ins", {"op_id": op_id, "code": ticket})
        for op_id, ticket in wanted.items()
    }


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_a_full_disk_says_so_and_recovers_when_there_is_room(
    small_disk: Path, tmp_path: Path
) -> None:
    fair = open_fair(small_disk / "data")
    with serving(fair.env, tmp_path) as server:
        before = let_in(server, fair, fair.tickets[:20])
        ballast = fill(small_disk)
        full = let_in(server, fair, fair.tickets[20:220])
        face = server.ask("/b/" + fair.badges[0])[0]
        ballast.unlink()
        wait_until(lambda: ask_once(server, fair) == 201, server)
        after = let_in(server, fair, fair.tickets[221:260])
        stopped = server.stop()

    told = before | full | after
    assert set(before.values()) == {201}
    assert set(full.values()) <= {201, 503}
    assert 503 in full.values()
    assert face == 200
    assert set(after.values()) == {201}
    assert stopped == 0
    kept = rows(small_disk / "data" / "kiosk.db")
    assert {op_id for op_id, status in told.items() if status == 201} <= kept
    assert not {op_id for op_id, status in told.items() if status == 503} & kept


def ask_once(server: Serving, fair: CrowdedFair) -> int:
    body = {"op_id": str(uuid4()), "code": fair.tickets[220]}
    return ask(server.port, fair, "/check-ins", body)


def rows(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as records:
        assert records.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {op_id for (op_id,) in records.execute("SELECT op_id FROM arrivals")}
