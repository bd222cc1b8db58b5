"""Two badges held together: a swap beside a check-in, then a hundred swaps a second for a minute.

A real server on SQLite with synchronous=FULL. Targets: a swap's server time within 1.5 times a
check-in's; a hundred a second with the 95th percentile under 300 ms. Replies are timed from when
they were due, so a server that falls behind shows it.
"""

import http.client
import itertools
import json
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from kiosk import clock, create_app
from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, codes, devices, events
from kiosk.domain.arrivals import Admission
from kiosk.settings import Settings
from tests.bench.check_in import fill, ours
from tests.bench.load import Round, run, spread

PEOPLE, COME, ROUNDS, EACH = 3_000, 400, 7, 150
A_SECOND, CLIENTS, TARGET_MS, TARGET_RATIO = 100, 12, 300.0, 1.5


def main(short: bool) -> None:
    """Print both figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'kiosk.db'}"
        key, tickets = fill(url, folder, PEOPLE)
        badges = _let_in(url, folder)
        pairs = itertools.combinations(badges, 2)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        with ours(url, folder) as address:
            meetings = address.replace("check-ins", "meetings")
            _beside(address, meetings, headers, tickets[COME:], pairs)
            _a_minute(meetings, headers, pairs, 15 if short else 60)


def _let_in(url: str, folder: Path) -> list[str]:
    """Let the first people in without a server; return their badge codes."""
    app = create_app(Settings(data_dir=folder, database_url=url), doors=False)  # type: ignore[call-arg]
    with app.app_context():
        fair, at = events.by_slug("bench"), clock.now()
        door = devices.of_event(fair.id)[0]
        facts = devices.facts_of(door.id)
        assert facts is not None
        come = attendees.of_event(fair.id)[:COME]
        with writing():
            for person in come:
                admission = Admission(events.facts(fair), facts.door, "desk", str(uuid4()))
                arrivals.check_in(admission, person, at)
        found = [codes.code_of("badge", person) for person in come]
        db.session.remove()
        db.engine.dispose()
    return found


def _swap(pair: tuple[str, str]) -> dict[str, Any]:
    return {"op_id": str(uuid4()), "badges": list(pair)}


def _beside(
    check_ins: str, meetings: str, headers: dict[str, str], tickets: list[str],
    pairs: "itertools.combinations[tuple[str, str]]",
) -> None:  # fmt: skip
    taken, scans, swaps = iter(tickets), list[Round](), list[Round]()
    for number in range(ROUNDS + 1):
        each = [{"op_id": str(uuid4()), "code": next(taken)} for _ in range(EACH)]
        scanned = run(check_ins, headers, each, 1)
        swapped = run(meetings, headers, [_swap(next(pairs)) for _ in range(EACH)], 1)
        assert set(scanned.statuses) | set(swapped.statuses) == {201}
        if number:  # the first warms up
            scans.append(scanned)
            swaps.append(swapped)
    for label, rounds in (("check-in", scans), ("swap", swaps)):
        print(f"  {label:9} p50 ms {spread(rounds, lambda r: r.percentile(50))}"
              f"   p95 ms {spread(rounds, lambda r: r.percentile(95))}")  # fmt: skip
    ratio = median(b.percentile(50) / a.percentile(50) for a, b in zip(scans, swaps, strict=True))
    met = "met" if ratio <= TARGET_RATIO else "NOT met"
    print(f"  swap / check-in at p50: {ratio:.2f} (target {TARGET_RATIO}): {met}")


def _a_minute(
    meetings: str, headers: dict[str, str],
    pairs: "itertools.combinations[tuple[str, str]]", seconds: int,
) -> None:  # fmt: skip
    bodies = [json.dumps(_swap(next(pairs))).encode() for _ in range(seconds * A_SECOND)]
    ms, statuses, lock = list[float](), Counter[int](), threading.Lock()
    parts, begins = urlsplit(meetings), time.perf_counter() + 0.5

    def client(number: int) -> None:
        line = http.client.HTTPConnection(parts.netloc, timeout=60)
        for turn in range(number, len(bodies), CLIENTS):
            due = begins + turn / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            line.request("POST", parts.path, bodies[turn], headers)
            answer = line.getresponse()
            answer.read()
            with lock:
                ms.append((time.perf_counter() - due) * 1000)
                statuses[answer.status] += 1
        line.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ms.sort()
    p95 = ms[int(len(ms) * 0.95)]
    met = "met" if p95 <= TARGET_MS and set(statuses) == {201} else "NOT met"
    took = time.perf_counter() - begins
    print(f"  {len(ms)} swaps in {took:.1f} s, {len(ms) / took:.0f} a second: p50 {median(ms):.1f}"
          f"   p95 {p95:.1f}   slowest {ms[-1]:.1f} ms,"
          f" answers {dict(statuses)}: {met}")  # fmt: skip
