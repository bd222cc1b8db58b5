"""Refused scans: each is a row until there are too many of them, and then they only count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.db import db
from kiosk.domain.arrivals import RefusedScan
from kiosk.domain.arrivals.refusals import UNKNOWN_A_MINUTE
from tests.people import NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")
MINUTE = timedelta(minutes=1)


def rows() -> list[RefusedScan]:
    """Every refused scan, oldest first."""
    return list(db.session.scalars(select(RefusedScan).order_by(RefusedScan.id)))


def test_the_same_unknown_code_is_one_row_a_minute() -> None:
    fair = Fair()

    for minute in (0, 0, 0, 1):
        fair.scan("0" * 26, NOON + minute * MINUTE)

    assert [row.times for row in rows()] == [3, 1]


def test_a_flood_of_unknown_codes_fills_no_disk_and_hides_nobody() -> None:
    fair = Fair()

    for number in range(UNKNOWN_A_MINUTE + 40):
        fair.scan(f"{number:026d}", NOON)
    fair.scan(fair.code("ticket", "Asha"), NOON)
    refused = fair.scan(fair.code("ticket", "Asha"), NOON)

    assert refused.outcome.slug == "already_in"
    assert count(RefusedScan) == UNKNOWN_A_MINUTE + 2
    assert [row.times for row in rows()[-2:]] == [40, 1]
    assert rows()[-1].attendee_id == fair.person("Asha").id


def test_the_next_minute_begins_anew() -> None:
    fair = Fair()

    for number in range(UNKNOWN_A_MINUTE + 5):
        fair.scan(f"{number:026d}", NOON)
    fair.scan("Z" * 26, NOON + MINUTE)

    assert rows()[-1].times == 1
    assert count(RefusedScan) == UNKNOWN_A_MINUTE + 2
