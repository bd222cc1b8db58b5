"""`make bench`: check-ins on both databases beside the floor, and one badge."""

import shutil
import tempfile
from pathlib import Path

from tests.bench import bench_badge, check_in
from tests.real import postgres


def main() -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for people, clients in ((8_000, (1, 8)), (20_000, (1, 16))):
            own = folder / f"sqlite-{people}"
            own.mkdir()
            url = f"sqlite:///{own / 'kiosk.db'}"
            check_in.measure("SQLite WAL FULL", url, own, people, clients)
        _postgres(folder)
    bench_badge.main()


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
    main()
