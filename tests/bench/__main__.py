"""`make bench` prints every figure; `make bench ARGS="door-minutes --short"` only these.

Each name of BENCHES is one. With `--short`, or among others, the door's minutes are one minute.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    attention,
    bench_badge,
    check_in,
    door,
    in_view,
    letters,
    mail,
    mentors,
    printing,
    search,
    sheets,
    swaps,
)
from tests.real import postgres


def main(words: list[str]) -> None:
    """Print the figures that are named, else all."""
    named = [word for word in words if word != "--short"] or list(BENCHES)
    unknown = [name for name in named if name not in BENCHES]
    if unknown:
        sys.exit(f"There is no bench {unknown[0]}: choose from {', '.join(BENCHES)}.")
    short = "--short" in words or len(named) > 1
    for name in named:
        BENCHES[name](short)


def _check_ins(_short: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
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


def _door_minutes(short: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        door.measure(f"sqlite:///{folder / 'kiosk.db'}", folder, 2_000, 1 if short else 10)


BENCHES: dict[str, Callable[[bool], None]] = {
    "check-ins": _check_ins,
    "door-minutes": _door_minutes,
    "swaps": swaps.main,
    "search": lambda _short: search.main(),
    "badge": lambda _short: bench_badge.main(),
    "sheets": lambda _short: sheets.main(),
    "printing": printing.main,
    "attention": lambda _short: attention.main(),
    "letters": letters.main,
    "mail": mail.main,
    "in-view": lambda _short: in_view.main(),
    "mentors": lambda _short: mentors.main(),
}


if __name__ == "__main__":
    main(sys.argv[1:])
