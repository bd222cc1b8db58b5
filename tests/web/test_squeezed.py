"""Smaller answers for a slow line: the same words, only for whoever reads them, and no secrets."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.a_fair import hold, let_in
from tests.web.a_phone import claim_of, phone, phone_of

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("name", ["css/first.css", "js/once.js"])
def test_a_file_is_squeezed_for_who_reads_it_and_is_the_same(
    client: FlaskClient, name: str
) -> None:
    plain = client.get(f"/static/{name}")
    squeezed = client.get(f"/static/{name}", headers=GZIP)

    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.data) == plain.data
    assert len(squeezed.data) < len(plain.data) / 1.5
    assert plain.headers["Vary"] == squeezed.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in plain.headers
    plain.close()
    squeezed.close()


def test_a_file_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/static/css/first.css", headers=GZIP)

    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/static/css/first.css", headers={**GZIP, **known})

    assert (again.status_code, again.data) == (304, b"")
    first.close()
    again.close()


def test_the_first_page_of_a_scan_is_squeezed_and_pages_with_secrets_are_not(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Ben")
    hand = phone_of(fair, "Asha")
    badge = f"/b/{fair.badges['Ben']}"

    first = hand.client.get(badge, headers=GZIP)
    own = hand.client.get("/me", headers=GZIP)
    asked = phone(fair).client.post(
        "/claim",
        data={"secret": claim_of(fair, "Asha")},
        headers={**GZIP, "Sec-Fetch-Site": "same-origin"},
    )

    assert b"Ben Okafor" in gzip.decompress(first.data)
    assert [answer.status_code for answer in (own, asked)] == [200, 200]
    assert "Content-Encoding" not in own.headers and "Content-Encoding" not in asked.headers
