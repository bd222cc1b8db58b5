"""A program that uses the API: a fair, a bearer key, and requests as CONTRACT.md writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import devices, events
from tests.web.a_fair import Fair, hold


def op_id() -> str:
    """Return a fresh op_id."""
    return str(uuid4())


@dataclass
class Program:
    """One device key of kind api, used by somebody's own program."""

    fair: Fair
    key: str = ""
    name: str = "Gate"
    slug: str = field(init=False)

    def __post_init__(self) -> None:
        """Address the fair that the key is of."""
        self.slug = self.fair.slug

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """Send a request with the key."""
        headers = {"Authorization": f"Bearer {self.key}", **more.pop("headers", {})}
        where = f"/api/v1/events/{self.slug}{path}"
        return self.fair.app.test_client().open(where, method=method, headers=headers, **more)

    def post(self, path: str, body: object) -> TestResponse:
        """Send a JSON body with the key."""
        return self.ask("POST", path, json=body)

    def check_in(self, first_name: str, kind: str = "entry", **more: object) -> TestResponse:
        """Scan somebody's ticket (going out: the badge)."""
        code = (self.fair.tickets if kind == "entry" else self.fair.badges)[first_name]
        return self.post("/check-ins", {"op_id": op_id(), "code": code, "kind": kind, **more})

    def meet(self, *first_names: str, **more: object) -> TestResponse:
        """Hold two badges up."""
        badges = [self.fair.badges[name] for name in first_names]
        return self.post("/meetings", {"op_id": op_id(), "badges": badges, **more})


def program(app: Flask, slug: str = "fair", *, fair: Fair | None = None, name: str = "Gate",
            kind: str = "api", **settings: Any) -> Program:  # fmt: skip
    """Return a program with a key of its own for a fair that is open now."""
    fair = fair or hold(app, slug, **settings)
    with app.app_context():
        with writing():
            event = events.by_slug(slug)
            _device, key = devices.pair(event, kind=kind, name=name, mode="door", at=clock.now())
            if kind != "api":
                key = devices.claim_pairing(key, clock.now())[1]
        db.session.remove()
    return Program(fair, key, name)


def error(answer: TestResponse) -> str:
    """Return an error's slug, after making sure that the answer is one as promised."""
    body = answer.get_json()
    assert answer.status_code >= 400
    assert set(body) >= {"error", "message"}
    assert body["message"].strip()
    return str(body["error"])
