"""A scan at a station: who comes in, who is told what, and what is kept."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain.arrivals import Arrival, RefusedScan
from kiosk.domain.meetings import Meeting
from kiosk.domain.print_jobs import PrintJob
from tests.web.a_fair import Fair, Screen, hold, pair, words


@pytest.fixture
def fair(app: Flask) -> Fair:
    return hold(app)


@pytest.fixture
def door(fair: Fair) -> Screen:
    return pair(fair)


def count(fair: Fair, record: type, *where: object) -> int:
    with fair.app.app_context():
        return db.session.scalar(select(func.count()).select_from(record).where(*where)) or 0


def test_a_ticket_lets_its_owner_in_and_greets_her(fair: Fair, door: Screen) -> None:
    page = door.scan(fair.tickets["Asha"])

    assert page.status_code == 201
    assert "Hello, Asha" in words(page)
    assert "You’re in. Your badge is printing." in words(page)
    assert count(fair, Arrival) == 1


def test_two_badges_in_one_frame_have_met(fair: Fair, door: Screen) -> None:
    for name in ("Asha", "Ben"):
        door.scan(fair.tickets[name])

    page = door.scan(fair.badges["Asha"], fair.badges["Ben"])

    assert page.status_code == 201
    assert "You two have met." in words(page)
    assert "Asha gives name · Ben gives name and email" in words(page)
    assert count(fair, Meeting) == 1


def test_the_same_scan_again_changes_nothing_and_shows_the_same_code(
    fair: Fair, door: Screen
) -> None:
    op_id = str(uuid4())
    first = door.scan(fair.tickets["Asha"], op_id=op_id)

    again = door.scan(fair.tickets["Asha"], op_id=op_id)

    assert count(fair, Arrival) == count(fair, PrintJob) == 1
    assert "Hello, Asha" in words(again)
    assert code_of(first) == code_of(again)


def code_of(page: object) -> str:
    text: str = page.text  # type: ignore[attr-defined]
    return text.split('class="code" dir="ltr">')[1][:7]


def test_an_unknown_ticket_is_kept_as_refused(fair: Fair, door: Screen) -> None:
    page = door.scan("0" * 26)

    assert page.status_code == 404
    assert "We do not know that code." in words(page)
    assert count(fair, RefusedScan) == 1
