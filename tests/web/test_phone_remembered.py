"""Somebody I met is missing: a name tells nothing, and a yes of the other makes the meeting."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask

from kiosk.web import limits
from tests.web.a_fair import Fair, hold, let_in, words
from tests.web.a_phone import PhoneInHand, count_meetings, phone_of, shares


@pytest.fixture
def fair(app: Flask) -> Fair:
    """Asha, Ben and Cai are here; Dana and Eve have not come."""
    fair = hold(app)
    let_in(fair, "Asha", "Ben", "Cai")
    return fair


def question_to(hand: PhoneInHand) -> str:
    found = re.search(r'action="/me/remembered/([^/]+)/answer"', hand.get("/me").text)
    return found[1] if found else ""


def test_a_yes_makes_a_meeting_of_what_both_pages_showed(fair: Fair) -> None:
    asha, ben = phone_of(fair, "Asha"), phone_of(fair, "Ben")
    asha.post("/me/remembered", name="ben okafor", gives="name,email")
    asked, page = question_to(ben), words(ben.get("/me"))

    answer = ben.post(f"/me/remembered/{asked}/answer", answer="yes", gives="name")

    met = answer.location.rpartition("/")[2]
    assert "Asha Patel says you two met. Did you?" in page
    assert "You get Asha ’s name, email." in page
    assert answer.status_code == 303 and ben.get(f"/me/met/{met}").status_code == 200
    assert shares(fair, met) == {
        "Asha": (["name", "email"], "given"),
        "Ben": (["name"], "asked"),
    }
    assert "added by name" in words(asha.get("/me"))


def test_a_no_closes_it_and_the_asker_sees_no_difference(fair: Fair) -> None:
    asha, ben = phone_of(fair, "Asha"), phone_of(fair, "Ben")
    asha.post("/me/remembered", name="Ben Okafor")
    asha.get("/me")  # it says once that they will be asked
    asked, before = question_to(ben), words(asha.get("/me"))

    answers = [ben.post(f"/me/remembered/{asked}/answer", answer="no") for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert question_to(ben) == "" and count_meetings(fair) == 0
    assert words(asha.get("/me")) == before


def test_a_name_is_answered_alike_whoever_is_called_so(fair: Fair) -> None:
    asha = phone_of(fair, "Asha")
    names = ("Ben Okafor", "Eve Moss", "Nobody Here", "Cai Evans", "Asha Patel", "?")

    answers = [asha.post("/me/remembered", name=name) for name in names]
    pages = [asha.get("/me").text for _name in names]

    told = {(a.status_code, a.location, a.text, len(a.headers)) for a in answers}
    assert len(told) == 1
    assert pages[0].count("If they are here, they will be asked.") == len(names)


def test_the_same_press_twice_asks_once_and_an_empty_name_is_refused(fair: Fair) -> None:
    asha, ben, op_id = phone_of(fair, "Asha"), phone_of(fair, "Ben"), str(uuid4())

    for _press in range(2):
        asha.post("/me/remembered", op_id=op_id, name="Ben Okafor")

    assert ben.get("/me").text.count("/answer") == 1
    assert asha.post("/me/remembered", name=" ").status_code == 422
    assert asha.post("/me/remembered", name="Ben", gives="shoe size").status_code == 422


def test_who_says_so_first_is_answered_by_the_other_saying_it(fair: Fair) -> None:
    asha, ben = phone_of(fair, "Asha"), phone_of(fair, "Ben")

    asha.post("/me/remembered", name="Ben Okafor")
    ben.post("/me/remembered", name="Asha Patel")

    assert "Ben Okafor" in words(asha.get("/me")) and "Asha Patel" in words(ben.get("/me"))
    assert question_to(asha) == question_to(ben) == ""


def test_only_who_is_asked_answers(fair: Fair) -> None:
    asha, ben, cai = (phone_of(fair, name) for name in ("Asha", "Ben", "Cai"))
    asha.post("/me/remembered", name="Ben Okafor")
    asked = question_to(ben)

    tried = [
        hand.post(f"/me/remembered/{asked}/answer", answer=answer)
        for hand in (asha, cai)
        for answer in ("yes", "no")
    ]

    assert [answer.status_code for answer in tried] == [404] * 4
    assert question_to(ben) == asked


def test_twenty_names_an_hour_are_enough_whoever_they_are(fair: Fair) -> None:
    asha = phone_of(fair, "Asha")
    limits.limiter.reset()

    answers = [asha.post("/me/remembered", name=f"Nobody {n}").status_code for n in range(21)]

    assert answers == [303] * 20 + [429]
