"""`make bench` prints every figure; `python -m tests.bench in-view badge` only these."""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench import bench_badge, check_in, in_view, search
from tests.real import postgres


def main() -> None:
    """Print the figures that are named, else all."""
    named = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in named if name not in BENCHES]
    if unknown:
        sys.exit(f"There is no bench {unknown[0]}: choose from {', '.join(BENCHES)}.")
    for name in named:
        BENCHES[name]()


def check_ins() -> None:
    """Check-ins on both databases beside the floor."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for people, clients in ((8_000, (1, 8)), (20_000, (1, 16))):
            own = folder / f"sqlite-{people}"
            own.mkdir()
            url = f"sqlite:///{own / 'kiosk.db'}"
            check_in.measure("SQLite WAL FULL", url, own, people, clients)
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


BENCHES = {
    "check-in": check_ins,
    "search": search.main,
    "badge": bench_badge.main,
    "in-view": in_view.main,
}


if __name__ == "__main__":
    main()
