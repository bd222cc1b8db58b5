"""`make bench`: check-ins on both databases beside the floor, the first minutes, and one badge.

`make bench ARGS="door-minutes --short"` measures one of them: check-ins, door-minutes or badge.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench import bench_badge, check_in, door
from tests.real import postgres

PARTS = ("check-ins", "door-minutes", "badge")


def main(wanted: list[str]) -> None:
    """Print the figures that are wanted: all of them, when none is named."""
    parts = [each for each in wanted if not each.startswith("-")] or list(PARTS)
    short = "--short" in wanted or len(parts) > 1
    with tempfile.TemporaryDirectory() as name:
        if "check-ins" in parts:
            _check_ins(Path(name))
        if "door-minutes" in parts:
            own = Path(name) / "door"
            own.mkdir()
            door.measure(f"sqlite:///{own / 'kiosk.db'}", own, 2_000, 1 if short else 10)
    if "badge" in parts:
        bench_badge.main()


def _check_ins(folder: Path) -> None:
    for people, clients in ((8_000, (1, 8)), (20_000, (1, 16))):
        own = folder / f"sqlite-{people}"
        own.mkdir()
        url = f"sqlite:///{own / 'kiosk.db'}"
        check_in.measure("SQLite WAL FULL", url, own, people, clients)
    check_in.grow(folder)
    _postgres(folder)


def _postgres(folder: Path) -> None:
    programs = postgres.postgres_folder()
    if programs is None:
        print("\nPostgreSQL: not measured, its server programs are not here")
        return
    place = postgres.fresh_folder()
    cluster, server = postgres.start(Path(programs), place, "-c", "max_connections=60")
    try:
        cluster.run("CREATE DATABASE bench")
        own = folder / "postgres-data"
        own.mkdir()
        check_in.measure("PostgreSQL", cluster.url("bench"), own, 8_000, (1, 8))
    finally:
        postgres.stop(server)
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
