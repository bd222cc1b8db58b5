"""A load of requests over kept connections: latencies in milliseconds, errors by status."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Round:
    """What one round of requests took."""

    ms: list[float] = field(default_factory=list)
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Requests answered a second."""
        return len(self.ms) / self.seconds

    def percentile(self, percent: int) -> float:
        """The latency below which that many of a hundred requests stay, in milliseconds."""
        return quantiles(self.ms, n=100)[percent - 1]


def run(url: str, headers: dict[str, str], bodies: Sequence[dict[str, Any]], clients: int) -> Round:
    """Post each body once, from several clients at a time, each on a connection of its own."""
    result, lock = Round(), threading.Lock()
    parts = urlsplit(url)

    def client(mine: Sequence[bytes]) -> None:
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        ms, statuses = [], Counter[int]()
        for body in mine:
            began = time.perf_counter()
            connection.request("POST", parts.path, body, headers)
            answer = connection.getresponse()
            answer.read()
            ms.append((time.perf_counter() - began) * 1000)
            statuses[answer.status] += 1
        connection.close()
        with lock:
            result.ms.extend(ms)
            result.statuses.update(statuses)

    written = [json.dumps(body).encode() for body in bodies]
    threads = [
        threading.Thread(target=client, args=(written[number::clients],))
        for number in range(clients)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - began
    return result


def spread(rounds: Sequence[Round], figure: Callable[[Round], float]) -> str:
    """Return "median [lowest..highest]" of a figure over the rounds."""
    values = [figure(each) for each in rounds]
    return f"{median(values):8.2f} [{min(values):.2f}..{max(values):.2f}]"
