"""What a phone opens when it scans a badge or types its letters: the face, and who sees more."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import codes, erasure
from tests.web.a_fair import OURS, hidden, hold, let_in, words
from tests.web.a_phone import change, count_meetings, phone, phone_of

STATIC = Path(__file__).parents[2] / "kiosk" / "static"


def test_an_unlinked_phone_sees_what_is_printed_and_nothing_more(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Ben")

    page = phone(fair).get(f"/B/{fair.badges['Ben']}")

    assert page.status_code == 200
    assert "Ben Okafor" in words(page) and "Engineer · Nova Engineering · Stand 12" in words(page)
    assert "example.org" not in page.text and fair.badges["Ben"] not in page.text


def test_a_face_says_what_the_badge_says_in_its_order(app: Flask) -> None:
    fair = hold(app)
    change(fair, "Ben", ask_me_about="bridges")
    let_in(fair, "Ben")

    page = words(phone(fair).get(f"/B/{fair.badges['Ben']}"))

    said = ["Employer", "Ben", "Ben Okafor", "Engineer", "Nova Engineering", "Ask me about bridges"]
    places = [page.index(each) for each in said]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [("student", "<circle"), ("employer", "M2 2h16v16"), ("mentor", "M10 1a9"),
     ("staff", "M10 1l9.5 18"), ("guest", "M10 0l10 10")],
)  # fmt: skip
def test_a_kind_is_told_by_shape_and_word(app: Flask, kind: str, shape: str) -> None:
    fair = hold(app)
    change(fair, "Ben", kind=kind)
    let_in(fair, "Ben")

    page = phone(fair).get(f"/B/{fair.badges['Ben']}")

    assert shape in page.text and kind.capitalize() in words(page)


def test_who_has_met_reads_the_others_face_beside_the_question(app: Flask) -> None:
    fair = hold(app)
    change(fair, "Ben", ask_me_about="bridges")
    let_in(fair, "Asha", "Ben")
    hand = phone_of(fair, "Asha")

    page = words(hand.get(f"/me/met/{hand.met(fair.badges['Ben'])}"))

    assert "Employer Ben Okafor Engineer · Nova Engineering · Stand 12" in page
    assert "Ask me about bridges" in page


@pytest.mark.parametrize("path", ["/b/{}", "/B/{}"])
def test_a_badge_opens_in_any_case(app: Flask, path: str) -> None:
    fair = hold(app)
    let_in(fair, "Ben")
    code = fair.badges["Ben"]

    pages = [phone(fair).get(path.format(each)) for each in (code, code.lower())]

    assert [page.status_code for page in pages] == [200, 200]


def test_every_badge_that_is_nobodys_gives_the_same_bytes(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Ben", "Asha", "Eve")
    asha = phone_of(fair, "Asha")
    with app.app_context():
        with writing():
            codes.advance(fair.person("Ben"), lost=True, at=clock.now())
            erasure.erase(fair.person("Eve"), clock.now(), lambda reader: None)
        db.session.remove()
    lost, erased, absent = (fair.badges[name] for name in ("Ben", "Eve", "Dana"))

    for hand in (phone(fair), asha):
        pages = [hand.get(f"/b/{code}") for code in ("0" * 20, "x", lost, erased, absent)]
        taps = [hand.tap(code) for code in ("0" * 20, lost, erased, absent)]

        assert {page.status_code for page in pages + taps} == {404}
        assert len({page.data for page in pages + taps}) == 1


def test_a_ticket_or_claim_code_opens_no_badge(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha")

    assert phone(fair).get(f"/b/{fair.tickets['Asha']}").status_code == 404


def test_sixty_misses_a_minute_are_enough_and_hits_do_not_count(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Ben")
    hand = phone(fair)

    hits = {hand.get(f"/b/{fair.badges['Ben']}").status_code for _each in range(70)}
    misses = [hand.get(f"/b/{number:020d}").status_code for number in range(61)]

    assert hits == {200}
    assert misses == [404] * 60 + [429]


def test_a_linked_phone_sees_what_each_would_give(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")

    page = words(phone_of(fair, "Asha").get(f"/b/{fair.badges['Ben']}"))

    assert "You are Asha P." in page
    assert "Ben gets your name" in page
    assert "You get name, email We" in page or "You get name, email Give something else" in page
    assert "We have met" in page


def test_what_somebody_never_filled_in_is_not_promised(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    change(fair, "Ben", email=None)

    page = words(phone_of(fair, "Asha").get(f"/b/{fair.badges['Ben']}"))

    assert "You get name Give" in page


def test_ones_own_badge_is_a_kind_page(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha")
    hand = phone_of(fair, "Asha")

    page = hand.get(f"/b/{fair.badges['Asha']}")

    assert page.status_code == 200
    assert "your own badge" in words(page) and "We have met" not in words(page)
    assert hand.tap(fair.badges["Asha"]).status_code == 409


def test_a_phone_of_another_fair_is_nobody_here(app: Flask) -> None:
    autumn, spring = hold(app, "autumn"), hold(app, "spring")
    let_in(spring, "Ben")
    hand = phone_of(autumn, "Asha")

    assert "We have met" not in words(hand.get(f"/b/{spring.badges['Ben']}"))
    assert hand.tap(spring.badges["Ben"]).status_code == 401


def test_hostile_names_are_text_and_stay_apart(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hostile = '<script>alert(1)</script>"><img src=x>\u202e'
    change(fair, "Ben", given_name=hostile, name=f"{hostile} Okafor", ask_me_about=hostile)
    hand = phone_of(fair, "Asha")
    met = hand.met(fair.badges["Ben"], gives="name")
    badge = f"/b/{fair.badges['Ben']}"

    for path in (badge, "/me", f"/me/met/{met}", f"/me/contacts/{met}"):
        page = hand.get(path).text
        assert "<script>alert" not in page and "<img src=x" not in page
        # A direction control never reaches beyond its own name.
        assert all("</bdi>" in rest.split("\n")[0] for rest in page.split("\u202e")[1:])


def test_six_letters_show_the_same_person_without_a_code_in_the_address(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone_of(fair, "Asha")

    page = hand.post("/me/letters", letters=fair.badges["Ben"][-6:].lower())
    answer = hand.post("/me/meetings", letters=hidden(page, "letters"), gives="name,email")

    assert "Ben gets your name" in words(page)
    assert fair.badges["Ben"] not in page.text and 'action="/me/meetings"' in page.text
    assert answer.status_code == 303
    assert "You and Ben have met" in words(hand.get(answer.location))


@pytest.mark.parametrize("letters", ["", "ABC", "000000", "é" * 6, "A" * 150])
def test_letters_of_nobody_give_the_same_page_as_a_badge_of_nobody(
    app: Flask, letters: str
) -> None:
    fair = hold(app)
    let_in(fair, "Asha")
    hand = phone_of(fair, "Asha")

    assert hand.post("/me/letters", letters=letters).data == hand.get("/b/x").data


def test_letters_are_limited_by_person_whatever_else_the_cookie_holds(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha")
    hand = phone_of(fair, "Asha")
    cookie = hand.client.get_cookie("kiosk-phone")
    assert cookie

    answers = []
    for number in range(31):
        hand.client.set_cookie("kiosk-phone", f"made-up-{number}.{cookie.value}")
        answers.append(hand.post("/me/letters", letters="000000").status_code)

    assert answers == [404] * 30 + [429]


def test_the_first_page_is_at_most_30_kilobytes_and_needs_no_script(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    for hand in (phone(fair), phone_of(fair, "Asha")):
        page = hand.get(f"/b/{fair.badges['Ben']}")
        loaded = re.findall(r'<(?:link|img|script)[^>]+(?:href|src)="/static/([^"]+)"', page.text)

        weight = len(gzip.compress(page.data)) + sum(
            len(gzip.compress((STATIC / each).read_bytes())) for each in loaded
        )

        assert loaded and "<script" not in page.text
        assert weight <= 30_000


def test_reading_a_badge_writes_nothing(app: Flask) -> None:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    hand = phone_of(fair, "Asha")

    hand.get(f"/b/{fair.badges['Ben']}")
    hand.client.head(f"/b/{fair.badges['Ben']}")
    hand.client.post("/me/letters", data={"letters": fair.badges["Ben"][-6:]}, headers=OURS)

    assert count_meetings(fair) == 0
