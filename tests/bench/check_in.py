"""Check-ins through the API beside the floor, in the same run, rounds interleaved."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

from sqlalchemy import text

from kiosk import clock, create_app
from kiosk import db as database
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, devices, events
from kiosk.settings import Settings
from tests.bench.load import Round, run, spread
from tests.real.parts import free_port

ROUNDS, EACH = 5, {1: 300, 8: 600, 16: 600}
JSON = {"Content-Type": "application/json"}


def measure(name: str, url: str, folder: Path, people: int, clients: tuple[int, ...]) -> None:
    """Print one database's figures: the floor and ours, at each number of clients."""
    key, tickets = fill(url, folder, people)
    with _floor(url, people) as floor_url, ours(url, folder) as our_url:
        mine = {**JSON, "Authorization": f"Bearer {key}"}
        numbers = iter(range(10**9))
        taken = iter(tickets)
        _check(run(our_url, mine, [_scan(next(taken)) for _ in range(50)], 1))
        for count in clients:
            floor, answered = [], []
            for _round in range(ROUNDS):
                each = EACH[count]
                bare = [{"code": f"T{next(numbers) % people:09d}"} for _ in range(each)]
                floor.append(run(floor_url, JSON, bare, count))
                answered.append(
                    run(our_url, mine, [_scan(next(taken)) for _ in range(each)], count)
                )
            _print(name, people, count, floor, answered)


def _scan(ticket: str) -> dict[str, Any]:
    return {"op_id": str(uuid4()), "code": ticket}


def _check(warm: Round) -> None:
    assert set(warm.statuses) == {201}, warm.statuses


def _print(name: str, people: int, clients: int, floor: list[Round], ours: list[Round]) -> None:
    errors = sum(n for each in ours for status, n in each.statuses.items() if status >= 500)
    print(f"\n{name}, {people} people, {clients} client(s): {ROUNDS} rounds of {EACH[clients]}")
    for label, rounds in (("floor", floor), ("ours", ours)):
        p50, p99 = (spread(rounds, lambda r, p=p: r.percentile(p)) for p in (50, 99))
        print(f"  {label:6} p50 ms {p50}   p99 ms {p99}"
              f"   requests/s {spread(rounds, lambda r: r.per_second)}")  # fmt: skip
    ratio = [o.percentile(50) / f.percentile(50) for o, f in zip(ours, floor, strict=True)]
    print(f"  ours / floor at p50: {sorted(ratio)[len(ratio) // 2]:.2f}   5xx: {errors}")


def grow(folder: Path, small: int = 2_000, large: int = 20_000) -> None:
    """Print how a check-in's time grows with the list: the same rounds at two fairs, in turns."""
    fairs = {}
    for people in (small, large):
        own = folder / f"grow-{people}"
        own.mkdir()
        url = f"sqlite:///{own / 'kiosk.db'}"
        fairs[people] = (url, own, *fill(url, own, people))
    with ExitStack() as servers:
        rounds: dict[int, list[Round]] = {people: [] for people in fairs}
        asked = {}
        for people, (url, own, key, tickets) in fairs.items():
            address = servers.enter_context(ours(url, own))
            asked[people] = (address, {**JSON, "Authorization": f"Bearer {key}"}, iter(tickets))
        for number in range(ROUNDS + 1):
            for people, (address, headers, taken) in asked.items():
                made = run(address, headers, [_scan(next(taken)) for _ in range(300)], 1)
                if number:  # the first warms up
                    rounds[people].append(made)
    ratio = [b.percentile(50) / a.percentile(50)
             for a, b in zip(rounds[small], rounds[large], strict=True)]  # fmt: skip
    for people, found in rounds.items():
        print(f"\n  {people} people: p50 ms {spread(found, lambda r: r.percentile(50))}")
    print(f"  {large} / {small} people at p50: {sorted(ratio)[len(ratio) // 2]:.2f} (target 1.1)")


def fill(
    url: str, folder: Path, people: int, *, print_on_arrival: str = "never"
) -> tuple[str, list[str]]:
    """Make a fair of so many; return a program's key and everybody's tickets."""
    app = create_app(Settings(data_dir=folder, database_url=url))  # type: ignore[call-arg]
    at = clock.now()
    with app.app_context():
        database.migrate()
        with writing():
            fair = events.create("bench", "Bench", at, at.replace(year=at.year + 1),
                                 timezone="UTC", at=at)  # fmt: skip
            fair.never_closes = True
            fair.print_on_arrival = print_on_arrival
            rows = [(n, {"name": f"Person {n}", "external_id": str(n)}) for n in range(people)]
            attendees.register(fair, rows, at)
            codes.issue_missing(fair.id, at)
            _device, key = devices.pair(fair, kind="api", name="Bench", mode="door", at=at)
        found = [own["ticket"] for _person, own in codes.codes_of_event(fair.id)]
        db.session.rollback()
        with writing():  # as the server's own upkeep does soon after an import
            db.session.execute(text("ANALYZE"))
        db.session.remove()
        db.engine.dispose()
    return key, found


@contextmanager
def _served(command: list[str], url: str, environment: dict[str, str]) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, *command], env={**os.environ, **environment}, stderr=subprocess.DEVNULL
    )
    try:
        _wait(url)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str) -> None:
    for _try in range(1200):
        try:
            urlopen(url.rpartition("/")[0] + "/healthz", timeout=1).close()
        except URLError as error:
            if getattr(error, "code", None):  # it answers, so it is there
                error.close()  # type: ignore[attr-defined]
                return
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


@contextmanager
def _floor(url: str, people: int) -> Iterator[str]:
    port = free_port()
    if url.startswith("sqlite"):
        url = url.replace(".db", "-floor.db")
    command = ["-m", "tests.bench.floor", url, str(port), str(people)]
    with _served(command, f"http://127.0.0.1:{port}/check-ins", {}) as served:
        yield served


@contextmanager
def ours(url: str, folder: Path, *, workers: bool = False) -> Iterator[str]:
    """Serve the fair and give the address of its check-ins."""
    port = free_port()
    command = ["-c", "from kiosk.cli import main; main()", "serve", "--port", str(port)]
    command += [] if workers else ["--no-workers"]
    environment = {
        "KIOSK_DATA_DIR": str(folder),
        "KIOSK_DATABASE_URL": url,
        "KIOSK_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    address = f"http://127.0.0.1:{port}/api/v1/events/bench/check-ins"
    with _served(command, address, environment) as served:
        yield served
