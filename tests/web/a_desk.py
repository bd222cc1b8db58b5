"""A desk for tests: the fair of tests/people, its staff, and a browser that sends whole forms."""

import re
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import staff
from kiosk.domain.audit import AuditEntry
from kiosk.domain.staff import StaffMember
from tests.people import Fair, op_id

PASSPHRASE = "four quiet words here"
OURS = {"Origin": "http://localhost"}
# A hash says what it costs to check: theirs is cheap, for nobody guesses at it here.
_HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSPHRASE)


class Desk:
    """The desk of one fair that never closes: olga organises, stew is a steward."""

    def __init__(self, app: Flask, member: str = "olga", slug: str = "fair") -> None:
        """Make the fair and its staff, and sign somebody in; "" leaves the browser signed out."""
        self.app, self.slug = app, slug
        self.client = app.test_client()
        with app.app_context():
            self.fair = Fair(slug, settings={"never_closes": True})
            hire(self.fair.id, f"olga@{slug}", "organiser")
            hire(self.fair.id, f"stew@{slug}", "steward")
            self.ids = {
                name: self.fair.person(name).public_id for name in ("Asha", "Ben", "Carol", "Cai")
            }
            key = open_session(f"{member}@{slug}") if member else ""
        if key:
            self.client.set_cookie("kiosk-staff", key)

    def sign_in(self, name: str, passphrase: str = PASSPHRASE, **more: str) -> TestResponse:
        """Send the sign-in form."""
        sent = {"name": name, "passphrase": passphrase, **more}
        return self.client.post("/desk/sign-in", data=sent, headers=OURS)

    def get(self, path: str = "", **headers: str) -> TestResponse:
        """Open a page of this fair."""
        return self.client.get(f"/desk/{self.slug}{path}", headers=headers)

    def post(self, path: str, **sent: Any) -> TestResponse:
        """Send a form with a fresh op_id, unless told which."""
        data = {"op_id": op_id(), **sent}
        return self.client.post(f"/desk/{self.slug}{path}", data=data, headers=OURS)

    def person(self, first_name: str) -> str:
        """The path of somebody's page."""
        return f"/people/{self.ids[first_name]}"

    def said(self) -> list[str]:
        """What the audit has: the acts of this fair, oldest first."""
        with self.app.app_context():
            query = db.select(AuditEntry).where(AuditEntry.event_id == self.fair.id)
            return [entry.act for entry in db.session.scalars(query.order_by(AuditEntry.id))]


def hire(event_id: int | None, name: str, role: str) -> None:
    """Let somebody sign in with the tests' passphrase."""
    with writing():
        staff.add(name, role, _HASHED, event_id=event_id, at=clock.now())


def open_session(name: str) -> str:
    """Sign somebody in without the slow check of their passphrase."""
    with writing():
        member = db.session.scalars(db.select(StaffMember).filter_by(name=name)).one()
        return staff.start_session(member, clock.now())


def words(answer: TestResponse) -> str:
    """The text of a page, without its markup, spaces made single."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())
