"""A stand in tests: Nova's tablet with Ben on duty, recruiters' own phones, and what they do."""

from __future__ import annotations

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import phones
from tests.web.a_fair import OURS, Fair, Screen, hidden, pair


def open_stand(fair: Fair) -> Screen:
    """Pair Nova's tablet and put Ben on duty."""
    stand = pair(fair, kind="stand", name="Stand 12", employer="Nova Engineering")
    assert stand.post("/stand/duty", who=public_id(fair, "Ben")).status_code == 303
    return stand


def public_id(fair: Fair, first_name: str) -> str:
    """Return somebody's public id."""
    with fair.app.app_context():
        return fair.person(first_name).public_id


def phone_of(fair: Fair, first_name: str) -> Screen:
    """Return somebody's own phone, linked already."""
    with fair.app.app_context(), writing():
        key = phones.link(fair.person(first_name), through="letter", label="x", at=clock.now())[1]
    client = fair.app.test_client()
    client.set_cookie("kiosk-phone", key)
    return Screen(client, first_name)


def look(stand: Screen, *read: str) -> TestResponse:
    """Show a badge."""
    return stand.client.post("/stand/scans", data={"codes": list(read)}, headers=OURS)


def capture(stand: Screen, badge: str, **fields: object) -> TestResponse:
    """Show a badge, fill the page and press Keep."""
    return stand.post("/stand/meetings", person=hidden(look(stand, badge), "person"), **fields)


def count(fair: Fair, record: type, *where: object) -> int:
    """Return how many rows a record has."""
    with fair.app.app_context():
        return db.session.scalar(select(func.count()).select_from(record).where(*where)) or 0
