"""The first minutes of a morning: two tablets, fifteen arrivals a minute, badges being printed.

A real server with its workers and the folder printer; each tablet scans a ticket, keeps the welcome
page fresh as its script does, and gives signs of life. Target: no reply over 300 ms at p95.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode
from uuid import uuid4

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices, events
from tests.bench.check_in import fill, ours

TABLETS, EACH_S = 2, 8.0
FRESH_EVERY_S, FRESH_FOR_S, PULSE_EVERY_S = 2.0, 8.0, 5.0
TARGET_MS = 300.0
OURS = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
_PARTS = re.compile(r'src="([^"]+)" every="2"')


@dataclass
class Replies:
    """How long each reply took, by what was asked."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str, ms: float, status: int) -> None:
        """Note one reply."""
        with self.lock:
            self.ms.setdefault(what, []).append(ms)
            self.statuses[status] += 1


class Tablet:
    """A browser at the door, as far as the server notices."""

    def __init__(self, netloc: str, key: str, replies: Replies) -> None:
        """Open its line."""
        self._line = http.client.HTTPConnection(netloc, timeout=30)
        self._headers = {**OURS, "Cookie": f"kiosk-device={key}"}
        self._replies = replies

    def ask(self, what: str, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """Ask for a page; return it."""
        body = urlencode(form) if form is not None else None
        began = time.perf_counter()
        self._line.request(method, path, body, self._headers)
        answer = self._line.getresponse()
        page = answer.read().decode()
        self._replies.add(what, (time.perf_counter() - began) * 1000, answer.status)
        return page

    def work(self, tickets: list[str], first_after_s: float) -> None:
        """Let one person in every eight seconds, and keep pages fresh meanwhile."""
        begins = time.monotonic() + first_after_s
        self.ask("home", "GET", "/tablet")
        for number, ticket in enumerate(tickets):
            _wait_until(begins + number * EACH_S)
            scan = {"op_id": str(uuid4()), "codes": ticket}
            page = self.ask("scan", "POST", "/tablet/scans", scan)
            self._keep_fresh(_PARTS.findall(page), begins + number * EACH_S)
        self._line.close()

    def _keep_fresh(self, parts: list[str], since: float) -> None:
        pulse_at = since + PULSE_EVERY_S
        for turn in range(1, int(FRESH_FOR_S / FRESH_EVERY_S)):
            _wait_until(since + turn * FRESH_EVERY_S)
            for part in parts:
                self.ask("part", "GET", part.replace("&amp;", "&"))
            if time.monotonic() >= pulse_at:
                self.ask("pulse", "POST", "/tablet/pulse", {"camera": "on"})
                pulse_at += PULSE_EVERY_S


def _wait_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def measure(url: str, folder: Path, people: int, minutes: float) -> bool:
    """Print what the morning was like; return whether the target was met."""
    _key, tickets = fill(url, folder, people, print_on_arrival="once")
    each = int(minutes * 60 / EACH_S)
    replies = Replies()
    with ours(url, folder, workers=True) as address:
        netloc = address.split("/")[2]
        keys = _pair(url, folder)
        tablets = [Tablet(netloc, key, replies) for key in keys]
        threads = [
            threading.Thread(target=tablet.work, args=(tickets[n * each : (n + 1) * each],
                                                       1 + n * EACH_S / TABLETS))
            for n, tablet in enumerate(tablets)
        ]  # fmt: skip
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(3)  # the last badge
    printed = len(list((folder / "badges").glob("*.png")))
    return _print(replies, minutes, people, printed)


def _pair(url: str, folder: Path) -> list[str]:
    from kiosk import create_app
    from kiosk.settings import Settings

    app = create_app(Settings(data_dir=folder, database_url=url), doors=False)  # type: ignore[call-arg]
    keys = []
    with app.app_context():
        for number in range(TABLETS):
            with writing():
                fair, at = events.by_slug("bench"), clock.now()
                _device, code = devices.pair(
                    fair, kind="station", name=f"Door {number}", mode="door", at=at
                )
                keys.append(devices.claim_pairing(code, at)[1])
        db.session.remove()
        db.engine.dispose()
    return keys


def _print(replies: Replies, minutes: float, people: int, printed: int) -> bool:
    print(f"\n{TABLETS} tablets, {people} people, {minutes:g} minutes, printing on")
    for what, ms in sorted(replies.ms.items()):
        p95 = quantiles(ms, n=20)[-1] if len(ms) > 1 else ms[0]
        print(f"  {what:6} {len(ms):5}   p50 ms {median(ms):7.1f}   p95 ms {p95:7.1f}"
              f"   slowest {max(ms):7.1f}")  # fmt: skip
    every = [ms for found in replies.ms.values() for ms in found]
    p95 = quantiles(every, n=20)[-1]
    met = p95 <= TARGET_MS and not any(status >= 400 for status in replies.statuses)
    print(f"  all: p95 {p95:.1f} ms (target {TARGET_MS:.0f}), badges printed {printed}, "
          f"answers {dict(replies.statuses)}: {'met' if met else 'NOT met'}")  # fmt: skip
    return met
