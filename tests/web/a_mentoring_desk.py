"""The desk of a hall's mentoring, as one of its staff sits there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kiosk.db import db
from kiosk.domain import mentoring
from kiosk.domain.audit import AuditEntry
from kiosk.domain.mentoring import Mentor, MentorRequest
from tests.people import op_id
from tests.web.a_hall import Hall


class Office:
    """One member of staff at the pages of mentoring."""

    def __init__(self, hall: Hall, asker: str = "coordinator") -> None:
        """Sign somebody of the hall in: coordinator, organiser or steward."""
        self.hall, self.app, self.ids = hall, hall.app, hall.ids
        self.browser, self.headers = hall.browser(asker), hall.headers(asker)

    def get(self, path: str = "") -> TestResponse:
        """Open one of the pages."""
        return self.browser.get(f"/desk/{self.hall.slug}/mentoring{path}")

    def post(self, path: str = "", **sent: Any) -> TestResponse:
        """Send a form with a fresh op_id, unless told which."""
        data = {"op_id": op_id(), **sent}
        address = f"/desk/{self.hall.slug}/mentoring{path}"
        return self.browser.post(address, data=data, headers=self.headers)

    def mentor(self, name: str = "mentor") -> Mentor:
        """Return a mentor as the database has them; call inside an application context."""
        return mentoring.of_event(self.hall.event_id, self.ids[name])

    def state(self, name: str) -> str:
        """Return where a request stands."""
        with self.app.app_context():
            query = select(MentorRequest.state)
            return str(db.session.scalar(query.where(MentorRequest.public_id == self.ids[name])))

    def noted(self, act: str) -> int:
        """Return how often the audit has an act."""
        with self.app.app_context():
            query = select(func.count()).where(AuditEntry.act == act)
            return db.session.scalar(query) or 0
