"""The shared database of domain tests: commits are real, and nobody sees another test's rows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from kiosk.db import db, writing
from kiosk.domain import events

pytestmark = pytest.mark.usefixtures("records")
OPENS = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_commits_no_other_test_sees(turn: str) -> None:
    with writing():
        db.session.add(
            events.Event(
                slug="fair",
                name=f"The {turn} fair",
                starts_at=OPENS,
                ends_at=OPENS + timedelta(hours=5),
                timezone="Europe/London",
                created_at=OPENS,
            )
        )

    assert db.session.scalar(select(func.count()).select_from(events.Event)) == 1
    assert f"The {turn} fair" == db.session.scalar(select(events.Event.name))
