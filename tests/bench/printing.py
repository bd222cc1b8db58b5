"""From a check-in to the printer, and five hundred badges in a row, on Debian's emulated printer.

The first figure is what a person at the tablet waits before the printer has their badge; the target
is 500 ms. The second prints a batch by the worker's own threads: how long, how much of one core the
whole process used (workers, database, drawing), and how much memory it gained.
"""

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from kiosk import clock, create_app
from kiosk import db as database
from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, codes, devices, events, print_jobs
from kiosk.domain.arrivals import Admission
from kiosk.domain.print_jobs import PrintJob
from kiosk.settings import Settings
from kiosk.workers.loops import Workers
from tests.many_names import many_names
from tests.real.databases import SECRET_KEY
from tests.real.printer import RealPrinter

ARRIVALS, BADGES = 30, 500
HANDED_OVER = ("sent", "printed")


def main(short: bool = False) -> None:
    """Print both figures, straight to the printer and through a CUPS queue."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    folder.chmod(0o755)
    room = RealPrinter(folder)
    try:
        for way, url in (("straight", room.direct_url), ("through CUPS", room.queue_url)):
            room.recover()
            with _fair(folder / way.partition(" ")[0], url, BADGES + ARRIVALS) as app:
                _arrivals(app, way)
                _batch(app, way, 50 if short else BADGES)
    finally:
        room.stop()


@contextmanager
def _fair(data_dir: Path, url: str, people: int) -> Iterator[Flask]:
    data_dir.mkdir()
    app = create_app(Settings(data_dir=data_dir, secret_key=SECRET_KEY, printer_url=url))
    workers = Workers(app)
    with app.app_context():
        database.migrate()
        at = clock.now()
        with writing():
            event = events.create("bench", "Bench", at, at.replace(year=at.year + 1),
                                  timezone="UTC", at=at)  # fmt: skip
            event.change("never_closes", True)
            rows = [  # each with an id of its own: two of a name are two people
                (number, {"name": name, "external_id": str(number)})
                for number, name in enumerate(many_names(people), 2)
            ]
            attendees.register(event, rows, at)
            codes.issue_missing(event.id, at)
            devices.pair(event, kind="api", name="Door", mode="door", at=at)
        workers.start()
        _until(lambda: any(p.state == "ready" for p in print_jobs.printers_of(event.id)), 30)
        try:
            yield app
        finally:
            workers.stop()
            db.session.remove()
            db.engine.dispose()


def _arrivals(app: Flask, way: str) -> None:
    event = events.by_slug("bench")
    taken = []
    for person in attendees.of_event(event.id)[:ARRIVALS]:
        began = time.perf_counter()
        with writing():
            door = events.list_facts(events.first_list(event.id))
            admission = Admission(events.facts(event), door, "ticket", f"op-{person.id}")
            arrivals.check_in(admission, attendees.get(person.id), clock.now())
        _until(lambda person=person: _state(person.id) in HANDED_OVER, 30)  # type: ignore[misc]
        taken.append((time.perf_counter() - began) * 1000)
        _until(lambda person=person: _state(person.id) == "printed", 30)  # type: ignore[misc]
    told = f"{statistics.median(taken):.0f} [{min(taken):.0f}..{max(taken):.0f}] ms"
    print(f"check-in to accepted, {way}: {told}, target 500; {len(taken)} arrivals")


def _batch(app: Flask, way: str, badges: int) -> None:
    event = events.by_slug("bench")
    people = attendees.of_event(event.id)[ARRIVALS : ARRIVALS + badges]
    memory, cpu, began = _resident_mb(), time.process_time(), time.perf_counter()
    with writing():
        print_jobs.print_ahead(event.id, people, at=clock.now())
    _until(lambda: _count("printed") == badges + ARRIVALS, 1800, every_s=0.2)
    wall = time.perf_counter() - began
    share = (time.process_time() - cpu) / wall
    per_badge = (time.process_time() - cpu) / badges * 1000
    print(
        f"{badges} badges, {way}: {wall:.1f} s, {badges / wall:.1f} a second; {share:.2f} of a core"
        f" ({per_badge:.1f} ms a badge), memory {memory:.0f} -> {_resident_mb():.0f} MB"
    )


def _state(attendee_id: int) -> str:
    db.session.rollback()
    job = print_jobs.latest_of(attendee_id)
    return job.state if job else ""


def _count(state: str) -> int:
    db.session.rollback()
    return db.session.query(PrintJob).filter_by(state=state).count()


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20 if os.name == "posix" else 0.0


def _until(happened: Callable[[], bool], within_s: float, every_s: float = 0.005) -> None:
    ends = time.monotonic() + within_s
    while not happened():
        db.session.rollback()
        if time.monotonic() > ends:
            raise TimeoutError(f"not within {within_s} s")
        time.sleep(every_s)
