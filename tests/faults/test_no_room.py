"""A file that may not grow: the same as a full disk, on any machine and without a mount."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tests.cli.processes import Serving, serving, wait_until
from tests.faults.a_crowded_fair import CrowdedFair, ask, open_fair
from tests.faults.auditor import audit


def family(pid: int) -> list[int]:
    """A server and the processes that serve for it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


@contextmanager
def no_file_larger_than(size: int, server: Serving) -> Iterator[None]:
    """Let no file of the server grow beyond so many bytes."""
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE)
              for pid in family(server.process.pid)}  # fmt: skip
    for pid, (_soft, hard) in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        for pid, before in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


def let_in(server: Serving, fair: CrowdedFair, tickets: list[str]) -> dict[str, int]:
    """Check people in; return what each op_id was told."""
    wanted = {str(uuid4()): ticket for ticket in tickets}
    return {
        op_id: ask(server.port, fair, "/check-ins", {"op_id": op_id, "code": ticket})
        for op_id, ticket in wanted.items()
    }


def test_where_nothing_can_be_written_nobody_is_told_done_and_it_recovers_by_itself(
    tmp_path: Path,
) -> None:
    fair = open_fair(tmp_path / "data", people=60)
    wal = fair.data_dir / "kiosk.db-wal"
    with serving(fair.env, tmp_path, "--no-workers") as server:
        told = let_in(server, fair, fair.tickets[:5])
        with no_file_larger_than(wal.stat().st_size + 60_000, server):
            full = let_in(server, fair, fair.tickets[5:40])
            still_reads = server.ask("/")[0]
        again = let_in(server, fair, fair.tickets[40:])
        wait_until(lambda: server.ask("/readyz")[0] == 200, server)
    told |= full | again

    assert set(full.values()) == {201, 503}
    assert (still_reads, set(again.values())) == (200, {201})
    asked = [{"op_id": op_id} for op_id in told]
    audit(fair.url, asked, [{"op_id": op_id, "status": status}
                            for op_id, status in told.items() if status != 503])  # fmt: skip
