"""A full disk under the folder printer and the mail folder: later, and nothing half done."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, print_jobs
from kiosk.domain.deliveries import Delivery
from kiosk.domain.print_jobs import PrintJob
from kiosk.workers.mail import MailWorker
from kiosk.workers.postroom import Postroom
from kiosk.workers.printing import PrintWorker
from tests.web.a_hall import Hall, open_hall


@pytest.fixture
def hall(app: Flask) -> Hall:
    hall = open_hall(app)
    with app.app_context():
        for printer in print_jobs.printers_of(hall.event_id):
            with writing():  # the setting's folder is the printer then
                print_jobs.remove_printer(printer, clock.now())
    return hall


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No byte of a file reaches the disk; SQLite's own writes do."""

    def no_space(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    return monkeypatch


def files(hall: Hall) -> list[Path]:
    folder: Path = hall.app.config["KIOSK"].data_dir
    return [path for path in folder.rglob("*") if path.suffix in {".png", ".eml", ".part"}]


def test_a_badge_waits_for_room(hall: Hall, full: pytest.MonkeyPatch) -> None:
    with hall.app.app_context():
        worker = PrintWorker(hall.app.config["KIOSK"])
        waiting = db.session.scalars(db.select(PrintJob.id).filter_by(state="queued")).all()
        assert waiting

        while worker.run_once():
            pass
        states = {print_jobs.newest(hall.event_id)[0].state for _job in waiting}
        found = files(hall)
        full.undo()
        with time_machine.travel(clock.now() + timedelta(minutes=1)):
            while worker.run_once():
                pass
        after = db.session.scalars(db.select(PrintJob.state).where(PrintJob.id.in_(waiting))).all()
        db.session.remove()

    assert states == {"queued"}
    assert found == []
    assert set(after) == {"printed"}


def test_a_letter_waits_for_room_and_then_holds_no_secret_here(
    hall: Hall, full: pytest.MonkeyPatch
) -> None:
    with hall.app.app_context():
        settings = hall.app.config["KIOSK"]
        with writing():
            Postroom(settings).send_ticket(attendees.get(hall.people["asha"]), clock.now())
        worker = MailWorker(settings)

        worker.run_once(hall.event_id)
        put_off, found = state(hall), files(hall)
        full.undo()
        with time_machine.travel(clock.now() + timedelta(minutes=10)):
            worker.run_once(hall.event_id)
        sent = state(hall)
        with writing():
            deliveries.drop_settled_bytes(clock.now())
        kept = db.session.scalar(db.select(Delivery.message).filter_by(kind="ticket"))
        db.session.remove()

    assert (put_off, sent) == ("deferred", "accepted")
    assert found == []
    assert kept is None


def state(hall: Hall) -> str | None:
    query = db.select(Delivery.state).filter_by(event_id=hall.event_id, kind="ticket")
    return db.session.scalar(query)
