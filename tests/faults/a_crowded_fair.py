"""A fair of four hundred, served by `kiosk serve`, and ledgers that the kiosk knows nothing of.

What was asked for and what was acknowledged is written down outside the data dir, flushed to the
disk before the next request: so a kill can be judged by what people were told.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Lock
from typing import Any

from kiosk import clock, create_app
from kiosk import db as database
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, devices, events
from kiosk.settings import Settings
from tests.cli.a_shell import environment
from tests.real.databases import SECRET_KEY

PEOPLE = 400


@dataclass
class CrowdedFair:
    """Where it lies, the key of a program at its door, and everybody's codes."""

    data_dir: Path
    database_url: str = ""
    key: str = ""
    tickets: list[str] = field(default_factory=list)
    badges: list[str] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """The environment that serves it."""
        other = {"KIOSK_DATABASE_URL": self.database_url} if self.database_url else {}
        return environment(self.data_dir, **other)

    @property
    def url(self) -> str:
        """Where its database is."""
        return self.database_url or f"sqlite:///{self.data_dir / 'kiosk.db'}"


def open_fair(data_dir: Path, database_url: str = "", people: int = PEOPLE) -> CrowdedFair:
    """Make a fair that never closes, in a data dir of its own, and let go of it."""
    fair, at = CrowdedFair(data_dir, database_url), clock.now()
    settings = {"database_url": database_url} if database_url else {}
    app = create_app(Settings(data_dir=data_dir, secret_key=SECRET_KEY, **settings))
    with app.app_context():
        database.migrate()
        with writing():
            ends_at = at + timedelta(hours=5)
            event = events.create("fair", "Fair", at, ends_at, timezone="Europe/London", at=at)
            event.change("never_closes", True)
            rows = [(n, {"name": f"P{n} Crowd", "email": f"p{n}@x.example"}) for n in range(people)]
            attendees.register(event, rows, at)
            codes.issue_missing(event.id, at)
            _device, fair.key = devices.pair(event, kind="api", name="Till", mode="door", at=at)
        for _person, secrets in codes.codes_of_event(event.id):
            fair.tickets.append(secrets["ticket"])
            fair.badges.append(secrets["badge"])
        db.session.remove()
        db.engine.dispose()
    return fair


class Ledger:
    """Lines of JSON that are on the disk before anything else happens."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        self._file, self._lock = path.open("a"), Lock()
        self.path = path

    def write(self, **facts: Any) -> None:
        """Add a line, durably."""
        with self._lock:
            self._file.write(json.dumps(facts) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def lines(self) -> Iterator[dict[str, Any]]:
        """Read it from the beginning."""
        yield from map(json.loads, self.path.read_text().splitlines())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def ask(port: int, fair: CrowdedFair, path: str, body: dict[str, Any]) -> int:
    """Ask the API over a line of its own; 0 when the line breaks."""
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as line:
            return ask_over(line, fair, path, body)
    except OSError:
        return 0


def ask_over(line: HTTPConnection, fair: CrowdedFair, path: str, body: dict[str, Any]) -> int:
    """Ask the API over a line that is kept."""
    headers = {"Authorization": f"Bearer {fair.key}", "Content-Type": "application/json"}
    line.request("POST", f"/api/v1/events/fair{path}", json.dumps(body), headers)
    answer = line.getresponse()
    answer.read()
    return answer.status
