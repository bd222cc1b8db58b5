"""What a tablet shows for a minute, six digits, and the meeting meant before the link."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import meetings, phones
from tests.web.a_fair import Fair, hidden, hold, let_in, words
from tests.web.a_phone import claim_of, phone


def shown_code(fair: Fair, first_name: str) -> tuple[str, str]:
    with fair.app.app_context():
        with writing():
            shown = phones.show_code(fair.person(first_name), None, clock.now())
        db.session.remove()
    return shown


def test_a_code_on_the_tablet_is_read_within_a_minute_and_answered_later(app: Flask) -> None:
    fair = hold(app)
    secret, _digits = shown_code(fair, "Asha")
    hand = phone(fair)
    proof = hidden(hand.show(secret), "proof")

    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False):
        late = phone(fair).show(secret)
        answer = hand.post("/claim/phone", met="no", proof=proof)

    assert late.status_code == 404
    assert answer.status_code == 303


def test_a_code_on_the_tablet_works_once(app: Flask) -> None:
    fair = hold(app)
    secret, _digits = shown_code(fair, "Asha")
    one, other = phone(fair), phone(fair)
    proofs = [hidden(each.show(secret), "proof") for each in (one, other)]

    assert one.post("/claim/phone", met="no", proof=proofs[0]).status_code == 303
    assert other.post("/claim/phone", met="no", proof=proofs[1]).status_code == 404


def test_six_digits_and_the_first_name_link_a_phone(app: Flask) -> None:
    fair = hold(app)
    _secret, digits = shown_code(fair, "Asha")
    hand = phone(fair)

    page = hand.post(
        "/claim/digits", fair="fair", first_name="ASHA", digits=f"{digits[:3]} {digits[3:]}"
    )
    answer = hand.post("/claim/phone", met="no", proof=hidden(page, "proof"))

    assert answer.status_code == 303
    assert "Asha Patel" in words(hand.get("/me"))


def test_five_wrong_digits_void_what_the_tablet_shows(app: Flask) -> None:
    fair = hold(app)
    _secret, digits = shown_code(fair, "Asha")
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    hand = phone(fair)

    tries = [
        hand.post("/claim/digits", fair="fair", first_name="Asha", digits=wrong).status_code
        for _try in range(5)
    ]
    right = hand.post("/claim/digits", fair="fair", first_name="Asha", digits=digits)

    assert tries == [404] * 5
    assert right.status_code == 404


def test_wrong_digits_are_braked_for_the_whole_fair_whatever_the_cookie(app: Flask) -> None:
    fair = hold(app)

    answers = []
    for number in range(61):
        hand = phone(fair)
        hand.client.set_cookie("kiosk-phone", f"made-up-{number}")
        answers.append(hand.post("/claim/digits", fair="fair", first_name="X", digits="1"))

    assert [each.status_code for each in answers] == [404] * 60 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_the_meeting_that_was_meant_completes_after_the_link(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone(fair)
    hand.get(f"/B/{fair.badges['Ben']}")

    page = hand.show(claim_of(fair, "Asha"))
    answer = hand.post(
        "/claim/phone",
        proof=hidden(page, "proof"),
        met="yes",
        gives=hidden(page, "gives"),
    )

    assert "You scanned the badge of Ben" in words(page) and "your name" in words(page)
    assert answer.location.startswith("/me/met/")
    assert "You and Ben have met" in words(hand.get(answer.location))


def test_only_linking_meets_nobody(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone(fair)
    hand.get(f"/B/{fair.badges['Ben']}")

    answer = hand.link(claim_of(fair, "Asha"), met="no")

    assert answer.location == "/me"
    with app.app_context():
        assert meetings.ledger_of(fair.person("Asha")) == []
        db.session.remove()


def test_a_meeting_meant_more_than_a_quarter_of_an_hour_ago_is_forgotten(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone(fair)
    hand.get(f"/B/{fair.badges['Ben']}")

    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        page = hand.show(claim_of(fair, "Asha"))

    assert "You scanned" not in words(page)


def test_a_forged_intention_is_ignored(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone(fair)
    hand.client.set_cookie("kiosk-intended", fair.badges["Ben"])

    assert "You scanned" not in words(hand.show(claim_of(fair, "Asha")))
