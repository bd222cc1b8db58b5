"""Letters a second through the outbox: near and far servers, new and kept connections, several.

A proxy delays what the server says by a round trip. The server runs in a process of its own, so
that it takes nothing from the worker. The last figure is what the outbox itself costs a letter:
claim, open, settle, each a commit.
"""

import multiprocessing
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask

from kiosk import clock, create_app
from kiosk import db as database
from kiosk.adapters.mail import Envelope, open_outbox
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, events
from kiosk.settings import Settings
from kiosk.workers.mail import MailWorker
from tests.bench.a_far_server import far_server
from tests.fakes.smtp import mail_server
from tests.many_names import many_names
from tests.real.databases import SECRET_KEY, closed_after

LETTERS, ROUNDS, SIZE = 200, 5, 60_000
CONNECTIONS = (1, 2, 4, 8)
MESSAGE = b"Subject: x\r\n\r\n" + (b"z" * 70 + b"\r\n") * (SIZE // 72)
SENDER = "Fair <fair@fair.example>"


def main(short: bool = False) -> None:
    """Print every figure."""
    letters, rounds = (40, 3) if short else (LETTERS, ROUNDS)
    with tempfile.TemporaryDirectory() as name, _server() as port:
        for delay_ms in (0, 20):
            with far_server(port, delay_ms / 1000) as url:
                _ways(Path(name) / f"{delay_ms}", url, delay_ms, letters, rounds)
        _engine(Path(name) / "engine", letters, rounds)


def _ways(folder: Path, url: str, delay_ms: int, letters: int, rounds: int) -> None:
    few = letters // 4 if delay_ms else letters
    _tell(f"{delay_ms:2} ms, no outbox, a new connection each", few, rounds, _bare(url, few, False))
    _tell(f"{delay_ms:2} ms, no outbox, one kept", few, rounds, _bare(url, few, True))
    with _fair(folder, url, letters * rounds * len(CONNECTIONS)) as app:
        for connections in CONNECTIONS:
            send = _outbox(app, connections, letters)
            _tell(f"{delay_ms:2} ms, the outbox, {connections} kept", letters, rounds, send)


def _bare(url: str, letters: int, kept: bool) -> Callable[[], object]:
    def send() -> None:
        outbox = open_outbox(url, data_dir=Path("unused"), mail_from=SENDER)
        for number in range(letters):
            outbox.begin(Envelope(f"x{number}", "fair@fair.example", f"p{number}@x.example"))
            outbox.transmit(MESSAGE)
            if not kept:
                outbox.close()
        outbox.close()

    return send


def _outbox(app: Flask, connections: int, letters: int) -> Callable[[], object]:
    def work(left: Iterator[int]) -> None:
        with app.app_context():
            worker = MailWorker(app.config["KIOSK"])
            for _letter in left:
                worker.run_once()
            worker.close()
            db.session.remove()

    def send() -> None:
        each = [iter(range(letters // connections)) for _one in range(connections)]
        threads = [threading.Thread(target=work, args=(left,)) for left in each]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return send


def _engine(folder: Path, letters: int, rounds: int) -> None:
    steps: dict[str, list[float]] = {"claim": [], "open": [], "settle": []}

    def timed(step: str, act: Callable[[], object]) -> object:
        began = time.perf_counter()
        with writing():
            found = act()
        steps[step].append((time.perf_counter() - began) * 1000)
        return found

    with _fair(folder, "folder:mail", letters):
        for _letter in range(letters):
            at = clock.now()
            claimed = timed("claim", lambda at=at: deliveries.claim(at))  # type: ignore[misc]
            assert isinstance(claimed, deliveries.Claimed)
            timed("open", lambda at=at, it=claimed: deliveries.open_data(it, at))  # type: ignore[misc]
            timed("settle", lambda at=at, it=claimed: deliveries.settle(  # type: ignore[misc]
                it, "accepted", phase="dot", reply="250", at=at))  # fmt: skip
    told = ", ".join(f"{step} {_spread(ms)}" for step, ms in steps.items())
    print(f"the outbox itself, ms a letter, SQLite: {told}")


def _tell(what: str, letters: int, rounds: int, send: Callable[[], object]) -> None:
    rates = []
    for _round in range(rounds):
        began = time.perf_counter()
        send()
        rates.append(letters / (time.perf_counter() - began))
    print(f"{what}: {_spread(rates)} letters a second", flush=True)


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} [{min(values):.2f}..{max(values):.2f}]"


@contextmanager
def _fair(data_dir: Path, url: str, people: int) -> Iterator[Flask]:
    """Give a fair with a letter of 60 kB for each; tickets, as their contents never change."""
    data_dir.mkdir(parents=True)
    settings = Settings(data_dir=data_dir, secret_key=SECRET_KEY, smtp_url=url, mail_from=SENDER)
    with closed_after(create_app(settings)) as app, app.app_context():
        database.migrate()
        at = clock.now()
        with writing():
            event = events.create("bench", "Bench", at, at.replace(year=at.year + 1),
                                  timezone="UTC", at=at)  # fmt: skip
            rows = [(n, {"name": name, "email": f"p{n}@x.example", "external_id": str(n)})
                    for n, name in enumerate(many_names(people), 2)]  # fmt: skip
            attendees.register(event, rows, at)
            for person in attendees.of_event(event.id):
                deliveries.put(person, "ticket", message=MESSAGE, state="queued", at=at,
                               message_id=f"<{person.public_id}@x.example>")  # fmt: skip
        yield app
        db.session.remove()


@contextmanager
def _server() -> Iterator[int]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("enough")
        process.join(10)


def _serve(line: Connection) -> None:
    with mail_server() as sink:
        line.send(sink.port)
        line.recv()
