"""Wrong codes from one tablet, thousands of them: each is told no, the right one still comes in."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from kiosk.db import db
from kiosk.domain.arrivals import RefusedScan
from kiosk.domain.arrivals.refusals import UNKNOWN_A_MINUTE
from tests.web.a_fair import hold, pair, words

MISSES_A_MINUTE = 60


@pytest.mark.parametrize("wrong", [90, pytest.param(10_000, marks=pytest.mark.faults)])
def test_after_many_wrong_codes_a_right_one_comes_in_and_few_rows_are_kept(
    app: Flask, wrong: int
) -> None:
    fair = hold(app)
    door = pair(fair)

    statuses = [door.scan(f"{number:026d}").status_code for number in range(wrong)]
    right = door.scan(fair.tickets["Asha"])

    assert statuses[:MISSES_A_MINUTE] == [404] * MISSES_A_MINUTE
    assert set(statuses[MISSES_A_MINUTE:]) <= {404, 429}
    assert 429 in statuses
    assert "Hello, Asha" in words(right)
    with app.app_context():
        query = select(func.count(), func.sum(RefusedScan.times),
                       func.count(RefusedScan.minute.distinct()))  # fmt: skip
        rows, times, minutes = db.session.execute(query).one()
    assert times == wrong
    assert rows <= (UNKNOWN_A_MINUTE + 1) * minutes
