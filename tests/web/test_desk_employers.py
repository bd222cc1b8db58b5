"""The employers at the desk: what each stand lacks, and its private link."""

from __future__ import annotations

import re

from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import employers
from tests.web.a_desk import Desk, words


def nova_of(desk: Desk) -> str:
    with desk.app.app_context():
        return employers.of_event(desk.fair.id)[0].public_id


def link_on(desk: Desk) -> str:
    found = re.search(r"/stand/own#(\w+)", desk.get(f"/employers/{nova_of(desk)}").text)
    assert found
    return found[1]


def test_the_list_says_what_each_stand_lacks(app: Flask) -> None:
    desk = Desk(app)
    assert "no text, no logo, no vacancies" in words(desk.get("/employers"))

    with app.app_context(), writing():
        nova = employers.of_event(desk.fair.id)[0]
        employers.describe(nova, text="Bridges", vacancies_url="")
        employers.put_logo(nova, b"png", clock.now())
        employers.add_vacancy(nova, "Engineer", "https://nova.example/1", clock.now())

    page = words(desk.get("/employers"))
    assert "1 of 1 stand is prepared." in page and "1 recruiter prepared" in page


def test_the_list_holds_no_secret(app: Flask) -> None:
    desk = Desk(app)

    assert link_on(desk) not in desk.get("/employers").text


def test_a_new_link_kills_the_old(app: Flask) -> None:
    desk = Desk(app)
    old = link_on(desk)

    assert desk.post(f"/employers/{nova_of(desk)}/link").status_code == 303

    assert link_on(desk) != old
    same = {"Sec-Fetch-Site": "same-origin"}
    sent = {old: 404, link_on(desk): 303}
    browser = app.test_client()
    for secret, status in sent.items():
        answer = browser.post("/stand/own", data={"secret": secret}, headers=same)
        assert answer.status_code == status
