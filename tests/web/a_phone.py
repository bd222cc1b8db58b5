"""Somebody's phone in tests: a browser of its own that links, looks and taps as a person does."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, codes, meetings
from kiosk.domain.meetings import Meeting
from tests.web.a_fair import OURS, Fair, hidden, hold, let_in


@dataclass
class PhoneInHand:
    """A browser that posts as ours does."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def post(self, path: str, *, op_id: str | None = None, **fields: str) -> TestResponse:
        """Send a form; an op_id is made unless one is given."""
        return self.client.post(path, data={"op_id": op_id or str(uuid4()), **fields}, headers=OURS)

    def show(self, secret: str) -> TestResponse:
        """Send the first form: whose phone is this to be?"""
        return self.post("/claim", secret=secret)

    def link(self, secret: str, **fields: str) -> TestResponse:
        """Link it: both forms, one after the other."""
        return self.press_link(self.show(secret), **fields)

    def press_link(self, page: TestResponse, **fields: str) -> TestResponse:
        """Press the button of the page that asks whose phone this is to be."""
        sent = {"proof": hidden(page, "proof"), "met": "no", **fields}
        return self.post("/claim/phone", **sent)

    def tap(self, badge: str, **fields: str) -> TestResponse:
        """Press the one button on a badge's page."""
        return self.post(f"/b/{badge}", **fields)

    def met(self, badge: str, **fields: str) -> str:
        """Press it and return the meeting's public id."""
        answer = self.tap(badge, **fields)
        assert answer.status_code == 303, answer.text
        return answer.location.rpartition("/")[2]


def claim_of(fair: Fair, first_name: str) -> str:
    """Return the secret of somebody's private link."""
    with fair.app.app_context():
        secret = codes.code_of("claim", fair.person(first_name))
        db.session.remove()
    return secret


def phone(fair: Fair) -> PhoneInHand:
    """A fresh phone that speaks for nobody."""
    return PhoneInHand(fair.app.test_client())


def phone_of(fair: Fair, first_name: str) -> PhoneInHand:
    """A phone linked to somebody by their private link."""
    fresh = phone(fair)
    assert fresh.link(claim_of(fair, first_name)).status_code == 303
    return fresh


def count_meetings(fair: Fair) -> int:
    """Return how many meetings there are, undone ones too."""
    with fair.app.app_context():
        found = db.session.scalar(select(func.count()).select_from(Meeting)) or 0
        db.session.remove()
    return found


def shares(fair: Fair, public_id: str) -> dict[str, tuple[list[str], str]]:
    """Return by first name what each gave, and the state."""
    with fair.app.app_context():
        query = select(Meeting).where(Meeting.public_id == public_id)
        rows = meetings.shares_of(db.session.scalars(query).one())
        found = {attendees.get(r.giver_id).first_name: (r.fields, r.state) for r in rows}
        db.session.remove()
    return found


def change(fair: Fair, first_name: str, **values: object) -> None:
    """Correct somebody at the desk."""
    with fair.app.app_context():
        with writing():
            person = fair.person(first_name)
            attendees.correct(person, values, origin="desk", at=clock.now())
        db.session.remove()


def a_meeting(app: Flask, **fields: str) -> tuple[Fair, PhoneInHand, PhoneInHand, str]:
    """Return a fair where Asha has tapped Ben's badge, their phones, and the meeting."""
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    asha, ben = phone_of(fair, "Asha"), phone_of(fair, "Ben")
    return fair, asha, ben, asha.met(fair.badges["Ben"], **fields)
