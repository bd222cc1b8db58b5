"""Requests that no browser of ours sends: broken bodies, odd headers, odd languages."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.a_hall import open_hall

BODIES = {
    "nothing": (b"", "application/json", 422),
    "no json": (b"{", "application/json", 422),
    "a list": (b"[]", "application/json", 422),
    "not unicode": (b'{"q": "\xff"}', "application/json", 422),
    "utf-16": ('{"q": "asha"}'.encode("utf-16"), "application/json", 200),
    "half a letter": (b'{"q": "\\ud83d"}', "application/json", 422),
    "deep": (b"[" * 100_000, "application/json", 422),
    "deep object": (b'{"a":' * 50_000, "application/json", 422),
    "a huge number": (b'{"q": ' + b"9" * 10_000 + b"}", "application/json", 422),
    "text": (b'{"q": "asha"}', "text/plain", 415),
    "too large": (b'{"q": "' + b"a" * 13_000_000 + b'"}', "application/json", 413),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_no_good_json_is_answered_calmly(app: Flask, what: str) -> None:
    hall = open_hall(app)
    body, kind, status = BODIES[what]

    answer = hall.browser("api").post(
        "/api/v1/events/fair/attendees/search",
        data=body,
        content_type=kind,
        headers=hall.headers("api"),
    )

    assert answer.status_code == status
    assert answer.is_json


FORMS = {
    "no boundary": (b"--x\r\n", "multipart/form-data"),
    "cut short": (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
    "not unicode": (b"q=%ff%fe%ed%a0%80&op_id=%00", "application/x-www-form-urlencoded"),
    "ten thousand fields": (b"&".join([b"q=a"] * 10_000), "application/x-www-form-urlencoded"),
    "300 kB in a field": (b"q=" + b"a" * 300_000, "application/x-www-form-urlencoded"),
    "another charset": (b"q=asha", "application/x-www-form-urlencoded; charset=utf-7"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORMS)
@pytest.mark.parametrize(
    ("path", "asker"),
    [("/tablet/name", "station"), ("/desk/fair/people", "steward"), ("/claim", "nobody")],
)
def test_a_form_that_is_no_form_is_answered_calmly(
    app: Flask, what: str, path: str, asker: str
) -> None:
    hall = open_hall(app)
    body, kind = FORMS[what]

    answer = hall.browser(asker).post(
        path, data=body, content_type=kind, headers=hall.headers(asker)
    )

    assert answer.status_code < 500
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "kiosk-device=\xff\xfe; kiosk-phone=....; kiosk-staff=\x01"},
        {"Cookie": "kiosk-phone=" + ".".join(["a" * 900] * 4)},
        {"Cookie": "kiosk-first-badge=x; kiosk-intended=x; session=x; kiosk-language=%00"},
        {"Authorization": "Bearer \xff\xfe"},
        {"Authorization": "Bearer"},
        {"Accept-Language": "x" * 5000 + ",en;q=abc,*;q=0"},
        {"If-None-Match": '"' + "x" * 5000},
        {"Host": "localhost:99999999999"},
        {"X-Forwarded-For": "<script>"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_takes_a_page_down(app: Flask, headers: dict[str, str]) -> None:
    client = app.test_client(use_cookies=False)

    for path in (
        "/",
        "/me",
        "/tablet",
        "/stand",
        "/desk",
        "/claim",
        "/b/0",
        "/api/v1/events/x/figures",
    ):
        assert client.get(path, headers=headers).status_code < 500


@pytest.mark.parametrize("lang", ["\0", "x" * 3000, "en\r\nX: y", "../..", "{{7*7}}", "zz"])
def test_no_language_takes_a_page_down(app: Flask, lang: str) -> None:
    hall = open_hall(app)

    answer = hall.browser("station").get("/tablet", query_string={"lang": lang})

    assert answer.status_code == 200
    assert "X" not in answer.headers
