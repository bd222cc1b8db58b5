"""Hostile bodies, on both databases: told calmly what is wrong, never a 500, nothing half done."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.application import build_app
from tests.real.databases import closed_after
from tests.web.an_api import Program, error, op_id, program

LONG = "x" * 10_000
STRANGE = ["\u0000", "a\u0000b", "\ud800", "\u202eevil", "=cmd|' /C calc'!A0", "<script>x</script>",
           "a\r\nSet-Cookie: x=1", "'; DROP TABLE attendees; --", LONG]  # fmt: skip
WRONG_TYPES: list[object] = [None, 7, 1.5, True, [], {}, ["x"], {"a": 1}]
NOBODYS = "00000000-0000-4000-8000-000000000000"
POSTS = ["/check-ins", f"/check-ins/{NOBODYS}/undo", "/attendees/search", "/meetings",
         f"/meetings/{NOBODYS}/undo"]  # fmt: skip


@pytest.fixture
def gate(tmp_path: Path, database_url: str) -> Iterator[Program]:
    """A program at a fair, once on each database."""
    with closed_after(build_app(tmp_path, database_url)) as app:
        yield program(app)


def whole(gate: Program, path: str) -> dict[str, object]:
    """Return a body that the route takes."""
    if path.endswith("search"):
        return {"q": "okafor"}
    body: dict[str, object] = {"op_id": op_id()}
    if path == "/check-ins":
        body |= {"code": gate.fair.tickets["Asha"], "kind": "entry"}
    elif path == "/meetings":
        body |= {"badges": [gate.fair.badges["Asha"], gate.fair.badges["Ben"]]}
    elif path.startswith("/check-ins/"):
        body |= {"reason": "oops"}
    return body


def test_a_body_that_is_no_object_is_told_so(gate: Program) -> None:
    for path in POSTS:
        for body in ("", "{", "nonsense", "[]", "7", "null", '"text"', "[" * 20_000, "\x00", "NaN"):
            answer = gate.ask("POST", path, data=body, content_type="application/json")

            assert (answer.status_code, error(answer)) == (422, "invalid"), (path, body[:20])


def test_a_body_that_is_not_utf_8_is_told_so(gate: Program) -> None:
    for path in POSTS:
        answer = gate.ask("POST", path, data=b'{"q": "\xff\xfe"}', content_type="application/json")

        assert answer.status_code == 422


def test_a_field_of_another_type_is_a_fault_of_that_field(gate: Program) -> None:
    for path in POSTS:
        for name in whole(gate, path):
            for value in WRONG_TYPES:
                answer = gate.post(path, {**whole(gate, path), name: value})

                assert answer.status_code == 422, (path, name, value)
                assert name in answer.get_json()["fields"]


def test_a_missing_field_is_a_fault_of_that_field(gate: Program) -> None:
    for path in POSTS:
        for name in set(whole(gate, path)) - {"kind", "reason"}:
            body = {key: value for key, value in whole(gate, path).items() if key != name}
            answer = gate.post(path, body)

            assert answer.status_code == 422
            assert set(answer.get_json()["fields"]) == {name}


def test_strange_text_in_any_field_is_refused_calmly(gate: Program) -> None:
    for path in POSTS:
        for name in whole(gate, path):
            for text in STRANGE:
                value: object = [text, text] if name == "badges" else text
                body = json.dumps({**whole(gate, path), name: value})
                answer = gate.ask("POST", path, data=body, content_type="application/json")

                assert answer.status_code < 500, (path, name, text[:20])
                assert "Set-Cookie" not in answer.headers
    assert gate.ask("GET", "/figures").get_json()["arrived"] == 0


@pytest.mark.parametrize("badges", [[], ["x"], ["x", "y", "z"]])
def test_two_badges_are_two(gate: Program, badges: list[str]) -> None:
    answer = gate.post("/meetings", {"op_id": op_id(), "badges": badges})

    assert answer.status_code == 422
    assert set(answer.get_json()["fields"]) == {"badges"}


@pytest.mark.parametrize("told", ["yesterday", "2026-11-24T10:00:00", "2026-13-01T00:00:00Z", "",
                                  "99999-01-01T00:00:00Z"])  # fmt: skip
def test_a_time_that_is_no_instant_is_a_fault_of_its_field(gate: Program, told: str) -> None:
    for name in ("happened_at", "sent_at"):
        answer = gate.check_in("Asha", **{name: told})

        assert answer.status_code == 422
        assert set(answer.get_json()["fields"]) == {name}


def test_fields_nobody_asked_for_are_left_aside(gate: Program) -> None:
    answer = gate.check_in("Asha", attendee_id=1, event_id=2, __class__="x", **{"\u0000": LONG})

    assert answer.status_code == 201


def test_strange_addresses_are_not_found(gate: Program) -> None:
    for path in ("/check-ins/%00/undo", "/check-ins/' or 1=1/undo", "/meetings/..%2f/undo", "/%00"):
        assert gate.post(path, {"op_id": op_id()}).status_code == 404
    for slug in ("%00", "fair%00", "' or 1=1 --", "x" * 3000, "FAIR"):
        gate.slug = slug
        assert gate.ask("GET", "/figures").status_code == 404


def test_a_reason_is_kept_short_and_plain(gate: Program) -> None:
    of = op_id()
    gate.check_in("Asha", op_id=of)

    too_long = gate.post(f"/check-ins/{of}/undo", {"op_id": op_id(), "reason": LONG})
    long = gate.post(f"/check-ins/{of}/undo", {"op_id": op_id(), "reason": "é" * 500})

    assert (too_long.status_code, long.status_code) == (422, 200)
