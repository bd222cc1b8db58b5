"""My own page: who I am here, what I share, my phones; nobody else's."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
import zxingcpp
from flask import Flask
from PIL import Image

from kiosk import clock
from kiosk.db import db
from kiosk.domain import events, meetings
from kiosk.domain.attendees import sharing
from tests.web.a_fair import OURS, hidden, hold, words
from tests.web.a_phone import (
    a_meeting,
    change,
    phone,
    phone_of,
)

POSTS = (
    "/me/letters", "/me/meetings", "/me/sharing", "/me/details", "/me/language", "/me/fair",
    "/me/phones/x/unlink", "/me/met/x/undo", "/me/contacts/x/note", "/me/contacts/x/answer",
    "/me/contacts/x/withdrawal",
)  # fmt: skip
PAGES = ("/me", "/me/sharing", "/me/pack", "/me/contacts.vcf", "/me/contacts.csv",
         "/me/badge.png", "/me/met/x", "/me/contacts/x")  # fmt: skip


def test_without_a_session_every_act_and_page_of_an_owner_is_asked_to_link(app: Flask) -> None:
    hold(app)
    client = app.test_client()

    acts = [client.post(path, data={"op_id": str(uuid4())}, headers=OURS) for path in POSTS]
    pages = [client.get(path) for path in PAGES]

    assert {answer.status_code for answer in acts + pages} == {401}
    assert all("This phone is not linked" in words(answer) for answer in acts + pages)


def test_a_page_of_another_origin_cannot_act_for_an_owner(app: Flask) -> None:
    client = phone_of(hold(app), "Asha").client
    foreign = {"Sec-Fetch-Site": "cross-site"}

    acts = [client.post(path, data={"op_id": str(uuid4())}, headers=foreign) for path in POSTS]

    assert {answer.status_code for answer in acts} == {403}


@pytest.mark.parametrize("preset", ["name", "name_email", "email_phone"])
def test_one_tap_chooses_what_everybody_gets_from_now_on(app: Flask, preset: str) -> None:
    fair, asha, ben, met = a_meeting(app, gives="name")

    answer = asha.post("/me/sharing", preset=preset)

    assert answer.status_code == 303
    with app.app_context():
        assert sharing.preset_of(fair.person("Asha")) == preset
        db.session.remove()
    assert "asha@example.org" not in ben.get(f"/me/contacts/{met}").text


def test_each_class_of_people_may_get_something_else(app: Flask) -> None:
    fair = hold(app)
    hand = phone_of(fair, "Asha")

    hand.client.post(
        "/me/sharing",
        data={"op_id": str(uuid4()), "employers": ["email", "phone"], "mentors": "links"},
        headers=OURS,
    )

    with app.app_context():
        standing = [sharing.standing(fair.person("Asha"), each) for each in sharing.AUDIENCES]
        db.session.remove()
    assert standing == [["name"], ["name", "email", "phone"], ["name", "links"]]
    assert "Employers get your name, email, phone" in words(hand.get("/me"))


@pytest.mark.parametrize("fields", [{"preset": "everything"}, {"employers": "date_of_birth"}])
def test_a_way_to_share_that_is_not_offered_is_refused(app: Flask, fields: dict[str, str]) -> None:
    assert phone_of(hold(app), "Asha").post("/me/sharing", **fields).status_code == 422


def test_a_lost_phone_is_unlinked_from_the_other(app: Flask) -> None:
    fair = hold(app)
    lost, kept = phone_of(fair, "Asha"), phone_of(fair, "Asha")
    page = kept.get("/me")
    paths = [part.split('"')[0] for part in page.text.split('action="/me/phones/')[1:]]

    answer = kept.post(f"/me/phones/{paths[1]}")

    assert answer.status_code == 303
    assert (lost.get("/me").status_code, kept.get("/me").status_code) == (401, 200)


def test_this_phone_is_unlinked_and_forgets_its_cookie(app: Flask) -> None:
    hand = phone_of(hold(app), "Asha")
    path = hand.get("/me").text.split('action="/me/phones/')[1].split('"')[0]

    answer = hand.post(f"/me/phones/{path}")

    assert answer.location == "/me"
    assert hand.client.get_cookie("kiosk-phone") is None
    assert hand.get("/me").status_code == 401


def test_somebody_elses_phone_is_not_known(app: Flask) -> None:
    fair = hold(app)
    asha, ben = phone_of(fair, "Asha"), phone_of(fair, "Ben")
    path = ben.get("/me").text.split('action="/me/phones/')[1].split('"')[0]

    assert asha.post(f"/me/phones/{path}").status_code == 404
    assert ben.get("/me").status_code == 200


def test_ones_own_badge_shows_as_it_is_printed(app: Flask) -> None:
    fair = hold(app)
    hand = phone_of(fair, "Asha")

    picture = hand.get("/me/badge.png")

    assert picture.mimetype == "image/png" and picture.data.startswith(b"\x89PNG")
    assert fair.badges["Asha"][-6:] in hand.get("/me").text


@pytest.mark.parametrize("stock", ["62x100", "62", "a6-folded", "card"])
def test_ones_own_badge_is_as_large_as_the_page_says_on_the_fairs_stock(
    app: Flask, stock: str
) -> None:
    hand = phone_of(hold(app, stock=stock), "Asha")

    page, picture = hand.get("/me").text, Image.open(BytesIO(hand.get("/me/badge.png").data))

    assert f'width="{picture.width}" height="{picture.height}"' in page
    assert (picture.width > picture.height) == (stock == "card")


def test_a_name_that_no_typeface_has_shows_the_line_to_write_it_on(app: Flask) -> None:
    fair = hold(app)
    change(fair, "Asha", name="\U000143ff Glyph")

    picture = phone_of(fair, "Asha").get("/me/badge.png")

    found = zxingcpp.read_barcodes(Image.open(BytesIO(picture.data)).convert("L"))
    assert [each.text[-20:] for each in found] == [fair.badges["Asha"]]


def test_a_language_that_is_not_offered_is_refused(app: Flask) -> None:
    hand = phone_of(hold(app), "Asha")

    assert hand.post("/me/language", locale="xx").status_code == 422
    assert hand.post("/me/language", locale="en").status_code == 303


def test_an_ended_session_is_nobody(app: Flask) -> None:
    fair = hold(app)
    hand = phone_of(fair, "Asha")

    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert hand.get("/me").status_code == 401


def test_no_page_of_ones_own_is_kept_by_the_browser_or_a_proxy(app: Flask) -> None:
    _fair, asha, _ben, met = a_meeting(app)

    for path in ("/me", f"/me/met/{met}", f"/me/contacts/{met}", "/me/sharing"):
        assert asha.get(path).headers["Cache-Control"] == "no-store"


def test_the_fairs_wording_stands_beside_the_choice(app: Flask) -> None:
    fair = hold(app)
    hand = phone_of(fair, "Asha")

    assert events.CONSENT in words(hand.get("/me/sharing"))
    assert hidden(hand.get("/me/sharing"), "op_id")
    assert phone(fair).get("/me/sharing").status_code == 401
    with app.app_context():
        assert meetings.ledger_of(fair.person("Asha")) == []
        db.session.remove()
