"""What a phone kept without a network: sent once, never more than the standing choice, else why."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import events
from kiosk.domain.attendees import sharing
from kiosk.domain.meetings import Meeting
from tests.web.a_fair import Fair, hidden, hold, let_in, words
from tests.web.a_phone import PhoneInHand, claim_of, count_meetings, phone, phone_of, shares


def met_while_away(app: Flask) -> tuple[Fair, PhoneInHand]:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    return fair, phone_of(fair, "Asha")


def own_id(hand: PhoneInHand) -> str:
    return hidden(hand.get("/me/no-network/ask"), "phone")


def send(hand: PhoneInHand, badge: str, **fields: str) -> TestResponse:
    return hand.post("/me/kept-meetings", badge=badge, **{"phone": own_id(hand), **fields})


def choose(fair: Fair, first_name: str, fields: tuple[str, ...]) -> None:
    with fair.app.app_context():
        with writing():
            event = events.facts(events.get(fair.event_id))
            person = fair.person(first_name)
            sharing.choose(person, fields, event=event, through="phone", at=clock.now())
        db.session.remove()


@pytest.mark.parametrize("page", ["ask", "kept", "full"])
def test_what_a_phone_shows_without_a_network_names_nobody(app: Flask, page: str) -> None:
    _fair, hand = met_while_away(app)

    shown = hand.get(f"/me/no-network/{page}")

    assert shown.status_code == 200
    assert not [name for name in ("Asha", "Patel", "example.org") if name in shown.text]
    assert "<script" not in shown.text


def test_it_is_sent_once_whatever_is_sent_again(app: Flask) -> None:
    fair, hand = met_while_away(app)
    op_id = str(uuid4())

    answers = [send(hand, fair.badges["Ben"], op_id=op_id) for _time in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert count_meetings(fair) == 1


def test_a_tap_whose_answer_was_lost_and_that_was_kept_is_one_tap(app: Flask) -> None:
    fair, hand = met_while_away(app)
    op_id = str(uuid4())
    met = hand.met(fair.badges["Ben"], op_id=op_id, gives="name,email")

    answer = send(hand, fair.badges["Ben"], op_id=op_id, gives="name,email",
                  happened_at=clock.now().isoformat(), sent_at=clock.now().isoformat())  # fmt: skip

    assert answer.json == {"meeting": met}
    assert "You met at" in words(hand.get(f"/b/{fair.badges['Ben']}"))
    assert shares(fair, met)["Asha"] == (["name", "email"], "given")


def test_it_gives_the_standing_choice_and_never_more(app: Flask) -> None:
    fair, hand = met_while_away(app)
    choose(fair, "Asha", ("name", "email"))

    met = send(hand, fair.badges["Ben"]).json["meeting"]

    assert shares(fair, met)["Asha"] == (["name", "email"], "given")


def test_a_page_that_was_loaded_before_gives_what_it_showed(app: Flask) -> None:
    fair, hand = met_while_away(app)
    choose(fair, "Asha", ("name", "email", "phone"))

    met = send(hand, fair.badges["Ben"], gives="name").json["meeting"]

    assert shares(fair, met)["Asha"] == (["name"], "asked")


def test_it_happened_when_the_phone_says_by_a_clock_put_right(app: Flask) -> None:
    fair, hand = met_while_away(app)
    wrong_by = timedelta(hours=3)
    at = clock.now() + wrong_by

    send(hand, fair.badges["Ben"], happened_at=(at - timedelta(minutes=20)).isoformat(),
         sent_at=at.isoformat())  # fmt: skip

    with app.app_context():
        met = db.session.scalars(select(Meeting)).one()
        assert abs(clock.now() - timedelta(minutes=20) - met.happened_at) < timedelta(seconds=30)
        db.session.remove()


def test_after_the_fair_it_only_asks(app: Flask) -> None:
    fair, hand = met_while_away(app)
    choose(fair, "Asha", ("name", "email"))
    with app.app_context(), writing():
        events.close(events.get(fair.event_id), clock.now())

    met = send(hand, fair.badges["Ben"], happened_at=clock.now().isoformat()).json["meeting"]

    assert shares(fair, met) == {"Asha": (["name"], "asked"), "Ben": (["name"], "asked")}


def test_what_cannot_be_done_says_why_in_words(app: Flask) -> None:
    fair, hand = met_while_away(app)

    nobody, self_met = send(hand, "0" * 20), send(hand, fair.badges["Asha"])
    bad = send(hand, fair.badges["Ben"], gives="name,date_of_birth")

    assert [each.status_code for each in (nobody, self_met, bad)] == [404, 409, 422]
    assert all(each.json["message"] for each in (nobody, self_met, bad))
    assert count_meetings(fair) == 0


def test_what_was_kept_for_one_person_is_not_sent_as_another(app: Flask) -> None:
    fair, hand = met_while_away(app)
    let_in(fair, "Dana")
    kept_by = own_id(hand)
    page = hand.show(claim_of(fair, "Ben"))
    hand.press_link(page, instead_of=hidden(page, "instead_of"))

    answer = send(hand, fair.badges["Dana"], phone=kept_by)

    assert answer.status_code == 404
    assert "linked again" in answer.json["message"]
    assert count_meetings(fair) == 0


def test_a_neighbours_badge_is_nobodys_here(app: Flask) -> None:
    fair, hand = met_while_away(app)
    neighbour = hold(app, "neighbour")
    let_in(neighbour, "Ben")

    answer = send(hand, neighbour.badges["Ben"])

    assert answer.status_code == 404
    assert count_meetings(fair) == 0


def test_an_unlinked_phone_keeps_and_sends_nothing(app: Flask) -> None:
    fair, hand = met_while_away(app)
    stranger = phone(fair)

    assert stranger.get("/me/no-network/ask").status_code == 401
    assert stranger.post("/me/kept-meetings", badge=fair.badges["Ben"]).status_code == 401
    assert hand.get("/me/no-network/other").status_code == 404
