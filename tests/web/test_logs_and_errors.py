"""No name, address, number or note in a log, an address or an error; and no trace of ours."""

from __future__ import annotations

import logging
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk.db import db
from kiosk.web import limits
from kiosk.workers.mail import MailWorker
from kiosk.workers.printing import PrintWorker
from tests.people import op_id
from tests.web.a_hall import ASKERS, open_hall
from tests.web.hostile_words import SCRIPT
from tests.web.the_routes import address, form, routes, send

CANARIES: tuple[dict[str, Any], ...] = tuple(
    {
        "name": f"Zyx{n}canary Quorn{n}canary",
        "email": f"mail{n}canary@example.org",
        "phone": f"+44770090{n}77{n}",
        "kind": "employer" if n == 1 else "student",
        "organisation": "Nova Engineering" if n == 1 else f"Org{n}canary",
    }
    for n in range(5)
)
PERSONAL = re.compile(r"canary|\+44770090|770090\d77", re.I)
ADDRESSES = re.compile(r"\b(?:href|action|src)=\"(?!mailto:|tel:|sms:|data:)([^\"]*)\"")
NOTE = "a canary note"
ORDINARY = {"asha", "Dana Roux", "Wim Walker", "kind", "wrong one", "nobody@example.org", "lost"}
"""What the good forms say of people; a fair's own name is no secret."""
REPEATS_WHAT_WAS_TYPED = {422}


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every request reach its view."""
    monkeypatch.setattr(limits.limiter, "enabled", False)
    monkeypatch.setattr(limits, "_count_miss", lambda: None)


def leaks(answer: TestResponse) -> list[str]:
    """Return where an answer shows somebody whom it should not."""
    found = [f"Location {answer.location}"] if PERSONAL.search(answer.location or "") else []
    is_error = answer.status_code >= 400 and answer.status_code not in REPEATS_WHAT_WAS_TYPED
    if is_error and PERSONAL.search(answer.text):
        found.append("an error page")
    if answer.mimetype == "text/html":
        found += [link for link in ADDRESSES.findall(answer.text) if PERSONAL.search(link)]
    found += [name for name, text in answer.headers if PERSONAL.search(text)]
    return found


def typed(sent: dict[str, Any]) -> dict[str, Any]:
    """Return a form in which whatever people type freely is somebody's."""
    personal = {"q": "Zyx0canary", "name": "Zyx9canary Quorn", "note": NOTE, "why": "a canary why",
                "email": "mail0canary@example.org", "reason": "lost"}  # fmt: skip
    ordinary = [n for n, value in sent.items() if isinstance(value, str) and value in ORDINARY]
    return sent | {n: personal[n] for n in ordinary if n in personal}


@pytest.mark.usefixtures("unlimited")
def test_a_day_leaves_nobody_in_logs_addresses_and_errors(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hall, faults = open_hall(app, people=CANARIES), []
    for _twice in range(2):  # the second time most of it is refused
        for rule, access, method in routes(app):
            where = address(app, rule, hall)
            for asker in ASKERS if access.who != ("anyone",) else ("phone",):
                answer = send(rule, method, where, typed(form(rule, hall)), asker, hall)
                faults += [f"{asker} {method} {where}: {leak}" for leak in leaks(answer)]
                answer.close()
    with app.app_context():
        settings = app.config["KIOSK"]
        mail, printing = MailWorker(settings), PrintWorker(settings)
        while mail.run_once() or printing.run_once():
            pass
        db.session.remove()

    assert not faults, "\n".join(faults)
    assert "letter" in caplog.text
    assert not [line for line in caplog.text.splitlines() if PERSONAL.search(line)]


@pytest.mark.parametrize(
    ("path", "asker"),
    [("/", "nobody"), ("/claim", "nobody"), ("/me", "phone"), ("/tablet", "station"),
     ("/stand", "stand"), ("/desk/fair", "organiser"), ("/api/v1/events/fair/figures", "api")],
)  # fmt: skip
def test_a_fault_of_ours_is_answered_calmly_and_logged_without_words(
    app: Flask,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    asker: str,
) -> None:
    hall = open_hall(app)
    endpoint = app.url_map.bind("localhost").match(path)[0]

    def broken(**_values: str) -> str:
        raise ValueError(f"Asha Patel {SCRIPT}")

    monkeypatch.setitem(app.view_functions, endpoint, broken)
    answer = hall.browser(asker).get(path, headers=hall.headers(asker))

    assert answer.status_code == 500
    assert "Please ask a steward" in answer.text
    for secret in ("Asha", "ValueError", "Traceback", "alert", ".py"):
        assert secret not in answer.text
    (record,) = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert "ValueError" in record.getMessage()
    assert "broken" in record.getMessage()
    assert "Asha" not in caplog.text
    assert record.exc_info is None


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=5)
if sys.argv[2] == "everything":
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
connection.execute("BEGIN EXCLUSIVE")
connection.execute("CREATE TABLE held (n INTEGER)")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(app: Flask, what: str) -> Iterator[None]:
    """Let another process hold the database: its writes, or everything."""
    with app.app_context():
        path = str(db.engine.url.database)
        db.session.remove()
        db.engine.dispose()
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, path, what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        yield
    finally:
        child.communicate()


@pytest.mark.parametrize("asker", ["station", "api"])
def test_a_change_waits_five_seconds_for_another_writer_then_says_busy(
    app: Flask, asker: str
) -> None:
    hall = open_hall(app)
    rule, path = {
        "station": ("tablet.scan", "/tablet/scans"),
        "api": ("api.check_in", "/api/v1/events/fair/check-ins"),
    }[asker]
    found = next(each for each, _access, method in routes(app) if each.endpoint == rule)
    began = time.monotonic()

    with held(app, "writes"):
        answer = send(found, "POST", path, form(found, hall), asker, hall)
    took_s = time.monotonic() - began

    busy(answer, took_s)
    assert send(found, "POST", path, form(found, hall), asker, hall).status_code in {201, 303}


@pytest.mark.parametrize(("path", "asker"), [("/tablet", "station"), ("/desk/fair", "steward")])
def test_a_page_says_busy_while_another_process_holds_everything(
    app: Flask, path: str, asker: str
) -> None:
    hall = open_hall(app)
    began = time.monotonic()

    with held(app, "everything"):
        answer = hall.browser(asker).get(path)

    busy(answer, time.monotonic() - began)


def busy(answer: TestResponse, took_s: float) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) <= 60
    assert took_s < 8
    assert answer.is_json or "<h1" in answer.text


def test_the_lock_of_these_tests_does_hold(app: Flask) -> None:
    """Without this, "busy" might be about something else."""
    with app.app_context():
        path = Path(str(db.engine.url.database))

    with (
        held(app, "everything"),
        closing(sqlite3.connect(path, timeout=0)) as connection,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        connection.execute("SELECT * FROM events")


def test_a_full_disk_is_busy_and_nothing_half_done(app: Flask) -> None:
    hall = open_hall(app)
    with app.app_context(), db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        db.engine.dispose()

    def small(dbapi: Any, _record: Any) -> None:
        dbapi.execute(f"PRAGMA max_page_count={pages}")

    with app.app_context():
        db.event.listen(db.engine, "connect", small)
    statuses = set()
    for n in range(200):
        answer = hall.browser("station").post(
            "/tablet/scans",
            data={"op_id": op_id(), "codes": f"{n:026d}"},
            headers=hall.headers("station"),
        )
        statuses.add(answer.status_code)

    assert 503 in statuses
    assert statuses <= {404, 429, 503}
