"""Guessing badges: a million tries open none, and no answer tells one miss from another."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from statistics import median

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import codes, erasure, keys
from kiosk.errors import NotKnown
from tests.people import Fair as People
from tests.web.a_fair import Fair, hold, let_in

pytestmark = pytest.mark.faults
ADDRESSES = 256
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def guesses(real: str) -> Iterator[str]:
    """Yield codes as an attacker would try them: in sequence, at random, and near a real one."""
    number = 0
    while True:
        yield f"{number:020d}"
        yield "".join(secrets.choice(LETTERS) for _letter in range(20))
        place, other = number % 20, LETTERS[(number // 20) % 32]
        near = real[:place] + other + real[place + 1 :]
        yield near if near != real else "0" * 20
        number += 1


@pytest.mark.usefixtures("records")
def test_a_million_guesses_find_nobody() -> None:
    fair = People()
    fair.check_in("Asha", "Ben")
    real = fair.code("badge", "Asha")
    hits = 0

    for guess in islice(guesses(real), 1_000_000):
        try:
            codes.whose(fair.id, guess, "badge")
        except NotKnown:
            continue
        hits += 1

    assert hits == 0
    assert codes.whose(fair.id, real, "badge")[0].first_name == "Asha"


def nobodys(app: Flask, fair: Fair) -> dict[str, str]:
    """A badge of each kind that opens nothing."""
    let_in(fair, "Ben", "Eve")
    with app.app_context():
        with writing():
            codes.advance(fair.person("Ben"), lost=True, at=clock.now())
            erasure.erase(fair.person("Eve"), clock.now(), lambda reader: None)
        db.session.remove()
    return {"unknown": "0" * 20, "dead": fair.badges["Ben"], "erased": fair.badges["Eve"],
            "not here": fair.badges["Dana"]}  # fmt: skip


def look(app: Flask, code: str, address: str) -> TestResponse:
    return app.test_client().get(f"/b/{code}", environ_base={"REMOTE_ADDR": address})


def test_guessing_from_many_addresses_is_slowed_and_every_miss_is_alike(app: Flask) -> None:
    fair = hold(app)
    own = nobodys(app, fair)
    tries = [*own.values(), *islice(guesses(fair.badges["Asha"]), 3_100)]

    answers = [look(app, code, f"10.0.{n % ADDRESSES}.1") for n, code in enumerate(tries)]

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {404: 3_000, 429: 104}
    misses = [answer for answer in answers if answer.status_code == 404]
    assert len({answer.data for answer in misses}) == 1
    assert len({tuple(sorted(answer.headers)) for answer in misses}) == 1
    let_in(fair, "Asha")
    assert look(app, fair.badges["Asha"], "10.0.1.1").status_code == 200


def test_the_time_of_an_answer_tells_no_miss_from_another(app: Flask) -> None:
    app.config["RATELIMIT_ENABLED"] = False
    fair = hold(app)
    own = nobodys(app, fair)
    took: dict[str, list[float]] = {kind: [] for kind in own}

    for _sample in range(500):
        for kind, code in own.items():
            began = time.perf_counter()
            look(app, code, "10.0.0.1")
            took[kind].append((time.perf_counter() - began) * 1000)

    medians = {kind: median(ms) for kind, ms in took.items()}
    assert max(medians.values()) - min(medians.values()) < 5, medians
    assert keys.is_code(own["dead"], 20)
