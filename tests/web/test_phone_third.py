"""A third phone: a private link asks the mailbox first; at the tablet no letter is needed."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy

import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, phones
from kiosk.domain.deliveries import Delivery
from tests.web.a_fair import Fair, hidden, hold, words
from tests.web.a_phone import PhoneInHand, claim_of, phone, phone_of


def letters_about_it(fair: Fair) -> list[str]:
    """The texts of the letters that ask about a third phone."""
    with fair.app.app_context():
        query = select(Delivery.message).where(Delivery.kind == "phone_confirm")
        stored = [bytes(raw) for raw in db.session.scalars(query) if raw]
        db.session.remove()
    read = [message_from_bytes(each, policy=policy.default) for each in stored]
    bodies = [each.get_body(("plain",)) for each in read]
    return [body.get_content() for body in bodies if body is not None]


def link_in(letter: str) -> str:
    found = re.search(r"/claim#(\S+)", letter)
    assert found
    return found[1]


def two_phones(app: Flask, fair: Fair | None = None) -> tuple[Fair, list[PhoneInHand]]:
    fair = fair or hold(app)
    return fair, [phone_of(fair, "Asha") for _each in range(2)]


def seen(hands: list[PhoneInHand]) -> list[int]:
    return [hand.get("/me").status_code for hand in hands]


def test_a_private_link_asks_the_mailbox_before_a_third_phone(app: Flask) -> None:
    fair, hands = two_phones(app)
    third = phone(fair)

    asked = third.show(claim_of(fair, "Asha"))
    answer = third.press_link(asked)

    assert "Two phones speak for you already" in words(asked) and "Computer" in words(asked)
    assert answer.status_code == 202
    assert "a…@example.org" in words(answer) and "asha@" not in answer.text
    assert len(letters_about_it(fair)) == 1
    assert seen([*hands, third]) == [200, 200, 401]


def test_the_link_in_that_letter_names_the_older_phone_and_takes_its_place(app: Flask) -> None:
    fair, hands = two_phones(app)
    third = phone(fair)
    third.press_link(third.show(claim_of(fair, "Asha")))
    secret = link_in(letters_about_it(fair)[0])

    asked = third.show(secret)
    linked = third.press_link(asked)

    assert "It takes the place of your Computer, linked at" in words(asked)
    assert linked.status_code == 303
    assert seen([*hands, third]) == [401, 200, 200]
    assert phone(fair).show(secret).status_code == 404  # used up


def test_that_letter_goes_once_in_ten_minutes_and_holds_for_a_day(app: Flask) -> None:
    fair, _hands = two_phones(app)
    third = phone(fair)
    page = third.show(claim_of(fair, "Asha"))

    answers = [third.press_link(page) for _press in range(3)]
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        late = third.show(link_in(letters_about_it(fair)[0]))

    assert {answer.status_code for answer in answers} == {202}
    assert len(letters_about_it(fair)) == 1
    assert late.status_code == 404


def test_without_an_address_there_is_a_way_too(app: Flask) -> None:
    fair = hold(app)
    with app.app_context(), writing():
        fair.person("Asha").email = None
    two_phones(app, fair)
    third = phone(fair)

    asked = third.show(claim_of(fair, "Asha"))
    answer = third.press_link(asked)

    assert "ask at the help lane" in words(asked)
    assert answer.status_code == 409 and "ask at the help lane" in words(answer)


def by_digits(fair: Fair, hand: PhoneInHand) -> TestResponse:
    with fair.app.app_context():
        with writing():
            _secret, digits = phones.show_code(fair.person("Asha"), None, clock.now())
        db.session.remove()
    return hand.post("/claim/digits", fair="fair", first_name="Asha", digits=digits)


def test_who_stands_at_the_tablet_reads_which_phone_goes_and_needs_no_letter(app: Flask) -> None:
    fair, hands = two_phones(app)
    third = phone(fair)

    asked = by_digits(fair, third)
    answer = third.press_link(asked)

    assert "It takes the place of your Computer" in words(asked)
    assert answer.status_code == 303
    assert seen([*hands, third]) == [401, 200, 200]
    assert letters_about_it(fair) == []


def test_the_phone_that_was_let_go_says_so_calmly_and_is_no_stranger(app: Flask) -> None:
    fair, hands = two_phones(app)
    third = phone(fair)
    third.press_link(by_digits(fair, third))

    page = hands[0].get("/me")

    assert page.status_code == 401
    assert "This phone is not linked any more" in words(page)
    assert "Your link moved to your other phone (Computer) at" in words(page)
    assert "Asha" not in page.text


def test_a_phone_unlinked_elsewhere_learns_it_at_its_next_badge(app: Flask) -> None:
    fair, hands = two_phones(app)
    with app.app_context():
        with writing():
            asha = attendees.get(fair.ids["Asha"])
            for each in phones.of_attendee(asha.id, clock.now()):
                phones.revoke(asha.id, each.public_id, clock.now())
        db.session.remove()

    page = hands[0].get("/me")

    assert "This phone was unlinked at" in words(page)


def test_a_scanner_that_opens_and_sends_what_it_finds_links_nothing(app: Flask) -> None:
    fair = hold(app)
    scanner, owner = phone(fair), phone(fair)
    secret = claim_of(fair, "Asha")

    for _time in range(10):
        scanner.get("/claim")
        scanner.client.head("/claim")
        shown = scanner.show(secret)
        sent = scanner.post("/claim/phone", proof=hidden(shown, "proof"))  # no button was pressed
        assert "Link this phone to Asha P." in words(sent)

    assert scanner.get("/me").status_code == 401
    assert owner.press_link(owner.show(secret)).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(phones.Phone)) == 1
        db.session.remove()
