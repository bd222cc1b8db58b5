"""The three secrets are never interchangeable, and nobody learns one by trying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, codes, erasure, print_jobs
from kiosk.domain.attendees import Attendee
from tests.web.a_hall import Hall, changed, everything, open_hall

KINDS = ("ticket", "badge", "claim")


@dataclass(frozen=True)
class Door:
    """A place that reads a secret: who stands there, what is sent, which secrets it takes."""

    asker: str
    ask: Callable[[FlaskClient, str], TestResponse]
    takes: tuple[str, ...]


def _form(path: str, name: str, **more: str) -> Callable[[FlaskClient, str], TestResponse]:
    def ask(client: FlaskClient, code: str) -> TestResponse:
        sent = {"op_id": str(uuid4()), name: code, **more}
        return client.post(path, data=sent, headers={"Sec-Fetch-Site": "same-origin"})

    return ask


def _api(path: str, sent: Callable[[str], dict[str, Any]]) -> Any:
    def ask(client: FlaskClient, code: str) -> TestResponse:
        return client.post(
            f"/api/v1/events/fair{path}",
            json={"op_id": str(uuid4()), **sent(code)},
            headers={"Sec-Fetch-Site": "same-origin"},
        )

    return ask


def _cookie(who: str, path: str) -> Callable[[FlaskClient, str], TestResponse]:
    def ask(client: FlaskClient, code: str) -> TestResponse:
        client.set_cookie(f"kiosk-{who}", code)
        return client.get(path)

    return ask


def _post_badge(client: FlaskClient, code: str) -> TestResponse:
    sent = {"op_id": str(uuid4())}
    return client.post(f"/b/{code}", data=sent, headers={"Sec-Fetch-Site": "same-origin"})


def _bearer(client: FlaskClient, code: str) -> TestResponse:
    key = {"Authorization": f"Bearer {code}"}
    return client.get("/api/v1/events/fair/figures", headers=key)


DOORS = {
    "the badge page": Door("nobody", lambda c, code: c.get(f"/b/{code}"), ("badge",)),
    "the badge page, on a phone": Door("phone", lambda c, code: c.get(f"/B/{code}"), ("badge",)),
    "the one button": Door("phone", _post_badge, ("badge",)),
    "the claim page": Door("nobody", _form("/claim", "secret"), ("claim",)),
    "a proof of a claim": Door("nobody", _form("/claim/phone", "proof"), ()),
    "six letters": Door("phone", lambda c, code: _form("/me/letters", "letters")(c, code[-6:]),
                        ("badge",)),
    "the ticket page": Door("nobody", _form("/ticket", "code"), ("ticket",)),
    "a station": Door("station", _form("/tablet/scans", "codes"), ("ticket", "badge")),
    "a stand": Door("stand", _form("/stand/scans", "codes"), ("badge",)),
    "pairing": Door("nobody", _form("/tablet/pairings", "code"), ()),
    "a program's check-in": Door(
        "station", _api("/check-ins", lambda code: {"code": code}), ("ticket", "badge")
    ),
    "a phone's key": Door("nobody", _cookie("phone", "/me"), ()),
    "a screen's key": Door("nobody", _cookie("device", "/tablet/name"), ()),
    "a session's key": Door("nobody", _cookie("staff", "/desk/fair"), ()),
    "a program's key": Door("nobody", _bearer, ()),
}  # fmt: skip


@pytest.fixture
def hall(app: Flask) -> Hall:
    return open_hall(app)


@pytest.mark.parametrize("where", DOORS)
def test_only_the_matching_secret_opens(hall: Hall, where: str) -> None:
    door = DOORS[where]
    for kind in KINDS:
        before = everything(hall.app)

        answer = door.ask(hall.browser(door.asker), hall.ids[f"{kind} of carol"])

        if kind in door.takes:  # Carol is inside, so that a station knows her and says so
            assert answer.status_code in {200, 303, 409}, kind
        else:
            assert answer.status_code in {401, 404}, kind
            assert "Carol" not in answer.text
            assert changed(before, everything(hall.app)) in ([], ["refused_scans"])


def test_a_badge_and_another_secret_make_no_meeting(hall: Hall) -> None:
    for kind in ("ticket", "claim"):
        badges = [hall.ids["badge of asha"], hall.ids[f"{kind} of carol"]]

        answer = hall.browser("station").post(
            "/api/v1/events/fair/meetings",
            json={"op_id": str(uuid4()), "badges": badges},
            headers=hall.headers("station"),
        )

        assert answer.status_code == 404


def lose(person: Attendee) -> None:
    print_jobs.void_waiting(person.id, clock.now())
    codes.advance(person, lost=True, at=clock.now())


def erase(person: Attendee) -> None:
    erasure.erase(person, clock.now(), lambda _reader: None)


def cancel(person: Attendee) -> None:
    codes.kill_all(person.id, clock.now())


@pytest.mark.parametrize("asker", ["nobody", "phone"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_badge_that_is_nobodys_gives_the_same_bytes(
    hall: Hall, asker: str, method: str
) -> None:
    gone = {"ben": lose, "carol": erase, "dana": cancel}
    with hall.app.app_context(), writing():
        for name, end in gone.items():
            end(attendees.get(hall.people[name]))
    shown = [hall.ids[f"badge of {name}"] for name in (*gone, "eve")]  # Eve has not come
    shown += ["0" * 20, "z", hall.ids["ticket of asha"], hall.ids["claim of eve"], "%F0%9F%91%8B"]

    answers = [open_badge(hall, asker, method, code) for code in shown]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert len({tuple(sorted(same_headers(answer))) for answer in answers}) == 1


def open_badge(hall: Hall, asker: str, method: str, code: str) -> TestResponse:
    data = {"op_id": str(uuid4())} if method == "POST" else None
    where = f"/b/{code}"
    return hall.browser(asker).open(where, method=method, data=data, headers=hall.headers(asker))


def same_headers(answer: TestResponse) -> list[tuple[str, str]]:
    return [(name, text) for name, text in answer.headers if name not in {"X-Request-Id", "Date"}]


def test_no_secret_lies_in_the_database(hall: Hall) -> None:
    kept = repr(everything(hall.app))
    secrets = [hall.ids[f"{kind} of asha"] for kind in KINDS] + list(hall.keys.values())

    assert not [secret for secret in secrets if secret in kept]
