"""What stands in front of every door: cookies, headers, the Host, and the limits on trying."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import attendees, devices, events, phones
from tests.real.application import build_app
from tests.real.databases import closed_after
from tests.web.a_desk import PASSPHRASE
from tests.web.a_hall import Hall, open_hall

OURS = {"Sec-Fetch-Site": "same-origin"}
HTTPS = "https://fair.example"


@pytest.fixture
def secure(tmp_path: Path, sqlite_database: str) -> Iterator[Flask]:
    """The application as people reach it over HTTPS."""
    with closed_after(build_app(tmp_path, sqlite_database, public_url=HTTPS)) as built:
        yield built


def post(client: FlaskClient, path: str, base: str = "http://localhost", **sent: Any) -> Any:
    data = {"op_id": str(uuid4()), **sent}
    return client.post(path, data=data, headers=OURS, base_url=base)


def every_cookie(hall: Hall, base: str) -> list[str]:
    """Walk through whatever sets a cookie, and return each as it was sent."""
    client, answers = hall.app.test_client(), []
    with hall.app.app_context(), writing():
        event = events.get(hall.event_id)
        _device, code = devices.pair(
            event, kind="station", name="Hall", mode="meet", at=clock.now()
        )
    answers.append(client.get(f"/b/{hall.ids['badge of ben']}", base_url=base))
    asked = post(client, "/claim", base, secret=hall.ids["claim of asha"])
    proof = asked.text.split('name="proof" value="')[1].split('"')[0]
    answers.append(post(client, "/claim/phone", base, met="no", proof=proof))
    answers.append(post(client, "/me/sharing", base, preset="name"))
    answers.append(post(client, "/tablet/pairings", base, code=code))
    answers.append(post(client, "/tablet/scans", base, codes=hall.ids["badge of ben"]))
    answers.append(client.get("/tablet?lang=en", base_url=base))
    answers.append(post(client, "/desk/sign-in", base, name="olga@fair", passphrase=PASSPHRASE))
    sent = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    return [cookie for cookie in sent if "Max-Age=0" not in cookie]  # those only take one away


def test_cookies_over_https_are_bound_to_the_host_and_unseen_by_scripts(secure: Flask) -> None:
    cookies = every_cookie(open_hall(secure), HTTPS)
    names = {cookie.split("=")[0] for cookie in cookies}

    assert {f"__Host-kiosk-{who}" for who in ("intended", "phone", "said", "device", "staff")} <= (
        names
    )
    assert names >= {"kiosk-first-badge", "kiosk-language"}
    for cookie in cookies:
        assert "; Secure" in cookie, cookie
        assert "; HttpOnly" in cookie, cookie
        assert "; SameSite=" in cookie, cookie
        assert "; Path=/" in cookie, cookie
        assert "Domain=" not in cookie, cookie


def test_cookies_over_http_work_there_and_are_unseen_by_scripts(app: Flask) -> None:
    cookies = every_cookie(open_hall(app), "http://localhost")

    assert len(cookies) >= 7
    for cookie in cookies:
        assert "Secure" not in cookie, cookie
        assert "; HttpOnly" in cookie, cookie
        assert "; SameSite=" in cookie, cookie
        assert not cookie.startswith("__Host-"), cookie


def test_only_https_asks_for_https(app: Flask, secure: Flask) -> None:
    plain = app.test_client().get("/healthz")
    bound = secure.test_client().get("/healthz", base_url=HTTPS)

    assert "Strict-Transport-Security" not in plain.headers
    assert bound.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize("path", ["/", "/nowhere", "/me", "/static/css/base.css", "/sw.js", "/b/0"])
def test_every_answer_is_hardened(app: Flask, path: str) -> None:
    with app.test_client().get(path) as answer:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host",
    ["evil.example", "fair.example.evil.example", "evil.example:80", "localhost.evil.example",
     "", "fair.example@evil.example", "evil.example/fair.example", "[::2]"],
)  # fmt: skip
def test_a_foreign_host_is_refused(secure: Flask, host: str) -> None:
    answer = secure.test_client().get("/claim", headers={"Host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "host", ["fair.example", "FAIR.example", "fair.example:443", "localhost:1", "[::1]:8000"]
)
def test_our_own_host_is_served(secure: Flask, host: str) -> None:
    assert secure.test_client().get("/claim", headers={"Host": host}).status_code == 200


def test_a_forwarded_host_counts_only_behind_a_proxy(
    secure: Flask, tmp_path: Path, sqlite_database: str
) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    direct = secure.test_client().get("/claim", headers=forwarded)
    with closed_after(
        build_app(tmp_path, sqlite_database, public_url=HTTPS, proxy_hops=1)
    ) as behind:
        through = behind.test_client().get("/claim", headers=forwarded)

    assert direct.status_code == 200
    assert "evil" not in direct.text
    assert through.status_code == 400


def test_a_forwarded_address_buys_no_allowance_without_a_proxy(app: Flask) -> None:
    client = app.test_client()

    answers = [
        client.get("/b/" + "0" * 20, headers={"X-Forwarded-For": f"198.18.0.{n}"})
        for n in range(61)
    ]

    assert answers[-1].status_code == 429


def tries(ask: Callable[[int], TestResponse], number: int) -> list[int]:
    return [ask(n).status_code for n in range(number)]


def test_the_sixty_first_miss_waits_and_a_right_code_does_not(app: Flask) -> None:
    hall = open_hall(app)
    client = app.test_client()

    statuses = tries(lambda n: client.get(f"/b/{n:020d}"), 61)
    late = client.get("/b/" + "1" * 20)

    assert statuses == [404] * 60 + [429]
    assert late.headers["Retry-After"]
    assert client.get(f"/b/{hall.ids['badge of asha']}").status_code == 200
    assert post(client, "/claim", secret=hall.ids["claim of asha"]).status_code == 200


@pytest.mark.parametrize("who", ["device", "phone", "staff"])
def test_a_made_up_cookie_buys_no_allowance(app: Flask, who: str) -> None:
    def ask(n: int) -> TestResponse:
        client = app.test_client()
        client.set_cookie(f"kiosk-{who}", f"made-up-{n}")
        return client.get(f"/b/{n:020d}")

    assert tries(ask, 61)[-1] == 429


def test_signing_in_is_tried_ten_times_a_minute_from_one_address(app: Flask) -> None:
    open_hall(app)
    client = app.test_client()

    statuses = tries(lambda n: post(client, "/desk/sign-in", name=f"n{n}", passphrase="x"), 11)

    assert statuses == [401] * 10 + [429]


def test_an_account_waits_after_five_wrong_passphrases_whatever_the_address(app: Flask) -> None:
    open_hall(app)

    def sign_in(n: int, passphrase: str = "wrong passphrase") -> TestResponse:
        return app.test_client().post(
            "/desk/sign-in",
            data={"name": "olga@fair", "passphrase": passphrase},
            headers=OURS,
            environ_overrides={"REMOTE_ADDR": f"198.18.1.{n}"},
        )

    wrong = [sign_in(n) for n in range(5)]
    right_but_waiting = sign_in(6, PASSPHRASE)
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        right = sign_in(7, PASSPHRASE)

    assert {answer.status_code for answer in (*wrong, right_but_waiting)} == {401}
    assert right_but_waiting.data == wrong[0].data
    assert right.status_code == 303


def test_pairing_codes_are_guessed_ten_times_a_minute(app: Flask) -> None:
    client = app.test_client()

    assert tries(lambda n: post(client, "/tablet/pairings", code=f"{n:08d}"), 11)[-1] == 429


def show_digits(hall: Hall, name: str) -> str:
    with hall.app.app_context(), writing():
        person = attendees.get(hall.people[name])
        return phones.show_code(person, None, clock.now())[1]


def type_digits(hall: Hall, n: int, first_name: str, digits: str, fair: str = "fair") -> int:
    answer: TestResponse = hall.app.test_client().post(
        "/claim/digits",
        data={"fair": fair, "first_name": first_name, "digits": digits},
        headers=OURS,
        environ_overrides={"REMOTE_ADDR": f"198.18.2.{n}"},
    )
    return answer.status_code


def wrong(digits: str, n: int = 1) -> str:
    return f"{(int(digits) + n) % 10**6:06d}"


def test_six_digits_are_tried_five_times_a_person(app: Flask) -> None:
    hall = open_hall(app)
    digits = show_digits(hall, "asha")
    others = show_digits(hall, "carol")

    statuses = [type_digits(hall, n, "asha", wrong(digits, n)) for n in range(1, 6)]

    assert statuses == [404] * 5
    assert type_digits(hall, 7, "Asha", digits) == 404
    assert type_digits(hall, 8, "Carol", others) == 200


def test_six_digits_have_a_brake_for_the_whole_fair_that_no_space_releases(app: Flask) -> None:
    hall = open_hall(app)

    statuses = [type_digits(hall, n, f"n{n}", "000000", "fair" + " " * n) for n in range(61)]

    assert statuses == [404] * 60 + [429]


@pytest.mark.parametrize(
    "then",
    ["https://evil.example", "//evil.example", "/desk/..//evil.example", "/desk/\\evil.example",
     "/desk//evil.example", "javascript:alert(1)", "/desk/\r\nX: y", "/me", "desk/fair"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(app: Flask, then: str) -> None:
    open_hall(app)

    answer = post(
        app.test_client(), "/desk/sign-in", name="olga@fair", passphrase=PASSPHRASE, then=then
    )

    assert answer.location == "/desk"
