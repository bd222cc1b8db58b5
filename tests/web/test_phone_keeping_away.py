"""Keeping somebody away and telling the stewards, on my own phone: one tap, and nobody is told."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from flask import Flask

from kiosk.db import db
from kiosk.domain import meetings
from kiosk.domain.meetings import Block
from tests.people import count
from tests.web.a_fair import Fair, words
from tests.web.a_phone import PhoneInHand, a_meeting, phone_of


def block_of(hand: PhoneInHand) -> str:
    found = re.search(r'action="/me/kept-away/([^/]+)/undo"', hand.get("/me").text)
    assert found
    return found[1]


def reports(fair: Fair) -> list[tuple[str, str]]:
    with fair.app.app_context():
        told = [
            (each.person.first_name, row.words)
            for each in meetings.reported_people(fair.event_id)
            for row, _by in each.reports
        ]
        db.session.remove()
    return told


def test_one_tap_keeps_somebody_away_and_undo_brings_them_back(app: Flask) -> None:
    _fair, asha, ben, met = a_meeting(app, gives="name,email")
    op_id = str(uuid4())

    answers = [asha.post(f"/me/contacts/{met}/block", op_id=op_id) for _press in range(2)]
    mine, theirs = asha.get("/me").text, ben.get("/me").text
    asha.post(f"/me/kept-away/{block_of(asha)}/undo")

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "People you keep away" in mine and "ben@example.org" not in mine
    assert "Asha Patel" in theirs and "asha@example.org" not in theirs and "keep" not in theirs
    assert "ben@example.org" in asha.get("/me").text
    assert "asha@example.org" in ben.get("/me").text


def test_who_is_kept_away_has_no_page_any_more(app: Flask) -> None:
    _fair, asha, ben, met = a_meeting(app)

    asha.post(f"/me/contacts/{met}/block")

    assert asha.get(f"/me/contacts/{met}").status_code == 404
    assert ben.get(f"/me/contacts/{met}").status_code == 200


def test_to_who_is_kept_away_it_looks_like_a_request_not_answered(app: Flask) -> None:
    _fair, asha, ben, met = a_meeting(app, gives="name")
    before = [ben.get(path).text for path in ("/me", f"/me/contacts/{met}")]

    asha.post(f"/me/contacts/{met}/block")

    after = [ben.get(path).text for path in ("/me", f"/me/contacts/{met}")]
    assert list(map(_bare, after)) == list(map(_bare, before))


def _bare(page: str) -> str:
    return re.sub(r'name="op_id" value="[^"]+"', "", page)


@pytest.mark.parametrize("said", ["", "He would not let me go."])
def test_a_report_reaches_the_stewards_alone_and_freezes_the_pair(app: Flask, said: str) -> None:
    fair, asha, ben, met = a_meeting(app, gives="name,email")

    answer = asha.post(f"/me/contacts/{met}/report", words=said)

    assert answer.status_code == 303
    assert reports(fair) == [("Ben", said)]
    assert "ben@example.org" not in asha.get(f"/me/contacts/{met}").text
    theirs = words(ben.get("/me"))
    assert "asha@example.org" not in theirs and "report" not in theirs
    assert not said or said not in theirs


def test_a_report_may_keep_them_away_as_well(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app)

    asha.post(f"/me/contacts/{met}/report", words="rude", away="yes")

    assert "People you keep away" in words(asha.get("/me"))
    assert reports(fair) == [("Ben", "rude")]


def test_too_many_words_are_refused_and_nothing_is_told(app: Flask) -> None:
    fair, asha, _ben, met = a_meeting(app)

    answer = asha.post(f"/me/contacts/{met}/report", words="x" * 501, away="yes")

    assert answer.status_code == 422
    assert reports(fair) == []


def test_nobody_keeps_away_or_reports_in_anothers_name(app: Flask) -> None:
    fair, asha, ben, met = a_meeting(app)
    eve = phone_of(fair, "Eve")
    asha.post(f"/me/contacts/{met}/block")

    tried = [
        eve.post(f"/me/contacts/{met}/block"),
        eve.post(f"/me/contacts/{met}/report", words="x"),
        *(hand.post(f"/me/kept-away/{block_of(asha)}/undo") for hand in (eve, ben)),
    ]

    assert [answer.status_code for answer in tried] == [404] * 4
    with app.app_context():
        assert count(Block, Block.ended_at.is_(None)) == 1
        db.session.remove()
    assert reports(fair) == []
