"""Workers run in the whole application, on the database that `records` empties afterwards.

Asyncio's own clock is the monotonic one, so mail servers live on while a test moves the calendar.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from time_machine import Traveller

from tests.fakes.smtp import Sink
from tests.people import NOON
from tests.real.application import build_app
from tests.real.databases import closed_after
from tests.workers.a_mailroom import Mailroom
from tests.workers.a_press import Press


@pytest.fixture(scope="session")
def working_app(shared_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole application, beside the bare one, on the same database."""
    url = shared_app.config["SQLALCHEMY_DATABASE_URI"]
    with closed_after(build_app(tmp_path_factory.mktemp("working"), url)) as app:
        yield app


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """The wall clock, standing at noon of the fair until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mailroom(
    records: None, working_app: Flask, smtp: Sink, clock: Traveller, tmp_path: Path
) -> Iterator[Mailroom]:
    """A fair at noon, its real letters, and a mail server that misbehaves when told."""
    with working_app.app_context():
        yield Mailroom(working_app, smtp, clock, tmp_path)


@pytest.fixture
def press(records: None, working_app: Flask, clock: Traveller, tmp_path: Path) -> Iterator[Press]:
    """A fair at noon with one badge in the queue."""
    with working_app.app_context():
        yield Press(working_app, clock, tmp_path)
