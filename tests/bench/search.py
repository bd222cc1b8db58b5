"""Finding a name among many, in milliseconds, beside a bare (token, id) table in the same SQLite.

Also how often somebody is found whose name was typed with one slip, how long a list of names takes
to be read into memory, and how long a list that is taken in keeps the doors waiting.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from kiosk import clock, create_app
from kiosk import db as database
from kiosk.db import db, sqlite_module, writing
from kiosk.domain import attendees, codes, events
from kiosk.domain.attendees import NameTooOpen, fold, search
from kiosk.domain.attendees.search import meant
from kiosk.domain.attendees.search.words import words_of
from kiosk.settings import Settings
from tests.many_names import many_names, with_a_slip

SIZES = (2_000, 20_000, 50_000)
ROUNDS, EACH = 3, 80
Query = tuple[str, str]
"""What is typed, and the name that is meant."""


@dataclass
class Figures:
    """One kind of query: milliseconds by round for the floor and ours, and how many were found."""

    floor: list[list[float]] = field(default_factory=list)
    ours: list[list[float]] = field(default_factory=list)
    found: int = 0

    def told(self, rounds: list[list[float]]) -> str:
        """Return the median of the rounds' medians with its spread, and the 95th of a hundred."""
        middles = [median(each) for each in rounds]
        every = sorted(ms for each in rounds for ms in each)
        spread = f"[{min(middles):.2f}..{max(middles):.2f}]"
        return f"p50 {median(middles):6.2f} {spread:14} p95 {every[len(every) * 95 // 100]:6.2f}"


def main() -> None:
    """Print the figures of each size."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _measure(size, Path(folder))


def _measure(size: int, folder: Path) -> None:
    url = f"sqlite:///{folder / 'kiosk.db'}"
    app = create_app(Settings(data_dir=folder, database_url=url))  # type: ignore[call-arg]
    names = many_names(size)
    with app.app_context():
        database.migrate()
        event_id = _taken_in(names)
        began = time.perf_counter()
        meant.names_of(event_id)
        print(f"  names read into memory in {time.perf_counter() - began:.2f} s")
        floor = _bare(names)
        for staff in (True, False):
            for kind, queries in _kinds(names).items():
                _print(kind, staff, _asked(event_id, queries, floor, staff=staff))
        floor.close()
        db.session.remove()
        db.engine.dispose()


def _taken_in(names: list[str]) -> int:
    at = clock.now()
    with writing():
        fair = events.create("bench", "Bench", at, at.replace(year=at.year + 1),
                             timezone="UTC", at=at)  # fmt: skip
    rows: list[tuple[int, dict[str, Any]]] = [
        (n, {"name": name, "external_id": str(n)}) for n, name in enumerate(names)
    ]
    began = time.perf_counter()
    made = attendees.draft(fair.id, rows, at)
    new_codes = codes.make(fair.id, made.newcomers, at)
    drafted = time.perf_counter()
    with writing():
        attendees.take_in(made)
        codes.issue_missing(fair.id, at, new_codes)
    held = time.perf_counter() - drafted
    print(
        f"\n{len(names)} people: list drafted in {drafted - began:.2f} s, doors held {held:.2f} s"
    )
    with writing():  # as the server's own upkeep does soon after an import
        db.session.connection().exec_driver_sql("ANALYZE")
    db.session.remove()
    return fair.id


def _bare(names: list[str]) -> Any:
    """Return the floor: each word with a number, and an index."""
    connection = sqlite_module.connect(":memory:")
    connection.execute("CREATE TABLE words (token TEXT, person INTEGER)")
    rows = [(word, person) for person, name in enumerate(names) for word in words_of([name])]
    connection.executemany("INSERT INTO words VALUES (?, ?)", rows)
    connection.execute("CREATE INDEX by_token ON words (token, person)")
    return connection


def _kinds(names: list[str]) -> dict[str, list[Query]]:
    random = Random(3)
    latin = [name for name in names if fold(name).isascii() and len(_last(name)) > 4]
    sample = random.sample(latin, ROUNDS * EACH)
    return {
        "5-letter prefix": [(_last(name)[:5], "") for name in sample],
        "first name + 3 letters": [
            (f"{fold(name).split()[0]} {_last(name)[:3]}", "") for name in sample
        ],
        "full name": [(name, name) for name in sample],
        "full name, 1 slip": [(_slipped(name, random), name) for name in sample],
        "surname, 1 slip": [(with_a_slip(_last(name), random), _last(name)) for name in sample],
        "nobody's name": [(f"qxz{_last(name)[::-1]} wqj", "") for name in sample],
    }


def _last(name: str) -> str:
    return fold(name).split()[-1]


def _slipped(name: str, random: Random) -> str:
    words = fold(name).split()
    at = random.randrange(len(words))
    return " ".join([*words[:at], with_a_slip(words[at], random), *words[at + 1 :]])


def _asked(event_id: int, queries: list[Query], floor: Any, *, staff: bool) -> Figures:
    figures = Figures()
    for start in range(0, len(queries), EACH):
        mine = queries[start : start + EACH]
        figures.floor.append([_bare_search(floor, q) for q, _who in mine])
        figures.ours.append([])
        for q, who in mine:
            db.session.remove()  # each request begins with nothing loaded
            began = time.perf_counter()
            found = list(_search(event_id, q, staff))
            figures.ours[-1].append((time.perf_counter() - began) * 1000)
            figures.found += any(who in (name, _last(name)) for name in found)
    return figures


def _bare_search(floor: Any, query: str) -> float:
    having = "SELECT person FROM words WHERE token >= ? AND token < ?"
    began = time.perf_counter()
    words = fold(query).split()
    ranges = [edge for word in words for edge in (word, word + "\U0010ffff")]
    floor.execute(" INTERSECT ".join([having] * len(words)) + " LIMIT 8", ranges).fetchall()
    return (time.perf_counter() - began) * 1000


def _search(event_id: int, query: str, staff: bool) -> Iterator[str]:
    try:
        yield from (person.name for person in search(event_id, query, staff=staff))
    except NameTooOpen:
        return


def _print(kind: str, staff: bool, figures: Figures) -> None:
    who = "staff" if staff else "self-service"
    hit = f"found {figures.found / (ROUNDS * EACH):.2f}" if figures.found else ""
    floor, ours = figures.told(figures.floor), figures.told(figures.ours)
    print(f"  {who:12} {kind:22} ours {ours}   floor {floor}   {hit}")


if __name__ == "__main__":
    main()
