"""Somebody's phone in tests: a browser of its own that links, looks and taps as a person does."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.db import db
from kiosk.domain import codes
from tests.web.a_fair import OURS, Fair, hidden


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
        return self.post("/claim/phone", proof=hidden(self.show(secret), "proof"), **fields)

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
