"""Linking a phone: shown first, linked by a second press, never silently instead of somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from kiosk import clock
from kiosk.db import db
from kiosk.domain import deliveries
from kiosk.domain.attendees import Attendee
from kiosk.domain.phones import Phone
from tests.web.a_fair import OURS, Fair, hidden, hold, words
from tests.web.a_phone import claim_of, phone, phone_of


@dataclass
class Postbox:
    """Takes down whose mailbox heard of a link."""

    told: list[tuple[str, str]] = field(default_factory=list)

    def phone_linked(self, attendee: Attendee, at: datetime, label: str = "") -> None:
        self.told.append((attendee.name, label))


def count_phones(fair: Fair) -> int:
    with fair.app.app_context():
        live = select(func.count()).select_from(Phone).where(Phone.revoked_at.is_(None))
        found = db.session.scalar(live) or 0
        db.session.remove()
    return found


def test_opening_the_page_and_showing_the_secret_link_nothing(app: Flask) -> None:
    fair = hold(app)
    hand = phone(fair)

    assert hand.get("/claim").status_code == 200
    assert hand.client.head("/claim").status_code == 200
    assert hand.show(claim_of(fair, "Asha")).status_code == 200
    assert count_phones(fair) == 0
    assert hand.get("/me").status_code == 401


def test_the_question_names_the_person_and_only_by_an_initial(app: Flask) -> None:
    fair = hold(app)

    page = phone(fair).show(f"  {claim_of(fair, 'Asha').lower()} ")

    assert "Link this phone to Asha P. ?" in words(page) or "Asha P.?" in words(page)
    assert "Patel" not in page.text and "example.org" not in page.text


def test_a_second_press_links_and_tells_the_mailbox(app: Flask) -> None:
    fair = hold(app)
    box = app.extensions["kiosk_letters"] = Postbox()

    hand = phone_of(fair, "Asha")

    assert "Asha Patel" in words(hand.get("/me"))
    assert box.told == [("Asha Patel", "Computer")]


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9)", "Android phone"),
        ("<script>", "Computer"),
    ],
)
def test_a_phone_is_called_by_its_family_only(app: Flask, agent: str, label: str) -> None:
    fair = hold(app)
    hand = phone(fair)
    hand.client.environ_base["HTTP_USER_AGENT"] = agent

    hand.link(claim_of(fair, "Asha"))

    assert label in words(hand.get("/me"))
    assert "Pixel" not in hand.get("/me").text


def test_the_same_press_twice_links_once_and_gives_the_same_session(app: Flask) -> None:
    fair = hold(app)
    hand, op_id = phone(fair), str(uuid4())
    proof = hidden(hand.show(claim_of(fair, "Asha")), "proof")

    first = hand.post("/claim/phone", met="no", op_id=op_id, proof=proof)
    again = phone(fair)
    second = again.post("/claim/phone", met="no", op_id=op_id, proof=proof)

    assert (first.status_code, second.status_code) == (303, 303)
    assert count_phones(fair) == 1
    assert again.get("/me").status_code == 200


def test_the_session_cookie_is_out_of_reach_of_scripts(app: Flask) -> None:
    fair = hold(app)

    answer = phone(fair).link(claim_of(fair, "Asha"))

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("kiosk-phone="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


@pytest.mark.parametrize("secret", ["nonsense", "0" * 26, "\x00" * 30, "<script>"])
def test_an_unknown_secret_is_a_calm_not_found(app: Flask, secret: str) -> None:
    page = phone(hold(app)).show(secret)

    assert page.status_code == 404
    assert "not valid any more" in words(page)


def test_ticket_and_badge_codes_link_nothing(app: Flask) -> None:
    fair = hold(app)

    assert phone(fair).show(fair.tickets["Asha"]).status_code == 404
    assert phone(fair).show(fair.badges["Asha"]).status_code == 404


def test_a_proof_that_was_changed_or_is_old_links_nothing(app: Flask) -> None:
    fair = hold(app)
    hand = phone(fair)
    proof = hidden(hand.show(claim_of(fair, "Asha")), "proof")

    changed = hand.post("/claim/phone", met="no", proof=f"x{proof}")
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        old = hand.post("/claim/phone", met="no", proof=proof)

    assert (changed.status_code, old.status_code) == (404, 404)
    assert count_phones(fair) == 0


def test_a_phone_is_never_switched_silently(app: Flask) -> None:
    fair = hold(app)
    hand = phone_of(fair, "Ben")

    page = hand.show(claim_of(fair, "Asha"))
    silent = hand.post("/claim/phone", met="no", proof=hidden(page, "proof"))

    assert "This phone speaks for Ben O." in words(page) and "Switch it to Asha P." in words(page)
    assert silent.status_code == 409
    assert "Ben Okafor" in words(hand.get("/me"))


def test_a_switch_that_was_asked_for_leaves_the_first_person(app: Flask) -> None:
    fair = hold(app)
    hand = phone_of(fair, "Ben")
    page = hand.show(claim_of(fair, "Asha"))

    hand.post(
        "/claim/phone", met="no", proof=hidden(page, "proof"), instead_of=hidden(page, "instead_of")
    )

    assert "Asha Patel" in words(hand.get("/me"))
    assert count_phones(fair) == 1
    with app.app_context():
        told = deliveries.of_attendee(fair.person("Ben").id, "phone_left")
        letter = message_from_bytes((told and told.message) or b"", policy=default)
        db.session.remove()
    assert letter["To"] == "Ben Okafor <ben@example.org>"
    assert "speaks for somebody else now" in letter.get_body(("plain",)).get_content()
    assert "Asha" not in letter.as_string()


def test_a_phone_speaks_for_one_person_at_each_of_two_fairs(app: Flask) -> None:
    autumn, spring = hold(app, "autumn"), hold(app, "spring")
    hand = phone_of(autumn, "Asha")

    hand.link(claim_of(spring, "Ben"))
    there = words(hand.get("/me"))
    hand.post("/me/fair", fair="autumn")

    assert "Ben Okafor" in there and "The spring" in there
    assert "Asha Patel" in words(hand.get("/me"))
    assert hand.post("/me/fair", fair="none").status_code == 404


def test_a_page_of_another_origin_links_nothing(app: Flask) -> None:
    fair = hold(app)
    hand = phone(fair)
    proof = hidden(hand.show(claim_of(fair, "Asha")), "proof")

    answer = hand.client.post(
        "/claim/phone",
        data={"op_id": str(uuid4()), "proof": proof},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert count_phones(fair) == 0


def test_missing_fields_are_named_calmly(app: Flask) -> None:
    fair = hold(app)

    assert phone(fair).post("/claim").status_code == 422
    assert phone(fair).client.post("/claim/phone", headers=OURS).status_code == 422
    assert phone(fair).post("/claim", secret="x" * 20_000).status_code == 422
