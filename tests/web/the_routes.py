"""The route table as tests see it: each route asked with its entry, as one of a hall's askers."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.web import slips
from kiosk.web.identity import Access
from tests.web.a_hall import Hall, elsewhere
from tests.web.the_entries import ENTRIES


def value(hall: Hall, name: str) -> str:
    """Return what an entry's name stands for in a hall."""
    if name.startswith("="):
        return name[1:]
    if name.startswith("letters of "):
        return hall.ids[f"badge of {name[11:]}"][-6:]
    if name.startswith("slip: "):
        purpose, _, kind = name[6:].partition(" of ")
        return _slip(hall, purpose, kind)
    return hall.ids[name]


def _slip(hall: Hall, purpose: str, kind: str) -> str:
    at = clock.now()
    facts = {
        "arrival": hall.ids["exit of carol" if purpose == "goodbye" else "entry of asha"],
        "meeting": hall.ids["meeting of ben" if purpose == "kept" else "meeting of asha"],
        "attendee": hall.ids["carol" if purpose == "person" else "eve"],
        "seed": str(uuid.uuid4()),
        "shown_at": at.isoformat(),
    }
    with hall.app.app_context():
        return slips.seal(purpose, f"device:{hall.ids[kind]}", at, **facts)


def routes(app: Flask) -> Iterator[tuple[Rule, Access, str]]:
    """Yield each route of ours with its rule and one of its methods: GET or POST."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if rule.endpoint != "static":
            access: Access = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
            yield rule, access, "POST" if "POST" in (rule.methods or ()) else "GET"


def may(access: Access) -> set[str]:
    """Return which of our askers a rule lets through: an organiser is a steward too."""
    allowed = set(access.who) | ({"organiser"} if "steward" in access.who else set())
    return {"nobody"} if "anyone" in allowed else allowed


def address(app: Flask, rule: Rule, hall: Hall, **others: str) -> str:
    """Return a route's address with this hall's ids; `others` replace some."""
    names = {name: value(hall, entry) for name, entry in ENTRIES[rule.endpoint].address.items()}
    with app.test_request_context():
        built: str = rule.build({**names, **others})[1]  # type: ignore[index]
    return built


def form(rule: Rule, hall: Hall) -> dict[str, Any]:
    """Return a good form of a route, with a fresh op_id."""
    entry = ENTRIES[rule.endpoint]
    sent: dict[str, Any] = {"op_id": str(uuid.uuid4())}
    for name, wanted in entry.form.items():
        several = isinstance(wanted, list)
        sent[name] = [value(hall, each) for each in wanted] if several else value(hall, wanted)
    return sent


def send(
    rule: Rule, method: str, where: str, sent: dict[str, Any], asker: str, hall: Hall, **more: Any
) -> TestResponse:
    """Ask a route as one of a hall's askers, from an address of its own."""
    headers = more.pop("headers", None)
    options: dict[str, Any] = {
        "method": method,
        "headers": hall.headers(asker) if headers is None else headers,
        "environ_overrides": elsewhere(),
    }
    if method == "POST" and (where.startswith("/api/") or ENTRIES[rule.endpoint].is_json):
        options["json"] = sent
    elif method == "POST":
        options["data"] = dict(sent)
        if file := ENTRIES[rule.endpoint].file:
            options["data"]["file"] = (io.BytesIO(file), "list.csv")
    return hall.browser(asker).open(where, **options)
