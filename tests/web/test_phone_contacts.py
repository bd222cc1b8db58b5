"""Somebody I met: what each gave, given and taken back; undo, and my own note."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import employers
from tests.web.a_fair import hold, let_in, words
from tests.web.a_phone import (
    a_meeting,
    phone_of,
)


def test_each_sees_the_other_with_exactly_the_fields_agreed(app: Flask) -> None:
    _fair, asha, ben, _met = a_meeting(app, gives="name")

    mine, theirs = asha.get("/me").text, ben.get("/me").text

    assert "mailto:ben@example.org" in mine
    assert "Asha Patel" in theirs and "asha@example.org" not in theirs


def test_a_recruiters_stand_and_vacancies_come_with_the_meeting(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app)
    with app.app_context(), writing():
        rows = [{"name": "Nova Engineering", "vacancies_url": "https://nova.example/jobs"}]
        employers.register(fair.event_id, rows, clock.now())

    for path in ("/me", f"/me/contacts/{met}"):
        page = asha.get(path)
        assert "Stand 12" in words(page) and 'href="https://nova.example/jobs"' in page.text


def test_somebody_elses_meeting_is_not_known(app: Flask) -> None:
    fair, _asha, _ben, met = a_meeting(app)
    eve = phone_of(fair, "Eve")

    gets = [eve.get(f"/me/{page}/{met}").status_code for page in ("met", "contacts")]
    posts = [
        eve.post(f"/me/{path}", note="x", gives="name").status_code
        for path in (
            f"met/{met}/undo",
            f"contacts/{met}/note",
            f"contacts/{met}/answer",
            f"contacts/{met}/withdrawal",
        )
    ]

    assert gets == [404, 404] and posts == [404] * 4


def test_a_neighbour_fairs_meeting_is_not_known(app: Flask) -> None:
    _fair, _asha, _ben, met = a_meeting(app)
    spring = hold(app, "spring")

    assert phone_of(spring, "Asha").get(f"/me/contacts/{met}").status_code == 404


def test_what_was_asked_is_given_or_declined_by_its_owner(app: Flask) -> None:
    _fair, asha, ben, met = a_meeting(app, gives="name")

    asked = words(asha.get("/me"))
    asha.post(f"/me/contacts/{met}/answer", gives="name,email", answer="give")
    given = ben.get("/me").text
    asha.post(f"/me/contacts/{met}/answer", answer="no")

    assert "Give Ben more than your name?" in asked
    assert "asha@example.org" in given
    assert "asha@example.org" not in ben.get("/me").text
    assert "You gave nothing more" in words(asha.get(f"/me/contacts/{met}"))


def test_what_was_given_can_be_taken_back_and_given_again(app: Flask) -> None:
    _fair, asha, ben, met = a_meeting(app, gives="name,email")

    asha.post(f"/me/contacts/{met}/withdrawal")
    without = ben.get("/me").text
    asha.post(f"/me/contacts/{met}/answer", gives="name,email")

    assert "asha@example.org" not in without
    assert "asha@example.org" in ben.get("/me").text


def test_under_18_an_answer_gives_nothing(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Cai", "Ben")
    cai, ben = phone_of(fair, "Cai"), phone_of(fair, "Ben")
    met = cai.met(fair.badges["Ben"])

    answers = [hand.post(f"/me/contacts/{met}/answer", gives="name,email") for hand in (cai, ben)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "example.org" not in cai.get("/me").text and "example.org" not in ben.get("/me").text


@pytest.mark.parametrize("who", ["asha", "ben"])
def test_either_of_the_two_undoes_within_ten_minutes(app: Flask, who: str) -> None:
    _fair, asha, ben, met = a_meeting(app)
    hand, op_id = {"asha": asha, "ben": ben}[who], str(uuid4())

    answers = [hand.post(f"/me/met/{met}/undo", op_id=op_id) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Nobody yet" in words(asha.get("/me")) and "Nobody yet" in words(ben.get("/me"))
    assert asha.get(f"/me/met/{met}").status_code == 404


def test_after_ten_minutes_a_meeting_is_not_undone_any_more(app: Flask) -> None:
    _fair, asha, _ben, met = a_meeting(app)

    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        offered = words(asha.get(f"/me/met/{met}"))
        answer = asha.post(f"/me/met/{met}/undo")

    assert "Undo" not in offered
    assert answer.status_code == 409 and "You can still withdraw" in words(answer)


def test_a_note_is_its_authors_own(app: Flask) -> None:
    _fair, asha, ben, met = a_meeting(app)

    asha.post(f"/me/contacts/{met}/note", note="<b>stargazing</b> & tea")

    assert "&lt;b&gt;stargazing&lt;/b&gt; &amp; tea" in asha.get("/me").text
    assert "stargazing" not in ben.get("/me").text
    assert "stargazing" not in ben.get(f"/me/contacts/{met}").text


def test_an_empty_note_removes_it_and_a_long_one_is_refused(app: Flask) -> None:
    _fair, asha, _ben, met = a_meeting(app)
    asha.post(f"/me/contacts/{met}/note", note="stargazing")

    refused = asha.post(f"/me/contacts/{met}/note", note="x" * 501)
    asha.post(f"/me/contacts/{met}/note", note="  ")

    assert refused.status_code == 422
    assert "stargazing" not in asha.get("/me").text
